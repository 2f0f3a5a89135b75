import assert from "node:assert/strict";
import { pause } from "../../base/clock.ts";
import { type ContractBench, defineContract, describeResult } from "../contract/contract.ts";
import type { SocialSecurityCard } from "../kinds/smart-card-reader.ts";

type Act = "lay-card" | "lay-other-card" | "take-card";
type Bench = ContractBench<"smart-card-reader", Act>;

/** A person needs some seconds; a simulated hand none. */
const BY_HAND = { withinMs: 120_000 };

const FORMATS: Readonly<Record<keyof SocialSecurityCard, RegExp>> = {
  number: /^[0-9A-Z]{1,18}$/,
  name: /./u,
  cardNumber: /^[0-9A-Z]{1,9}$/,
  issued: /^\d{4}-\d{2}-\d{2}$/,
  validUntil: /^\d{4}-\d{2}-\d{2}$/,
};

/** Every case begins and ends with an empty slot. */
export const contract = defineContract<"smart-card-reader", Act>({
  kind: "smart-card-reader",
  acts: {
    "lay-card": { "zh-CN": "请插入一张社会保障卡", en: "Insert a social-security card" },
    "lay-other-card": { "zh-CN": "请插入一张不是社会保障卡的芯片卡", en: "Insert a chip card that is no social-security card" },
    "take-card": { "zh-CN": "请取走卡", en: "Take the card out" },
  },
  cases: [
    {
      level: "internal",
      title: { "zh-CN": "在线，并知道卡槽里有没有卡", en: "Is online and knows whether a card lies in its slot" },
      async run({ unit }) {
        const { state, sensors } = await unit.status();
        assert.equal(state, "online");
        assert.match(sensors["card"] ?? "", /^(absent|present|mute)$/);
      },
    },
    {
      level: "internal",
      title: { "zh-CN": "没有卡时等待读卡可以取消，没有发出任何指令", en: "Waiting for a card can be given up, and nothing was sent" },
      async run({ unit }) {
        const none = await unit.execute("read-social-security-card", {}, { withinMs: 500 });
        assert.equal(none.ok ? "ok" : `${none.error.code} ${none.error.sent}`, "device.timeout no");
      },
    },
    {
      level: "internal",
      title: { "zh-CN": "没有卡时发送指令：立即说明没有卡", en: "A command to no card is refused at once" },
      async run({ unit }) {
        const none = await unit.execute("transmit", { apdu: "00A40000023F00" });
        assert.equal(none.ok ? "ok" : `${none.error.code} ${none.error.sent}`, "card.unreadable no");
      },
    },
    {
      level: "interactive",
      title: {
        "zh-CN": "等到插卡，读出卡面信息；卡取走后才说已取走",
        en: "Waits for a card, reads it, and says it was taken once it was, not before",
      },
      async run(bench) {
        const { unit, hands, clock, expected } = bench;
        const reading = unit.execute("read-social-security-card", {}, BY_HAND);
        await pause(clock, 500);
        await hands.do("lay-card");
        const read = await reading;
        assert.ok(read.ok, describeResult(read));
        for (const [field, format] of Object.entries(FORMATS)) {
          const value: string | null = read.value[field as keyof SocialSecurityCard];
          // What it says is not repeated: a real card is a real person's.
          assert.ok(value === null || format.test(value), `${field} has no such form`);
        }
        if (expected) assert.deepEqual(read.value, expected);
        await takenAway(bench);
      },
    },
    {
      level: "interactive",
      title: {
        "zh-CN": "没有取走的卡不会被再读一次；取走后再插卡可以再读",
        en: "Does not read a card a second time while it has not been taken out, and reads the next one after that",
      },
      async run(bench) {
        await readOne(bench);
        const again = await bench.unit.execute("read-social-security-card", {}, { withinMs: 1_000 });
        assert.equal(again.ok ? "ok" : `${again.error.code} ${again.error.sent}`, "device.timeout no");
        await takenAway(bench);
        await readOne(bench);
        await takenAway(bench);
      },
    },
    {
      level: "interactive",
      title: { "zh-CN": "不是社会保障卡：说明不支持，不误读", en: "Another chip card is told as such, not misread" },
      async run(bench) {
        const { unit, hands } = bench;
        await hands.do("lay-other-card");
        const read = await unit.execute("read-social-security-card", {}, BY_HAND);
        assert.equal(read.ok ? "ok" : `${read.error.code} ${read.error.sent}`, "card.not-supported yes");
        await takenAway(bench);
      },
    },
    {
      level: "interactive",
      title: {
        "zh-CN": "指令可以直接发给卡，选中的应用一直有效",
        en: "Commands go to the card as they are, and a selection holds between them",
      },
      async run(bench) {
        const { unit, hands } = bench;
        await hands.do("lay-card");
        await seen(bench, "present");
        const selected = await unit.execute("transmit", { apdu: "00A404000F7378312E73682EC9E7BBE1B1A3D5CF" });
        assert.ok(selected.ok, describeResult(selected));
        assert.equal(selected.value.sw, "9000");
        // Record 7 of file 5, by the file's short number: 6A82 or 6986 would mean that the selection is lost.
        const read = await unit.execute("transmit", { apdu: "00B2072C0B" });
        assert.ok(read.ok, describeResult(read));
        assert.equal(read.value.sw, "9000");
        assert.match(read.value.data, /^0709/);
        await takenAway(bench);
      },
    },
  ],
});

async function readOne({ unit, hands }: Bench): Promise<void> {
  await hands.do("lay-card");
  const read = await unit.execute("read-social-security-card", {}, BY_HAND);
  assert.ok(read.ok, describeResult(read));
}

async function takenAway({ unit, hands, clock }: Bench): Promise<void> {
  let isRemoved = false;
  const removal = unit.execute("await-removal", {}, BY_HAND).finally(() => {
    isRemoved = true;
  });
  await pause(clock, 300);
  assert.equal(isRemoved, false, "said to be taken while it lies there");
  await hands.do("take-card");
  const removed = await removal;
  assert.ok(removed.ok, describeResult(removed));
}

async function seen({ unit, clock }: Bench, card: string): Promise<void> {
  for (let tries = 0; tries < 50 && (await unit.status()).sensors["card"] !== card; tries++) await pause(clock, 100);
}
