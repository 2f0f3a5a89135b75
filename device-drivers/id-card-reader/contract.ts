import assert from "node:assert/strict";
import { pause } from "../../base/clock.ts";
import { type ContractBench, defineContract, describeResult } from "../contract/contract.ts";
import { isPhoto } from "./photo-formats.ts";

type Act = "lay-card" | "take-card";
type Bench = ContractBench<"id-card-reader", Act>;

/** A technician at a real unit needs time to read what to do and to find the card. */
const HANDS_MS = 120_000;
/** Longer than four questions of any driver: what has not happened by then does not happen. */
const NOTHING_HAPPENS_MS = 1_100;

const read = (bench: Bench, photo = false, signal?: AbortSignal) =>
  bench.unit.execute("read-card", { photo }, { withinMs: HANDS_MS, ...(signal ? { signal } : {}) });
const removal = (bench: Bench) => bench.unit.execute("await-removal", {}, { withinMs: HANDS_MS });

async function readLaid(bench: Bench, photo = false) {
  const reading = read(bench, photo);
  await bench.hands.do("lay-card");
  const got = await reading;
  assert.ok(got.ok, describeResult(got));
  return got.value;
}

async function taken(bench: Bench): Promise<void> {
  await bench.hands.do("take-card");
  const gone = await removal(bench);
  assert.ok(gone.ok, describeResult(gone));
}

/** What every ID-card reader must do, the simulated and the real one. Each case starts and ends with no card laid. */
export const contract = defineContract<"id-card-reader", Act>({
  kind: "id-card-reader",
  acts: {
    "lay-card": { "zh-CN": "把一张身份证平放在感应区", en: "Lay an ID card flat on the reader" },
    "take-card": { "zh-CN": "拿走身份证", en: "Take the ID card away" },
  },
  cases: [
    {
      level: "internal",
      title: { "zh-CN": "在线", en: "is online" },
      async run({ unit }) {
        const { state, reasons } = await unit.status();
        assert.equal(state, "online", reasons.join("; "));
      },
    },
    {
      level: "internal",
      title: { "zh-CN": "让它停止等证件时，马上停止", en: "stops waiting for a card when it is told to" },
      async run(bench) {
        const giveUp = new AbortController();
        const reading = read(bench, false, giveUp.signal);
        await pause(bench.clock, 300);
        giveUp.abort();
        const stopped = await reading;
        assert.ok(!stopped.ok, "a card lies on the reader: take it away and test again");
        assert.equal(stopped.error.code, "device.cancelled");
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "等到证件放上，读出内容", en: "waits for a card and reads it when it is laid" },
      async run(bench) {
        const { card } = await readLaid(bench);
        if (bench.expected !== undefined) assert.deepEqual(card, bench.expected);
        await taken(bench);
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "有照片解码器时，给出完整的照片", en: "gives a whole photo, where there is something to decode it" },
      async run(bench) {
        const { photo } = await readLaid(bench, true);
        if (photo !== undefined) assert.ok(isPhoto(Buffer.from(photo, "base64")), "what is given as the photo is no photo");
        await taken(bench);
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "证件没拿走时，不会再读一遍", en: "does not read a card a second time while it has not been taken away" },
      async run(bench) {
        await readLaid(bench);
        const giveUp = new AbortController();
        const again = read(bench, false, giveUp.signal);
        await pause(bench.clock, NOTHING_HAPPENS_MS);
        giveUp.abort();
        const none = await again;
        assert.equal(none.ok ? "a reading" : none.error.code, "device.cancelled");
        await taken(bench);
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "拿走证件后才说已拿走", en: "says that the card was taken once it was, and not before" },
      async run(bench) {
        await readLaid(bench);
        let isRemoved = false;
        const gone = removal(bench).finally(() => {
          isRemoved = true;
        });
        await pause(bench.clock, NOTHING_HAPPENS_MS);
        assert.equal(isRemoved, false, "the card was called taken while it lay there");
        await bench.hands.do("take-card");
        assert.deepEqual(await gone, { ok: true, value: { removed: true } });
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "前一位拿走证件后，能读下一位的", en: "reads the next card after the first was taken" },
      async run(bench) {
        for (let person = 0; person < 2; person++) {
          await readLaid(bench);
          await taken(bench);
        }
      },
    },
  ],
});
