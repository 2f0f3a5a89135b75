import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Display } from "../../runtime/server/api.ts";
import { type Desk, openPage, show } from "./harness.ts";
import { PAPERS, PRINTS } from "./view-papers.ts";
import { viewOf } from "./views.ts";

describe("papers on the citizen page", function () {
  this.timeout(120_000);
  let desk: Desk;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "zizhu-code-"));
    desk = await openPage("citizen", (server) => server.show(viewOf("home")));
  });

  after(async () => {
    await desk.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const words = () => desk.page.locator("kiosk-page").evaluate((page) => page.textContent ?? "");

  for (const [name, contrast] of [
    ["print-paperless", "standard"],
    ["print-download", "high"],
  ] as const) {
    it(`show a code that a reader reads from the glass (${name}, ${contrast} contrast), and never its address in full`, async () => {
      await show(desk, name, { contrast });
      const picture = join(folder, `${name}.png`);
      await desk.page.locator(".qr").first().screenshot({ path: picture });
      const address = PRINTS[name]?.find(({ code }) => code !== null)?.code ?? "";
      assert.equal(execFileSync("zbarimg", ["--raw", "-q", "--nodbus", picture], { encoding: "utf8" }).trim(), address);
      const page = await words();
      assert.match(page, /网址开头应为 hub\.shili\.example/);
      assert.ok(!page.includes(address) && !page.includes(address.slice(-20)));
    });
  }

  const codesNow = () =>
    desk.page.evaluate(() => {
      const screen = document.querySelector("kiosk-app")?.shadowRoot?.querySelector("screen-result")?.shadowRoot;
      const glass = screen?.querySelector("kiosk-scroller")?.shadowRoot?.querySelector(".view")?.getBoundingClientRect();
      const boxes = [...(screen?.querySelectorAll(".qr") ?? [])].map((code) => code.getBoundingClientRect());
      const isSeen = ({ top, bottom, left, right }: DOMRect) =>
        glass !== undefined && top >= glass.top && bottom <= glass.bottom && left >= glass.left && right <= glass.right;
      const [one, other] = boxes;
      return { seen: boxes.filter(isSeen).length, apart: one && other ? other.left - one.right : 0 };
    });

  const GLASSES = { upright: { width: 1080, height: 1920 }, wide: { width: 1920, height: 1080 } } as const;
  const LOOKS: readonly Partial<Display>[] = [
    {},
    { size: "senior" },
    { size: "senior", language: "en" },
    { size: "senior", reach: "low" },
    { reach: "low" },
    { contrast: "high", size: "senior" },
  ];
  for (const [glass, size] of Object.entries(GLASSES)) {
    it(`show both of two codes at once, apart, and read by a reader, with no page to turn, on an ${glass} glass in every look`, async () => {
      await desk.page.setViewportSize(size);
      for (const name of ["result-paperless", "result-codes-and-paper"])
        for (const look of LOOKS) {
          await show(desk, name, look);
          const { seen, apart } = await codesNow();
          assert.equal(seen, 2, `${name} ${JSON.stringify(look)}`);
          assert.ok(apart >= 60, `${name} ${JSON.stringify(look)}: ${apart}`);
        }
      await show(desk, "result-paperless", { size: "senior" });
      const picture = join(folder, "both.png");
      await desk.page.locator("#codes ol").screenshot({ path: picture });
      const read = execFileSync("zbarimg", ["--raw", "-q", "--nodbus", picture], { encoding: "utf8" }).trim().split("\n");
      assert.deepEqual(read.sort(), PAPERS["result-paperless"]?.prints.map(({ code }) => code).sort());
      assert.match(await words(), /把这 2 个码都扫一遍[\s\S]*打印纸用完了，这一份改存到手机[\s\S]*不方便扫码，可以到人工窗口打印/);
      await desk.page.setViewportSize(GLASSES.upright);
    });
  }

  it("say of what nobody knows: what happened, that nothing is lost, what is done and where to go; and do not call it printed", async () => {
    await show(desk, "print-in-doubt");
    const page = await words();
    assert.match(page, /有一份要请工作人员核对|无法确认是否已打印/);
    assert.match(page, /打印机没有回应[\s\S]*没有丢失[\s\S]*按编号核对[\s\S]*人工窗口/);
    assert.match(page, /SL0001038/);
  });

  it("are counted for the person who takes them: only what is known to lie in the outlet", async () => {
    await show(desk, "result-papers");
    assert.match(await words(), /请取走 2 份文件/);
    await show(desk, "result-in-doubt");
    assert.match(await words(), /请取走 1 份文件/);
    await show(desk, "result-paperless");
    assert.doesNotMatch(await words(), /请取走 \d/);
  });

  it("are printed once more only where the runtime offers it; while that runs nothing else can be touched", async () => {
    await show(desk, "result-done");
    assert.equal(await desk.page.locator("#reprint").count(), 0);
    await show(
      desk,
      "result-papers",
      {},
      { papers: { prints: PAPERS["result-papers"]?.prints ?? [], canReprint: false, reprinting: false } },
    );
    assert.equal(await desk.page.locator("#reprint").count(), 0);
    await show(desk, "result-reprinting");
    assert.ok(await desk.page.locator("#reprint").isDisabled());
    assert.ok(await desk.page.locator("#confirm").isDisabled());
    assert.match(await words(), /正在补打凭条，请稍候/);
  });
});
