import assert from "node:assert/strict";
import { silentLog } from "../../../base/log.ts";
import { err, must, ok } from "../../../base/result.ts";
import type { PrintOrder } from "../../../config/service-items/flow-types.ts";
import type { Documents } from "../../../runtime/issuance/documents.ts";
import { Issuer, type PaperOrder } from "../../../runtime/issuance/issue.ts";
import type { Hold } from "../../../runtime/neighbours/hold.ts";
import { samplePdf, simulatedDesk } from "../../device-drivers/certificate-printer/desk.ts";
import { assertBalanced } from "../support/balance.ts";
import { openRecords, removeTemporaryFolders } from "../support/records.ts";

const A4 = "iso_a4_210x297mm";
const TYPE = "business-licence-duplicate";
const LICENCE = { kind: "certificate", template: "licence-duplicate", data: {}, blank: TYPE, copies: 1 } as const;
const PLAIN = { ...LICENCE, template: "fund-certificate", blank: null } as const;
const DEPARTMENTS = {
  ...{ kind: "department-document", template: "record", name: { "zh-CN": "记录", en: "Record" } },
  ...{ operation: "sample.record", params: {}, withinMs: 5_000, copies: 1 },
} as const satisfies PrintOrder;

/** Issuer, driver and printer; the numbered A4 lies in the tray that comes first, plain A4 beside it. */
async function kiosk({ pages = 1, sides = "one-sided" }: { pages?: number; sides?: "one-sided" | "two-sided-long-edge" } = {}) {
  const numbers = ["SL-F0000001", "SL-F0000002", "SL-F0000003"];
  const trays = [
    { name: "tray-3", media: A4, capacity: 100, level: 3, numbers },
    { name: "main", media: A4, capacity: 250, level: 250 },
  ] as const;
  const desk = await simulatedDesk({ counting: true, trays, named: { plainTrays: { [A4]: "main" }, blankTrays: { [TYPE]: "tray-3" } } });
  const records = openRecords(undefined, desk.clock);
  must(records.blanks.load(TYPE, "SL-F0000001", 3));
  const make = async () => ok({ pdf: await samplePdf(pages), pages, sides, sha256: "ab".repeat(32), media: A4, code: "" } as const);
  const documents: Documents = { receipt: () => err("no receipts here"), certificate: make, department: make };
  const hold = {
    execute(_kind: string, command: "print" | "standing" | "find-job", args: never) {
      return desk.printer.commands[command](args, { signal: new AbortController().signal, deadline: desk.clock.monotonic() + 120_000 });
    },
  } as unknown as Hold;
  const issuer = new Issuer(records.ledger, documents, desk.clock, silentLog);
  const issue = (order: PaperOrder) => desk.within(issuer.issue(order, { session: "s", caseId: "c", item: "i" }, hold));
  return { desk, records, issue };
}

describe("a numbered sheet, its number and the plain paper beside it", () => {
  after(removeTemporaryFolders);

  it("plain pages and a department's document are printed in between: each licence lies on the sheet whose number it bears", async () => {
    const { desk, records, issue } = await kiosk();
    const orders = [PLAIN, LICENCE, DEPARTMENTS, PLAIN, LICENCE];
    const issued = [];
    for (const order of orders) issued.push(await issue(order));
    assert.deepEqual(
      issued.map(({ outcome }) => outcome),
      orders.map(() => "printed"),
    );
    assert.deepEqual(
      desk.simulator.fed.map(({ number }) => number ?? ""),
      issued.map(({ serial }) => serial),
    );
    assert.deepEqual(
      issued.map(({ serial }) => serial),
      ["", "SL-F0000001", "", "", "SL-F0000002"],
    );
    assertBalanced(records);
    await desk.close();
  });

  for (const [pages, sides] of [
    [2, "one-sided"],
    [3, "two-sided-long-edge"],
  ] as const) {
    it(`a document of ${pages} pages, ${sides}, is not made for one number: no sheet is drawn, and the number stays in stock`, async () => {
      const { desk, records, issue } = await kiosk({ pages, sides });
      const issued = await issue(LICENCE);
      assert.deepEqual([issued.outcome, issued.serial, desk.simulator.jobs], ["failed", "", []]);
      assert.match(records.ledger.find(issued.issuance ?? "")?.problem ?? "", /2 sheets/);
      assert.equal(records.blanks.inStock(TYPE), 3);
      assertBalanced(records);
      await desk.close();
    });
  }

  it("two pages on both sides are one sheet, and it is printed", async () => {
    const { desk, issue } = await kiosk({ pages: 2, sides: "two-sided-long-edge" });
    assert.deepEqual((await issue(LICENCE)).outcome, "printed");
    await desk.close();
  });
});
