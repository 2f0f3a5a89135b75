import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { availability } from "../../../config/service-items/availability.ts";

import type { FlowEvent, PrintOrder, PrintOutcome } from "../../../config/service-items/flow-types.ts";
import { lintItem } from "../../../config/service-items/lint.ts";
import { checkItem } from "../../../config/service-items/schema.ts";
import { present } from "../../../config/service-items/view.ts";
import type { World } from "../../../config/service-items/world.ts";
import { ANSWERS, type Broken, breakable, SHOP } from "../support/items.ts";
import { confirm, fetched, fill, on, proves, refused, registered, unavailable, type Walked, walk } from "../support/walk.ts";
import { licence } from "../support/ways.ts";

const COPY = "licence-copy";
const RECEIPT = "licence-info-receipt";
const TO_FORM: FlowEvent[] = [confirm, proves(SHOP, "electronic-licence"), confirm];
const wants = (count: string): FlowEvent[] => [...TO_FORM, fill({ count })];
const toPrint = (count: string): FlowEvent[] => [...wants(count), fetched("market-registration.licence-copy"), registered];
const done = (...outcomes: [template: string, outcome: PrintOutcome["outcome"]][]): FlowEvent => ({
  kind: "print-done",
  visit: 0,
  outcomes: outcomes.map(([template, outcome]) => ({ template, outcome, serial: "" })),
});
const sheets = (n: number) => Array.from({ length: n }, (): [string, "printed"] => [COPY, "printed"]);

function ordersOf({ effects }: Walked): readonly PrintOrder[] {
  const print = effects.at(-1);
  return print?.kind === "print" ? print.prints : assert.fail(print?.kind);
}

const copiesIn = (walked: Walked) => ordersOf(walked).map((order) => ("copies" in order ? order.copies : null));

const printOf = (item: Broken): Broken => item.steps.find((step: Broken) => step.id === "print-copies").prints[0];

describe("copies of an electronic licence", () => {
  for (const count of [1, 2, 3]) {
    it(`${count}: ordered as chosen, with the bureau's data and the receipt behind them`, () => {
      const at = walk(licence, toPrint(String(count)));
      assert.equal(at.state.step, "print-copies");
      assert.deepEqual(copiesIn(at), [count, null]);
      const [copy, receipt] = ordersOf(at);
      assert.ok(copy?.kind === "certificate" && receipt?.kind === "receipt");
      assert.equal(copy.blank, null, "on plain paper");
      assert.deepEqual(copy.data, { ...ANSWERS["market-registration.licence-copy"], issuedOn: "2026-01-05" });
      const all = on(licence, at, [done(...sheets(count), [RECEIPT, "printed"])]);
      assert.equal(all.state.step, "done");
      for (const language of ["zh-CN", "en"] as const) {
        const words = JSON.stringify(present(licence, all.state, language));
        assert.ok(words.includes(language === "en" ? `${count} cop` : `${count} 份`) && words.includes("SLFZ-2026-000042"), words);
      }
      const fewer = on(licence, at, [done(...sheets(count - 1), [COPY, "failed"], [RECEIPT, "failed"])]);
      assert.equal(fewer.state.step, "slip");
      assert.equal(on(licence, fewer, [done([RECEIPT, "printed"])]).state.step, "copies-not-printed");
    });
  }

  it("none: no question to the bureau, the receipt alone as before", () => {
    const at = walk(licence, [...wants("0"), registered]);
    assert.deepEqual([at.state.step, copiesIn(at)], ["print", [null]]);
    assert.ok(!at.effects.some((effect) => effect.kind === "query"));
    const all = on(licence, at, [done([RECEIPT, "printed"])]);
    assert.ok(JSON.stringify(present(licence, all.state, "zh-CN")).includes("没有打印电子营业执照复制件"));
  });

  for (const count of ["4", "-1", "two", "1.5", ""]) {
    it(`${count || "nothing at all"} is no answer: the form is shown again`, () => {
      const { state } = walk(licence, wants(count));
      assert.deepEqual([state.step, Object.keys(state.fieldErrors)], ["copies", ["count"]]);
    });
  }

  it("the receipt that went to the phone is as good, and said so", () => {
    const { state } = walk(licence, [...toPrint("2"), done(...sheets(2), [RECEIPT, "paperless"])]);
    assert.equal(state.step, "done");
    assert.ok(JSON.stringify(present(licence, state, "zh-CN")).includes("请用手机扫码保存"));
  });

  it("when the receipt alone is missing, no second one is tried", () => {
    assert.equal(walk(licence, [...toPrint("1"), done([COPY, "printed"], [RECEIPT, "failed"])]).state.step, "copies-not-printed");
  });

  it("a bureau that refuses or does not answer is told as such, and nothing is registered", () => {
    for (const [event, step] of [
      [refused("not-in-force"), "no-copy"],
      [unavailable, "no-answer"],
    ] as const) {
      const { state } = walk(licence, [...wants("1"), event]);
      assert.deepEqual([state.step, state.facts.case], [step, null]);
    }
  });

  it("a laser printer that is down closes nothing: not everybody wants a copy", () => {
    const devices = { "code-scanner": "usable", "receipt-printer": "usable", "certificate-printer": "down" } as const;
    const world = { now: Date.UTC(2026, 0, 5, 2), hub: "reachable", devices, blanks: {}, hasIdentityService: true } as unknown as World;
    assert.equal(availability(licence, world), null);
  });
});

describe("how many copies an expression stands for", () => {
  for (const { says, copies } of [
    { says: "`1`", copies: 1 },
    { says: "`5`", copies: 5 },
    { says: "'4'", copies: 4 },
    { says: "`0`", copies: 1 },
    { says: "'0'", copies: 1 },
    { says: "`6`", copies: 1 },
    { says: "'12'", copies: 1 },
    { says: "`2.5`", copies: 1 },
    { says: "'2.0'", copies: 1 },
    { says: "'many'", copies: 1 },
    { says: "`true`", copies: 1 },
    { says: "answers.copies.nothing", copies: 1 },
    { says: "answers.copies", copies: 1 },
  ]) {
    it(`${says}: ${copies}`, () => {
      const item = breakable("licence-info");
      printOf(item).copies = says;
      assert.deepEqual(copiesIn(walk(item, toPrint("3"))), [copies, null]);
    });
  }

  for (const { name, says, rule } of [
    { name: "that is no JMESPath", says: "answers.copies.", rule: "expression-bad" },
    { name: "over a fact that nobody brings", says: "answers.sheets.count", rule: "fact-unknown" },
    { name: "over a field that the form does not have", says: "answers.copies.number", rule: "fact-unknown" },
  ]) {
    it(`an expression ${name} is found`, () => {
      const item = breakable("licence-info");
      printOf(item).copies = says;
      const faults = lintItem(must(checkItem(item, "licence-info")));
      assert.ok(
        faults.some((fault) => fault.rule === rule && fault.at.endsWith("/prints/0/copies")),
        JSON.stringify(faults),
      );
    });
  }

  it("an empty expression, or half a copy, is not taken", () => {
    for (const copies of ["", 1.5, 0, 6, null]) {
      const item = breakable("licence-info");
      printOf(item).copies = copies;
      assert.ok(!checkItem(item, "licence-info").ok, String(copies));
    }
  });

  it("an item may name the printer of copies that not everybody wants; what everybody gets it must name", () => {
    const item = breakable("licence-info");
    item.needs.push("certificate-printer");
    assert.deepEqual(lintItem(must(checkItem(item, "licence-info"))), []);
    const always = breakable("licence-info");
    delete always.steps.find((step: Broken) => step.id === "print-copies").when;
    assert.ok(lintItem(must(checkItem(always, "licence-info"))).some((fault) => fault.rule === "needs-wrong"));
  });
});
