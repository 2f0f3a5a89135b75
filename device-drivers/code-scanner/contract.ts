import assert from "node:assert/strict";
import { pause } from "../../base/clock.ts";
import { type ContractBench, defineContract, describeResult } from "../contract/contract.ts";
import { REPEAT_MS } from "./timing.ts";

/** Two different codes, `first` and `second`, lie ready; `expected` has their texts where they are known. */
export type ScannerAct = "show-first" | "show-second" | "take-away";

export interface ExpectedCodes {
  readonly first: string;
  readonly second: string;
}

type Bench = ContractBench<"code-scanner", ScannerAct>;

/** Longer than a scanner needs to read a code that lies before it. */
const SURELY_READ_MS = 1_000;

/** Gives a scan a moment to begin before the code is shown. */
async function scanOf({ unit, hands, clock }: Bench, act: ScannerAct): Promise<string> {
  const scanning = unit.execute("scan", {});
  await pause(clock, 300);
  await hands.do(act);
  const scan = await scanning;
  await hands.do("take-away");
  assert.ok(scan.ok, describeResult(scan));
  assert.ok(scan.value.text.length > 0, "the code is empty");
  assert.ok(scan.value.aim === null || /^[A-Za-z][0-9A-Za-z]$/.test(scan.value.aim), "the AIM identifier is none");
  return scan.value.text;
}

const expectedOf = ({ expected }: Bench) => expected as ExpectedCodes | undefined;

/** What every code scanner must do, the simulated and the real one. */
export const contract = defineContract<"code-scanner", ScannerAct>({
  kind: "code-scanner",
  acts: {
    "show-first": { "zh-CN": "请将第一个码对准扫码窗", en: "Hold the first code before the window" },
    "show-second": { "zh-CN": "请将第二个码（与第一个不同）对准扫码窗", en: "Hold the second code, a different one, before the window" },
    "take-away": { "zh-CN": "请把码移开", en: "Take the code away" },
  },
  cases: [
    {
      level: "internal",
      title: { "zh-CN": "报告在线", en: "says that it is online" },
      async run({ unit }) {
        assert.equal((await unit.status()).state, "online");
      },
    },
    {
      level: "external",
      title: { "zh-CN": "无码可读时到时停止", en: "stops looking at the deadline when there is no code" },
      async run({ unit }) {
        const none = await unit.execute("scan", {}, { withinMs: 1_500 });
        assert.equal(none.ok ? "a code" : none.error.code, "device.timeout", describeResult(none));
      },
    },
    {
      level: "external",
      title: { "zh-CN": "取消后立即停止", en: "stops looking when it is told to" },
      async run({ unit, clock }) {
        const giveUp = new AbortController();
        const scanning = unit.execute("scan", {}, { signal: giveUp.signal });
        await pause(clock, 300);
        giveUp.abort();
        const none = await scanning;
        assert.equal(none.ok ? "a code" : none.error.code, "device.cancelled", describeResult(none));
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "等待并读出一个码", en: "waits for a code and reads it" },
      async run(bench) {
        const text = await scanOf(bench, "show-first");
        if (bench.expected) assert.ok(text === expectedOf(bench)?.first, "another text than the code's");
        await pause(bench.clock, REPEAT_MS);
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "连续读出两个不同的码", en: "reads a second code right after the first" },
      async run(bench) {
        const first = await scanOf(bench, "show-first");
        const second = await scanOf(bench, "show-second");
        assert.ok(first !== second, "the same code came twice");
        if (bench.expected) assert.ok(second === expectedOf(bench)?.second, "another text than the second code's");
        await pause(bench.clock, REPEAT_MS);
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "无人等待时出示的码不会留给下一次", en: "keeps nothing of a code that was shown while nobody asked" },
      async run({ unit, hands, clock }) {
        await hands.do("show-first");
        await pause(clock, SURELY_READ_MS);
        await hands.do("take-away");
        const none = await unit.execute("scan", {}, { withinMs: SURELY_READ_MS });
        assert.equal(none.ok ? "a code" : none.error.code, "device.timeout", describeResult(none));
      },
    },
  ],
});
