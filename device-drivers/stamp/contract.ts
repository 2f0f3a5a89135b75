import assert from "node:assert/strict";
import { defineContract, describeResult } from "../contract/contract.ts";

type Act = "lay-in-two-sheets" | "take-sheets" | "open-cover" | "close-cover";

/** Two sheets marked 样张 get a seal. */
export const contract = defineContract<"stamp", Act>({
  kind: "stamp",
  acts: {
    "lay-in-two-sheets": { "zh-CN": "请放入两张写有“样张”的白纸", en: "Lay in two blank sheets marked 样张" },
    "take-sheets": { "zh-CN": "请取走出纸口的纸", en: "Take the sheets that came out" },
    "open-cover": { "zh-CN": "请打开机盖", en: "Open the cover" },
    "close-cover": { "zh-CN": "请合上机盖", en: "Close the cover" },
  },
  cases: [
    {
      level: "internal",
      title: { "zh-CN": "在线，并报告印油和机盖", en: "Is online, and tells of its ink and its cover" },
      async run({ unit }) {
        const { state, paper, cover } = await unit.status();
        assert.deepEqual([state, cover], ["online", "closed"]);
        assert.notEqual(paper["ink"], undefined);
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "放入两张，盖两张，报告两张", en: "Two sheets laid in: stamps two, and says two" },
      async run({ unit, hands }) {
        await hands.do("lay-in-two-sheets");
        const done = await unit.execute(
          "stamp",
          { job: `contract-${Math.trunc((await unit.status()).since)}-two`, sheets: 2 },
          { withinMs: 60_000 },
        );
        assert.ok(done.ok, describeResult(done));
        assert.equal(done.value.stamped, 2);
        assert.ok(await hands.sees({ "zh-CN": "两张纸都盖上了章吗？", en: "Do both sheets bear a seal?" }), "no seal seen");
        await hands.do("take-sheets");
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "机盖打开时不盖章", en: "Does not stamp while its cover is open" },
      async run({ unit, hands }) {
        await hands.do("open-cover");
        const refused = await unit.execute("stamp", { job: "contract-open-cover", sheets: 1 });
        assert.equal(refused.ok ? "stamped" : `${refused.error.code} ${refused.error.sent}`, "stamp.cover-open no");
        await hands.do("close-cover");
      },
    },
  ],
});
