import assert from "node:assert/strict";
import { present } from "../../../config/service-items/view.ts";
import { PERSON, SECRET } from "../support/items.ts";
import { agree, BAD_FIELD, card, confirm, fill, printed, refuse, refused, registered, unavailable, walk } from "../support/walk.ts";
import { failed, fund, toAccount, toPassword, toPrinted, toReview } from "../support/ways.ts";

describe("the housing fund certificate", () => {
  it("goes from the ID card and the face to a printed certificate, a receipt and a rating", () => {
    const { state, effects } = walk(fund, [...toPrinted, confirm, { kind: "rate", grade: 5, tags: ["slow"] }]);
    assert.deepEqual(state.phase, { at: "over", end: "finished" });
    assert.deepEqual(
      effects.map((one) => one.kind),
      ["read-card", "verify-face", "query", "register-case", "print", "rate", "end"],
    );
  });

  it("prints what the department said, with the number masked and the day of the hall", () => {
    const { effects } = walk(fund, [...toReview, confirm, registered]);
    const print = effects.find((one) => one.kind === "print");
    const [certificate, receipt] = print?.prints ?? [];
    assert.ok(certificate?.kind === "certificate" && receipt?.kind === "receipt");
    assert.equal(certificate.template, "fund-certificate");
    assert.deepEqual(certificate.data, {
      certificateNumber: "SLGJJ-2026-000128",
      name: PERSON.name,
      idNumberMasked: "990101********0019",
      accountNumber: "9901018800012345",
      employer: "示例市云杉软件有限公司",
      status: "正常缴存",
      monthlyBase: 12000,
      monthlyDeposit: 2880,
      balance: 86432.15,
      depositedSince: "2019-07",
      lastDeposit: "2025-12",
      issuedOn: "2026-01-05",
      verifyUrl: "https://fund.shili.example/verify/SLGJJ-2026-000128",
    });
    const { id, name, department, elsewhere } = fund;
    assert.deepEqual(receipt.data["item"], { id, name, department, elsewhere, documents: {} });
  });

  it("a person who refuses the face check goes on with the password", () => {
    const { state, effects } = walk(fund, [...toPassword, fill({ password: SECRET })]);
    assert.equal(state.step, "verify-password");
    assert.deepEqual(state.facts.consents, [{ consent: "face-verify", version: "2026-11", agreed: false }]);
    assert.ok(!effects.some((one) => one.kind === "verify-face"));
    assert.deepEqual(effects.at(-1), {
      kind: "query",
      visit: state.visit,
      operation: "provident-fund.verify-password",
      params: { idNumber: PERSON.number, password: SECRET },
      withinMs: 8000,
      poll: null,
    });
  });

  it("a person who changes their mind before the camera goes on with the password, and the consent is taken back", () => {
    const { state } = walk(fund, [confirm, card, agree, refuse]);
    assert.equal(state.step, "password");
    assert.deepEqual(state.facts.consents, [{ consent: "face-verify", version: "2026-11", agreed: false }]);
  });

  it("three faces that do not match lead to the password, each after a try of its own", () => {
    const { state, effects } = walk(fund, [confirm, card, agree, failed(), { kind: "retry" }, failed(), { kind: "retry" }, failed()]);
    assert.equal(state.step, "face-missed", "it is said before another way is asked for");
    assert.equal(effects.filter((one) => one.kind === "verify-face").length, 3);
  });

  it("a picture held before the camera ends the tries at once", () => {
    assert.equal(walk(fund, [confirm, card, agree, failed(true)]).state.step, "face-missed");
    assert.equal(walk(fund, [confirm, card, agree, failed(true), confirm]).state.step, "password");
  });

  it("a wrong password comes back to the form with the department's words, and the password is not shown again", () => {
    const { state } = walk(fund, [...toPassword, fill({ password: SECRET }), refused("wrong-password", { password: BAD_FIELD })]);
    const screen = present(fund, state, "zh-CN");
    assert.ok(screen.kind === "form");
    assert.equal(screen.fields[0]?.error, BAD_FIELD["zh-CN"]);
    assert.equal(screen.fields[0]?.value, "");
  });

  it("a locked password leads to a window with a slip", () => {
    const { state, effects } = walk(fund, [...toPassword, fill({ password: SECRET }), refused("locked")]);
    assert.equal(state.step, "locked");
    assert.equal(effects.at(-1)?.kind, "print");
    const shown = present(fund, state, "en");
    assert.ok(shown.kind === "handoff" && shown.slip === "Printing your slip…" && shown.paragraphs[0] === "Refused: locked");
    const after = walk(fund, [...toPassword, fill({ password: SECRET }), refused("locked"), printed("handoff-slip"), confirm]);
    assert.deepEqual(after.state.phase, { at: "over", end: "identity-failed" });
    const slip = (outcome: "printed" | "unknown") => {
      const done = walk(fund, [
        ...toPassword,
        fill({ password: SECRET }),
        refused("locked"),
        { kind: "print-done", visit: 0, outcomes: [{ template: "handoff-slip", outcome, serial: "" }] },
      ]);
      const screen = present(fund, done.state, "zh-CN");
      return screen.kind === "handoff" ? screen.slip : "";
    };
    assert.deepEqual([slip("printed"), slip("unknown")], ["凭条已打印，请取走", "凭条没有打印，请直接去窗口"]);
  });

  it("a password that is not six digits is told to the person, and the department is not asked", () => {
    const { state, effects } = walk(fund, [...toPassword, fill({ password: "12345" })]);
    assert.equal(state.step, "password");
    assert.equal(state.fieldErrors["password"]?.["zh-CN"], "至少需要 6 个字");
    assert.ok(!effects.some((one) => one.kind === "query"));
  });

  it("a department that does not answer is told as such, and nothing is registered", () => {
    const { state, effects } = walk(fund, [...toAccount, unavailable]);
    assert.equal(state.step, "no-answer");
    assert.ok(!effects.some((one) => one.kind === "register-case"));
  });

  it("a sheet that did not come out is never called done", () => {
    const outcomes = [
      { template: "fund-certificate", outcome: "unknown", serial: "" },
      { template: "fund-receipt", outcome: "printed", serial: "" },
    ] as const;
    const { state, effects } = walk(fund, [...toReview, confirm, registered, { kind: "print-done", visit: 0, outcomes }]);
    assert.equal(state.step, "slip");
    const slip = effects.findLast((one) => one.kind === "print");
    assert.deepEqual(
      slip?.prints.map((order) => [order.template, order.kind === "receipt" && order.data["prints"]]),
      [["fund-receipt", outcomes]],
      "a slip that tells what did not come out",
    );
    const afterSlip = walk(fund, [...toReview, confirm, registered, { kind: "print-done", visit: 0, outcomes }, printed("fund-receipt")]);
    assert.equal(afterSlip.state.step, "not-printed");
    const silent = walk(fund, [...toReview, confirm, registered, printed("fund-receipt")]);
    assert.equal(silent.state.step, "not-printed", "a certificate that nobody reported is not printed");
  });

  it("skipping the rating finishes too", () => {
    assert.deepEqual(walk(fund, [...toPrinted, confirm, { kind: "skip" }]).state.phase, { at: "over", end: "finished" });
  });
});
