import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Desk, openPage, show } from "./harness.ts";
import { PAPERS, PRINTS } from "./view-papers.ts";
import { viewOf } from "./views.ts";

describe("papers on the citizen page", function () {
  this.timeout(60_000);
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
