import assert from "node:assert/strict";
import type { PrintOrder } from "../../../config/service-items/flow-types.ts";
import { printAll } from "../../../runtime/effects/print.ts";
import type { Issued, Issuer } from "../../../runtime/issuance/issue.ts";
import type { Hold } from "../../../runtime/neighbours/hold.ts";
import type { PrintProgress } from "../../../runtime/server/api.ts";

const EARLIER = { template: "first-sheet", outcome: "printed", serial: "A0001" } as const;
const ORDERS: readonly PrintOrder[] = [
  { kind: "certificate", template: "licence", data: {}, blank: "licence" },
  { kind: "receipt", template: "receipt", data: { prints: [EARLIER] } },
];

describe("the sheets of one print step", () => {
  function desk(outcome: Issued["outcome"]) {
    const ordered: PrintOrder[] = [];
    const shown: (readonly PrintProgress[])[] = [];
    const issue = (order: PrintOrder): Promise<Issued> => {
      ordered.push(order);
      const certificate = order.kind === "certificate";
      return Promise.resolve({ template: order.template, outcome, serial: certificate ? "A0002" : "", problem: null });
    };
    // Of both only what a print step uses.
    const parts = { issuer: { issue } as unknown as Issuer, hold: {} as Hold, about: { session: "s", caseId: "c" } };
    return { ordered, shown, run: () => printAll(7, ORDERS, { ...parts, progress: (prints) => shown.push(prints) }) };
  }

  it("a receipt knows of every sheet before it, with the number of its blank", async () => {
    const { ordered, run } = desk("printed");
    const done = await run();
    const licence = { template: "licence", outcome: "printed", serial: "A0002" };
    assert.deepEqual(ordered[1]?.data["prints"], [EARLIER, licence]);
    assert.deepEqual(done, {
      kind: "print-done",
      visit: 7,
      outcomes: [licence, { template: "receipt", outcome: "printed", serial: "" }],
    });
  });

  it("once a sheet has not come out nothing more is begun, and the person sees where it stopped", async () => {
    const { ordered, shown, run } = desk("unknown");
    const done = await run();
    assert.deepEqual(done.kind === "print-done" && done.outcomes.map(({ template, outcome }) => [template, outcome]), [
      ["licence", "unknown"],
      ["receipt", "failed"],
    ]);
    assert.deepEqual(
      ordered.map(({ template }) => template),
      ["licence"],
    );
    assert.deepEqual(
      shown.at(-1)?.map(({ state }) => state),
      ["unknown", "waiting"],
    );
  });
});
