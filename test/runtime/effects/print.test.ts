import assert from "node:assert/strict";
import { err, ok, type Result } from "../../../base/result.ts";
import type { PrintOrder } from "../../../config/service-items/flow-types.ts";
import { type PrintParts, printAgain, printAll } from "../../../runtime/effects/print.ts";
import { type ReceiptOrder, Receipts } from "../../../runtime/effects/receipts.ts";
import type { About, Issued } from "../../../runtime/issuance/issue.ts";
import type { Hold } from "../../../runtime/neighbours/hold.ts";
import type { PrintProgress } from "../../../runtime/server/api.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { countingRandom } from "../support/records.ts";

const EARLIER = { template: "first-sheet", outcome: "printed", serial: "A0001" } as const;
const LICENCE: PrintOrder = { kind: "certificate", template: "licence", data: {}, blank: "licence", copies: 1 };
const PROOF: PrintOrder = { kind: "certificate", template: "proof", data: {}, blank: null, copies: 2 };
const RECEIPT: ReceiptOrder = { kind: "receipt", template: "receipt", data: { prints: [EARLIER] } };
const DOWNLOAD: PrintOrder = {
  kind: "download",
  template: "file",
  name: { "zh-CN": "文件", en: "File" },
  operation: "sample.file",
  params: {},
};
const ADDRESS = "https://hub.example/r/1#key";

/** A print step before an issuer that comes to these outcomes, one after the other; the last stays. */
function desk(outcomes: readonly Issued["outcome"][], { paperless = ok(ADDRESS) as Result<string, string> } = {}) {
  const left = [...outcomes];
  const ordered: { order: PrintOrder; about: About }[] = [];
  const shown: (readonly PrintProgress[])[] = [];
  const journalled: [string, object][] = [];
  const given: ReceiptOrder[] = [];
  const issue = (order: PrintOrder, about: About): Issued => {
    ordered.push({ order, about });
    const outcome = left.length > 1 ? (left.shift() ?? "printed") : (left[0] ?? "printed");
    const serial = order.kind === "certificate" && order.blank ? "A0002" : "";
    return {
      template: order.template,
      outcome,
      serial,
      problem: outcome === "printed" ? null : "paper-out",
      issuance: `i${ordered.length}`,
    };
  };
  const parts: PrintParts = {
    issuer: {
      issue: (order, about) => Promise.resolve(issue(order, about)),
      async *copies(order, about) {
        const copies = order.kind === "receipt" ? 1 : order.copies;
        for (let copy = 1; copy <= copies; copy++) {
          const issued = issue(order, about);
          yield issued;
          if (issued.outcome !== "printed") return;
        }
      },
    },
    hold: {} as Hold,
    about: { session: "s", caseId: "c", item: "sample" },
    receipts: new Receipts(new FakeClock(), countingRandom()),
    download: () => Promise.resolve(ok({ url: "https://hub.example/d/1" })),
    paperless: (order) => {
      given.push(order);
      return paperless;
    },
    journal: { append: (event, fields) => void journalled.push([event, fields]) },
  };
  const run = (...orders: PrintOrder[]) => printAll(7, orders, parts, (prints) => shown.push(prints));
  return { ordered, shown, journalled, given, parts, run };
}

const outcomesOf = (done: Awaited<ReturnType<typeof printAll>>) =>
  done.kind === "print-done" ? done.outcomes.map(({ template, outcome }) => `${template} ${outcome}`) : [];
const dataOf = (order: PrintOrder | undefined) => (order?.kind === "receipt" ? order.data : {});

describe("the sheets of one print step", () => {
  it("a receipt knows of every sheet before it, with the number of its blank, and has a number of its own", async () => {
    const { ordered, run } = desk(["printed"]);
    const done = await run(LICENCE, RECEIPT);
    const licence = { template: "licence", outcome: "printed", serial: "A0002" };
    const { prints, receipt } = dataOf(ordered[1]?.order);
    assert.deepEqual(prints, [EARLIER, licence]);
    assert.match((receipt as { number: string }).number, /^\d{8}-[0-9A-Z]{6}$/);
    assert.deepEqual(done, {
      kind: "print-done",
      visit: 7,
      outcomes: [licence, { template: "receipt", outcome: "printed", serial: "" }],
    });
  });

  it("once a sheet has not come out nothing more is begun, and the person sees where it stopped and the number of that sheet", async () => {
    const { ordered, shown, run } = desk(["unknown"]);
    assert.deepEqual(outcomesOf(await run(LICENCE, RECEIPT)), ["licence unknown", "receipt failed"]);
    assert.deepEqual(
      ordered.map(({ order }) => order.template),
      ["licence"],
    );
    assert.deepEqual(
      shown.at(-1)?.map(({ state, serial, problem }) => [state, serial, problem]),
      [
        ["unknown", "A0002", "paper-out"],
        ["failed", "", null],
      ],
    );
  });

  it("each copy stands on a line of its own, and the one that failed is told from the one that came out", async () => {
    const { shown, run } = desk(["printed", "failed"]);
    assert.deepEqual(outcomesOf(await run(PROOF, RECEIPT)), ["proof printed", "proof failed", "receipt failed"]);
    assert.deepEqual(
      shown.map((prints) => prints.map(({ state }) => state).join(" ")),
      [
        "printing waiting waiting",
        "printed waiting waiting",
        "printed printing waiting",
        "printed failed waiting",
        "printed failed failed",
      ],
    );
  });

  it("a file for the phone costs no paper and no line in the ledger: its address stands behind a code", async () => {
    const { ordered, shown, journalled, run } = desk(["printed"]);
    assert.deepEqual(outcomesOf(await run(DOWNLOAD, RECEIPT)), ["file paperless", "receipt printed"]);
    assert.deepEqual(
      ordered.map(({ order }) => order.template),
      ["receipt"],
    );
    assert.equal(shown.at(-1)?.[0]?.code, "https://hub.example/d/1");
    assert.deepEqual(journalled, [["download.offered", { session: "s", template: "file", outcome: "shown" }]]);
  });

  it("a file that the department does not give is said to have failed", async () => {
    const { parts, shown } = desk(["printed"]);
    const away = { ...parts, download: () => Promise.resolve(err("query.hub-away")) };
    assert.deepEqual(outcomesOf(await printAll(7, [DOWNLOAD], away, (prints) => shown.push(prints))), ["file failed"]);
    assert.deepEqual([shown.at(-1)?.[0]?.problem, shown.at(-1)?.[0]?.code], ["no-reply", null]);
  });

  it("a receipt for which there is no paper goes to the person's phone, and the service goes on", async () => {
    const { shown, given, journalled, run } = desk(["failed"]);
    assert.deepEqual(outcomesOf(await run(RECEIPT)), ["receipt paperless"]);
    const [line] = shown.at(-1) ?? [];
    assert.deepEqual([line?.state, line?.problem, line?.code], ["paperless", "paper-out", ADDRESS]);
    assert.equal(given.length, 1);
    assert.deepEqual(journalled, [["receipt.paperless", { session: "s", template: "receipt" }]]);
  });

  it("a receipt that could not be had on the phone either has failed", async () => {
    const { run, journalled } = desk(["failed"], { paperless: err("no such template") });
    assert.deepEqual(outcomesOf(await run(RECEIPT)), ["receipt failed"]);
    assert.deepEqual(journalled, []);
  });
});

describe("a receipt that is printed again", () => {
  const again = async (first: Issued["outcome"]) => {
    const { ordered, parts, run } = desk([first, "printed"]);
    await run(RECEIPT);
    const print = await printAgain(parts);
    assert.equal(print.state, "printed");
    const [before, after] = ordered;
    const number = (data: Readonly<Record<string, unknown>>) => (data["receipt"] as { number: string }).number;
    assert.equal(number(dataOf(after?.order)), number(dataOf(before?.order)), "the number stays");
    return { isMarked: dataOf(after?.order)["reprint"] === true, reprintOf: after?.about.reprintOf };
  };

  for (const first of ["printed", "unknown"] as const) {
    it(`is marked when the first is ${first}, and the ledger knows of which it is a reprint`, async () => {
      assert.deepEqual(await again(first), { isMarked: true, reprintOf: "i1" });
    });
  }

  it("is not marked when the first certainly never left the printer", async () => {
    assert.deepEqual(await again("failed"), { isMarked: false, reprintOf: null });
  });

  it("stays a reprint of the one that came out, though an attempt in between failed", async () => {
    const { ordered, parts, run } = desk(["printed", "failed", "printed"]);
    await run(RECEIPT);
    await printAgain(parts);
    await printAgain(parts);
    assert.equal(ordered[2]?.about.reprintOf, "i1");
    assert.equal(dataOf(ordered[2]?.order)["reprint"], true);
  });
});
