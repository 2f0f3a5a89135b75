import assert from "node:assert/strict";
import { type Clock, pause } from "../../base/clock.ts";
import type { Result } from "../../base/result.ts";
import type { ReceiptDocument } from "../../config/documents/receipt.ts";
import type { LocalText } from "../../config/language.ts";
import { describeResult, type Hands, type HealthLevel } from "../contract/contract.ts";
import type { DeviceFailure, DeviceStatus } from "../host/api.ts";
import type { ReceiptProof } from "../kinds/receipt-printer.ts";

export type PaperAct = "open-cover" | "close-cover" | "take-out-paper" | "put-in-paper" | "take-receipt";

export const PAPER_ACTS: Readonly<Record<PaperAct, LocalText>> = {
  "open-cover": { "zh-CN": "请打开打印机盖", en: "Open the printer's cover" },
  "close-cover": { "zh-CN": "请合上打印机盖", en: "Close the printer's cover" },
  "take-out-paper": { "zh-CN": "请取出纸卷，再合上盖子", en: "Take the paper roll out and close the cover" },
  "put-in-paper": { "zh-CN": "请装回纸卷，再合上盖子", en: "Put the paper roll back and close the cover" },
  "take-receipt": { "zh-CN": "请取走出纸口的纸", en: "Take the paper from the outlet" },
};

/** What a case needs of either kind of ESC/POS printer. */
export interface PaperBench {
  readonly unit: {
    status(): Promise<DeviceStatus>;
    execute(command: "print", args: { job: string; document: ReceiptDocument }): Promise<Result<ReceiptProof, DeviceFailure>>;
  };
  readonly hands: Hands<PaperAct>;
  readonly clock: Clock;
}

export interface PaperCase {
  readonly level: HealthLevel;
  readonly title: LocalText;
  run(bench: PaperBench): Promise<void>;
}

const PERSON_MS = 60_000;
const SENSOR_MS = 15_000;
const LOOK_EVERY_MS = 200;

/** The characters at the end are in few printers' fonts: they come out drawn. */
export const SLIP: ReceiptDocument = {
  lines: [
    { kind: "text", text: "样张", align: "center", size: "double", bold: true },
    { kind: "rule" },
    { kind: "pair", left: "示例市政务服务大厅", right: "设备检测" },
    { kind: "text", text: "ABC abc 0123456789 张䶮𬭩" },
    { kind: "qr", data: "https://example.invalid/test" },
  ],
};

let slips = 0;
export const printSlip = ({ unit }: Pick<PaperBench, "unit">, document = SLIP) =>
  unit.execute("print", { job: `slip-${++slips}`, document });

/** Looks again and again until the status is so; an assertion that names `what` when it never is. */
export async function seen(bench: PaperBench, what: string, is: (status: DeviceStatus) => boolean, withinMs = SENSOR_MS): Promise<void> {
  const until = bench.clock.monotonic() + withinMs;
  while (!is(await bench.unit.status())) {
    if (bench.clock.monotonic() > until) assert.fail(`not seen within ${withinMs} ms: ${what}`);
    await pause(bench.clock, LOOK_EVERY_MS);
  }
}

/** Paper in the outlet holds the next slip back. */
async function takeWhatLiesThere(bench: PaperBench): Promise<void> {
  if ((await bench.unit.status()).sensors["presenter"] !== "present") return;
  await bench.hands.do("take-receipt");
  await seen(bench, "presenter notPresent", ({ sensors }) => sensors["presenter"] === "notPresent", PERSON_MS);
}

async function printsOne(bench: PaperBench): Promise<void> {
  const printed = await printSlip(bench);
  assert.ok(printed.ok, describeResult(printed));
}

async function refuses(bench: PaperBench, code: DeviceFailure["code"]): Promise<void> {
  const refused = await printSlip(bench);
  assert.equal(refused.ok ? "printed" : `${refused.error.code} ${refused.error.sent}`, `${code} no`);
}

/** What every ESC/POS printer must do, as a receipt printer or a ticket printer. */
export const PAPER_CASES: readonly PaperCase[] = [
  {
    level: "internal",
    title: { "zh-CN": "在线，并知道有没有纸、盖子开没开", en: "Is online and knows of its paper and its cover" },
    async run({ unit }) {
      const { state, paper, cover } = await unit.status();
      assert.equal(state, "online");
      assert.match(String(paper["roll"]), /^(full|low)$/u);
      assert.equal(cover, "closed");
    },
  },
  {
    level: "internal",
    title: { "zh-CN": "打不出的内容：拒绝，一个字节也不发", en: "What cannot be printed is refused, and not a byte is sent" },
    async run({ unit }) {
      const refused = await printSlip({ unit }, { lines: [{ kind: "qr", data: "二维码里只能是网址" }] });
      assert.equal(refused.ok ? "printed" : `${refused.error.code} ${refused.error.sent}`, "printer.document-refused no");
    },
  },
  {
    level: "external",
    title: { "zh-CN": "打印一张样张，由打印机自己证明已打好", en: "Prints a sample slip, and the printer itself proves it" },
    async run(bench) {
      const printed = await printSlip(bench);
      assert.ok(printed.ok, describeResult(printed));
      assert.notEqual(printed.value.proof, "none");
    },
  },
  {
    level: "interactive",
    title: { "zh-CN": "连打两张，两张都完整", en: "Prints two slips, one after the other" },
    async run(bench) {
      for (let slip = 0; slip < 2; slip++) {
        await takeWhatLiesThere(bench);
        await printsOne(bench);
      }
    },
  },
  {
    level: "interactive",
    title: { "zh-CN": "盖子打开时不打印；合上后照常", en: "Prints nothing while the cover is open, and goes on once it is closed" },
    async run(bench) {
      await takeWhatLiesThere(bench);
      await bench.hands.do("open-cover");
      await seen(bench, "cover open", ({ cover }) => cover === "open", PERSON_MS);
      await refuses(bench, "printer.cover-open");
      await bench.hands.do("close-cover");
      await seen(bench, "cover closed and online", ({ cover, state }) => cover === "closed" && state === "online", PERSON_MS);
      await printsOne(bench);
    },
  },
  {
    level: "interactive",
    title: { "zh-CN": "没有纸时不打印；装好纸后照常", en: "Prints nothing without paper, and goes on once there is some" },
    async run(bench) {
      await takeWhatLiesThere(bench);
      await bench.hands.do("take-out-paper");
      await seen(bench, "paper out, cover closed", ({ paper, cover }) => paper["roll"] === "out" && cover !== "open", PERSON_MS);
      await refuses(bench, "printer.paper-out");
      await bench.hands.do("put-in-paper");
      const isThere = ({ paper, state }: DeviceStatus) => paper["roll"] !== "out" && state === "online";
      await seen(bench, "paper there and online", isThere, PERSON_MS);
      await printsOne(bench);
    },
  },
  {
    level: "interactive",
    title: { "zh-CN": "有出纸口传感器的：纸在不在都看得到", en: "Where the outlet has a sensor: sees the paper wait, and sees it taken" },
    async run(bench) {
      if (!("presenter" in (await bench.unit.status()).sensors)) return;
      await takeWhatLiesThere(bench);
      await printsOne(bench);
      await seen(bench, "presenter present", ({ sensors }) => sensors["presenter"] === "present");
      await takeWhatLiesThere(bench);
    },
  },
];
