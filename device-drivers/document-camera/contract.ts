import assert from "node:assert/strict";
import { type ContractBench, defineContract, describeResult } from "../contract/contract.ts";
import type { DocumentPage } from "../kinds/document-camera.ts";

type Act = "lay-sheet" | "take-sheet";
type Bench = ContractBench<"document-camera", Act>;

/** A JPEG begins so. */
const SOI = 0xffd8;
const PREVIEW_PX = 320;

/** Every case begins and ends with an empty desk. What is seen on it is a person's: a failed case says sizes only. */
export const contract = defineContract<"document-camera", Act>({
  kind: "document-camera",
  acts: {
    "lay-sheet": {
      "zh-CN": "请将一张 A4 纸正面朝上平放在台面中间，手离开台面",
      en: "Lay a sheet of A4 in the middle of the desk, face up, and take your hand away",
    },
    "take-sheet": { "zh-CN": "请取走台面上的所有物品", en: "Take everything off the desk" },
  },
  cases: [
    {
      level: "internal",
      title: { "zh-CN": "不打开也看得到它在", en: "Is seen to be there without being opened" },
      async run({ unit }) {
        const { state, reasons } = await unit.status();
        assert.deepEqual([state, reasons], ["online", []]);
      },
    },
    {
      level: "external",
      title: { "zh-CN": "预览图完整，大小不超过要求", en: "Gives a preview that is a whole picture, no larger than was asked for" },
      async run({ unit }) {
        const seen = await unit.execute("preview", { widthPx: PREVIEW_PX });
        assert.ok(seen.ok, describeResult(seen));
        const jpeg = Buffer.from(seen.value.jpeg, "base64");
        assert.equal(jpeg.readUInt16BE(0), SOI);
        assert.ok(jpeg.length < PREVIEW_PX * PREVIEW_PX, `${jpeg.length} bytes`);
      },
    },
    {
      level: "external",
      title: { "zh-CN": "台面为空时如实说明没有找到纸张边缘", en: "Says of an empty desk that there are no edges, and cuts nothing" },
      async run({ unit }) {
        const page = wellFormed(await unit.execute("capture", { colour: "colour", straighten: true }));
        assert.deepEqual([page.straightened, page.paper, page.warnings.includes("no-edges")], [false, "unknown", true]);
      },
    },
    {
      level: "external",
      title: { "zh-CN": "不要求矫正时给出整幅画面", en: "Gives the whole picture where no straightening is asked for" },
      async run({ unit }) {
        const page = wellFormed(await unit.execute("capture", { colour: "grey", straighten: false }));
        assert.deepEqual([page.straightened, page.paper], [false, "unknown"]);
        assert.ok(!page.warnings.includes("no-edges"));
      },
    },
    {
      level: "external",
      title: { "zh-CN": "时间不够时及时停止，之后照常可用", en: "Stops when time runs out, and works again afterwards" },
      async run({ unit }) {
        const none = await unit.execute("capture", { colour: "colour", straighten: true }, { withinMs: 50 });
        assert.equal(none.ok ? "ok" : `${none.error.code} ${none.error.sent}`, "device.timeout no");
        wellFormed(await unit.execute("capture", { colour: "colour", straighten: true }));
      },
    },
    ...(["colour", "grey", "black-white"] as const).map((colour) => ({
      level: "interactive" as const,
      title: {
        "zh-CN": `A4 纸拍成一页，裁边并矫正（${{ colour: "彩色", grey: "灰度", "black-white": "黑白" }[colour]}）`,
        en: `A sheet of A4 becomes a page, cut and straight (${colour})`,
      },
      async run(bench: Bench) {
        await bench.hands.do("lay-sheet");
        const page = wellFormed(await bench.unit.execute("capture", { colour, straighten: true }));
        await bench.hands.do("take-sheet");
        assert.deepEqual([page.straightened, page.paper, page.warnings], [true, "a4", []]);
        const ratio = Math.max(page.widthPx, page.heightPx) / Math.min(page.widthPx, page.heightPx);
        assert.ok(Math.abs(ratio - Math.SQRT2) < 0.02, `sides as ${ratio.toFixed(3)} to 1`);
      },
    })),
  ],
});

function wellFormed(captured: Awaited<ReturnType<Bench["unit"]["execute"]>>): DocumentPage {
  assert.ok(captured.ok, describeResult(captured));
  const page = captured.value as DocumentPage;
  const jpeg = Buffer.from(page.jpeg, "base64");
  assert.equal(jpeg.readUInt16BE(0), SOI);
  assert.ok(page.widthPx > 0 && page.heightPx > 0 && jpeg.length > 100);
  return page;
}
