import assert from "node:assert/strict";
import { type Clock, pause } from "../../base/clock.ts";
import { type ContractBench, defineContract, describeResult } from "../contract/contract.ts";
import type { DeviceStatus } from "../host/api.ts";
import { reservation } from "../kinds/certificate-printer.ts";
import { specimen } from "./specimen.ts";

export type PrinterAct = "open-cover" | "close-cover" | "take-out-paper" | "put-paper-back" | "pull-cable" | "plug-cable";
type Bench = ContractBench<"certificate-printer", PrinterAct>;

const WITHIN_MS = 120_000;
/** The host looks every ten seconds; printers notice a cover at once, a tray when it is asked for. */
const SEEN_WITHIN_MS = 30_000;

/** A printer with A4 in one of its trays. */
export const contract = defineContract<"certificate-printer", PrinterAct>({
  kind: "certificate-printer",
  acts: {
    "open-cover": { "zh-CN": "请打开打印机的盖门", en: "Open the printer's cover" },
    "close-cover": { "zh-CN": "请关上打印机的盖门", en: "Shut the printer's cover" },
    "take-out-paper": { "zh-CN": "请取出 A4 纸盒里的纸", en: "Take all paper out of the A4 tray" },
    "put-paper-back": { "zh-CN": "请把 A4 纸放回纸盒", en: "Put the A4 paper back" },
    "pull-cable": { "zh-CN": "请拔下打印机的网线", en: "Pull the printer's network cable" },
    "plug-cable": { "zh-CN": "请插回打印机的网线", en: "Plug the network cable in again" },
  },
  cases: [
    {
      level: "internal",
      title: { "zh-CN": "在线，并说得出每个纸盒", en: "Is online and knows its trays" },
      async run({ unit }) {
        const { state, paper } = await unit.status();
        assert.equal(state, "online");
        assert.ok(Object.keys(paper).length > 0, "no tray");
      },
    },
    {
      level: "internal",
      title: {
        "zh-CN": "说得出自己是哪一台、开机多久、印过多少页",
        en: "Says which machine it is, how long it is on, and what it has printed",
      },
      async run({ unit, clock }) {
        const first = await unit.execute("standing", {});
        assert.ok(first.ok, describeResult(first));
        await pause(clock, 2_000);
        const second = await unit.execute("standing", {});
        assert.ok(second.ok, describeResult(second));
        assert.equal(second.value.printer, first.value.printer);
        assert.equal(second.value.count, first.value.count, "the page counter moves although nothing is printed");
        if (first.value.upTimeS === null || second.value.upTimeS === null) return;
        const ranS = second.value.upTimeS - first.value.upTimeS;
        assert.ok(ranS >= 1 && ranS <= 5, `printer-up-time ran ${ranS} s in two seconds`);
      },
    },
    {
      level: "internal",
      title: { "zh-CN": "没有的作业：如实说查不到", en: "A job that never was: says that it is not found" },
      async run({ unit }) {
        const before = await unit.execute("standing", {});
        assert.ok(before.ok, describeResult(before));
        const never = { job: "不存在-0000", pages: 1, media: "iso_a4_210x297mm", sides: "one-sided", before: before.value } as const;
        const found = await unit.execute("find-job", never);
        assert.ok(found.ok, describeResult(found));
        assert.equal(found.value.state, "not-found");
        assert.equal(found.value.counter === null, before.value.count === null, "the page counter answers one question and not the other");
      },
    },
    {
      level: "external",
      title: {
        "zh-CN": "打印一张样张，打完才说已打印，之后按作业名查得到",
        en: "Prints one specimen, says so once it is out, and finds it by its name",
      },
      async run({ unit, clock }) {
        const job = await specimenNow(clock);
        const before = await unit.execute("standing", {});
        assert.ok(before.ok, describeResult(before));
        const printed = await unit.execute("print", job, { withinMs: WITHIN_MS });
        assert.ok(printed.ok, describeResult(printed));
        assert.equal(reservation(printed.value, 1), undefined);
        const { pdf: _pdf, blankType: _blank, ...known } = job;
        const found = await unit.execute("find-job", { ...known, before: before.value });
        assert.ok(found.ok, describeResult(found));
        assert.deepEqual(found.value, printed.value);
        const after = await unit.execute("standing", {});
        assert.ok(after.ok, describeResult(after));
        assert.equal(after.value.printer, before.value.printer, "the printer tells another identity than a moment ago");
        if (before.value.count !== null) assert.notEqual(after.value.count, before.value.count, "the page counter stood still");
      },
    },
    {
      level: "interactive",
      title: {
        "zh-CN": "盖门打开时：看得到，不发送，关上后恢复",
        en: "Cover open: seen, nothing is sent, and all is well once it is shut",
      },
      run: (bench) => whileAmiss(bench, "open-cover", "close-cover", ({ cover }) => cover === "open", "printer.cover-open"),
    },
    {
      level: "interactive",
      title: {
        "zh-CN": "A4 纸用尽时：看得到，不发送，放回后恢复",
        en: "No A4 paper: seen, nothing is sent, and all is well once it is back",
      },
      run: (bench) =>
        whileAmiss(bench, "take-out-paper", "put-paper-back", ({ paper }) => Object.values(paper).includes("out"), "printer.paper-out"),
    },
    {
      level: "interactive",
      title: {
        "zh-CN": "网线拔下时：离线，不发送，插回后恢复",
        en: "Cable pulled: offline, nothing is sent, and all is well once it is plugged",
      },
      run: (bench) => whileAmiss(bench, "pull-cable", "plug-cable", ({ state }) => state === "offline", "device.offline"),
    },
  ],
});

function specimenNow(clock: Clock) {
  return specimen(`样张-${clock.now()}`, "iso_a4_210x297mm", clock.now());
}

/** While something is amiss: it is seen, and a certificate is refused before the first byte. */
async function whileAmiss(
  { unit, hands, clock }: Bench,
  undo: PrinterAct,
  mend: PrinterAct,
  isSeen: (status: DeviceStatus) => boolean,
  code: string,
): Promise<void> {
  await hands.do(undo);
  await until(isSeen, undo);
  const refused = await unit.execute("print", await specimenNow(clock), { withinMs: WITHIN_MS });
  assert.equal(refused.ok ? "printed" : `${refused.error.code} sent=${refused.error.sent}`, `${code} sent=no`);
  await hands.do(mend);
  await until((status) => status.state === "online" && !isSeen(status), mend);

  async function until(is: (status: DeviceStatus) => boolean, after: PrinterAct): Promise<void> {
    const giveUpAt = clock.monotonic() + SEEN_WITHIN_MS;
    for (let status = await unit.status(); !is(status); status = await unit.status()) {
      assert.ok(clock.monotonic() < giveUpAt, `${after} is not seen: ${JSON.stringify(status)}`);
      await pause(clock, 500);
    }
  }
}
