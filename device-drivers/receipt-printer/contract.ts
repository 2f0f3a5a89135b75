import assert from "node:assert/strict";
import { defineContract, describeResult } from "../contract/contract.ts";
import { PAPER_ACTS, PAPER_CASES, type PaperAct, printSlip, seen } from "../escpos/contract-cases.ts";

export const contract = defineContract<"receipt-printer", PaperAct>({
  kind: "receipt-printer",
  acts: PAPER_ACTS,
  cases: [
    ...PAPER_CASES,
    {
      level: "interactive",
      title: { "zh-CN": "能收回的：把没人取走的纸收回去", en: "Where it can: draws back paper that nobody took" },
      async run(bench) {
        const { unit, hands } = bench;
        if ((await unit.status()).sensors["presenter"] === "present") await hands.do("take-receipt");
        const nothing = await unit.execute("retract", {});
        if (!nothing.ok) return assert.equal(nothing.error.code, "device.unsupported");
        assert.equal(nothing.value.retracted, false);
        const printed = await printSlip({ unit });
        assert.ok(printed.ok, describeResult(printed));
        await seen(bench, "presenter present", ({ sensors }) => sensors["presenter"] === "present");
        const drawnBack = await unit.execute("retract", {});
        assert.deepEqual(drawnBack, { ok: true, value: { retracted: true } });
        await seen(bench, "presenter notPresent", ({ sensors }) => sensors["presenter"] === "notPresent");
      },
    },
  ],
});
