import assert from "node:assert/strict";
import { pause } from "../../base/clock.ts";
import { checkSignature, type Signature } from "../../config/documents/signature.ts";
import { type ContractBench, defineContract, describeResult } from "../contract/contract.ts";
import { PEN_AWAY_MS } from "./timing.ts";

export type PadAct = "sign" | "tap";

type Bench = ContractBench<"signature-pad", PadAct>;

/** Gives the pad a moment to listen before the pen comes down. */
async function signatureOf({ unit, hands, clock }: Bench): Promise<Signature> {
  const signing = unit.execute("sign", { title: "样张" });
  await pause(clock, 300);
  await hands.do("sign");
  const signed = await signing;
  assert.ok(signed.ok, describeResult(signed));
  return signed.value;
}

/** What every signature pad must do, the simulated and the real one. */
export const contract = defineContract<"signature-pad", PadAct>({
  kind: "signature-pad",
  acts: {
    sign: {
      "zh-CN": "请用笔在签字板上写“永”字，写完把笔拿开",
      en: "Write a word on the pad with its pen, then lay the pen aside",
    },
    tap: { "zh-CN": "请用笔在签字板上点一下，再把笔拿开", en: "Tap the pad once with its pen, then lay the pen aside" },
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
      level: "internal",
      title: { "zh-CN": "可以清除", en: "can be cleared" },
      async run({ unit }) {
        const cleared = await unit.execute("clear", {});
        assert.ok(cleared.ok && cleared.value.cleared, describeResult(cleared));
      },
    },
    {
      level: "external",
      title: { "zh-CN": "无人签名时到时停止", en: "stops waiting at the deadline when nobody signs" },
      async run({ unit }) {
        const none = await unit.execute("sign", { title: "样张" }, { withinMs: 1_500 });
        assert.equal(none.ok ? "a signature" : none.error.code, "device.timeout", describeResult(none));
      },
    },
    {
      level: "external",
      title: { "zh-CN": "取消后立即停止", en: "stops waiting when it is told to" },
      async run({ unit, clock }) {
        const giveUp = new AbortController();
        const signing = unit.execute("sign", { title: "样张" }, { signal: giveUp.signal });
        await pause(clock, 300);
        giveUp.abort();
        const none = await signing;
        assert.equal(none.ok ? "a signature" : none.error.code, "device.cancelled", describeResult(none));
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "记录一个签名", en: "takes a signature down" },
      async run(bench) {
        const signature = await signatureOf(bench);
        assert.deepEqual(checkSignature(signature), { ok: true, value: undefined });
        assert.ok(signature.strokes.length >= 2, "only one stroke");
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "第二个签名里没有第一个的笔画", en: "keeps nothing of the first signature for the second" },
      async run(bench) {
        const first = await signatureOf(bench);
        const second = await signatureOf(bench);
        assert.ok(second.strokes.length < first.strokes.length * 2, "the second holds the first");
        assert.equal(second.strokes[0]?.[0]?.at, 0, "the time does not begin with it");
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "点一下不算签名", en: "does not take a tap for a signature" },
      async run({ unit, hands, clock }) {
        const signing = unit.execute("sign", { title: "样张" }, { withinMs: 20_000 });
        await pause(clock, 300);
        await hands.do("tap");
        const none = await signing;
        assert.equal(none.ok ? "a signature" : none.error.code, "device.timeout", describeResult(none));
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "无人等待时写的内容不会留给下一次", en: "keeps nothing that was written while nobody asked" },
      async run({ unit, hands, clock }) {
        await hands.do("sign");
        await pause(clock, PEN_AWAY_MS);
        const none = await unit.execute("sign", { title: "样张" }, { withinMs: 1_500 });
        assert.equal(none.ok ? "a signature" : none.error.code, "device.timeout", describeResult(none));
      },
    },
  ],
});
