import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import type { TechnicianOverview } from "../../runtime/server/api.ts";
import { STATEMENT } from "./blank-samples.ts";
import { TECHNICIAN } from "./desk-samples.ts";
import { type Desk, openPage } from "./harness.ts";

/** What a technician is told before an act, and how the numbers look that are held against paper. */
describe("before anything is written in the book of blanks", function () {
  this.timeout(60_000);
  let desk: Desk;
  let overview: TechnicianOverview;

  before(async () => {
    overview = TECHNICIAN;
    desk = await openPage(
      "technician",
      (server) => {
        server.routes.set("GET /technician/api/overview", () => ({ status: 200, body: overview }));
        server.routes.set("GET /technician/api/statement", () => ({ status: 200, body: STATEMENT }));
        server.routes.set("POST /technician/api/act", () => ({ status: 200, body: { done: true } }));
      },
      { viewport: { width: 1440, height: 1000 } },
    );
  });

  beforeEach(async () => {
    overview = { ...TECHNICIAN, secondFor: ["resolve", "spoil"] };
    await desk.page.reload();
    await desk.page.locator("blank-books").waitFor();
  });

  after(() => desk.close());

  const press = (id: string) => desk.page.locator(`#${id}`).click();
  const gone = (id: string) => desk.page.locator(`#${id}`).waitFor({ state: "detached" });
  const type = (value: string, name = "serial") => desk.page.locator(`number-entry [name=${name}]`).fill(value);
  const change = async () => ((await desk.page.locator("#book-change").textContent()) ?? "").replaceAll(/\s+/g, " ");
  const focused = () =>
    desk.page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.id ?? "";
    });
  async function assertAccessible(): Promise<void> {
    const { violations } = await new AxeBuilder({ page: desk.page }).analyze();
    assert.deepEqual(
      violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id }) => id),
      [],
    );
  }
  async function asFarAsTheNumber(found: string): Promise<void> {
    await press("settle-i-7");
    await press("dialog-next");
    for (const place of ["outlet", "inside", "tray"]) await press(`look-${place}`);
    await press("dialog-next");
    await desk.page.locator(`#found-${found}`).check();
    await press("dialog-next");
  }

  const ACTS = [
    { task: "load-blanks", fields: { first: "SL0001101", count: "50" }, says: [/装入 100 →变为 150/, /余 61 →变为 111/] },
    { task: "return-blanks", fields: { first: "SL0001090", last: "SL0001098" }, says: [/余 61 →变为 52/, /退回 2 →变为 11/] },
    { task: "spoil", fields: { serial: "SL0001060" }, says: [/余 61 →变为 60/, /作废 3 →变为 4/] },
  ] as const;
  for (const { task, fields, says } of ACTS) {
    it(`the figures before and after are said: ${task}`, async () => {
      await press(`${task}-business-licence`);
      for (const [name, value] of Object.entries(fields)) await type(value, name);
      await press("dialog-next");
      for (const words of says) assert.match(await change(), words);
      await desk.page.keyboard.press("Escape");
      await gone("blank-dialog");
    });
  }

  it("a count moves no figure and names none: whoever counts is not told what to find", async () => {
    await press("count-blanks-business-licence");
    await type("60", "counted");
    await press("dialog-next");
    assert.equal(await desk.page.locator("#book-change").count(), 0);
    assert.doesNotMatch((await desk.page.locator("#confirm-words").textContent()) ?? "", /61/);
  });

  it("more sheets than there are promise no figures: the runtime will refuse them", async () => {
    await press("return-blanks-business-licence");
    await type("SL0001001", "first");
    await type("SL0001099", "last");
    await press("dialog-next");
    assert.equal(await desk.page.locator("#book-change").count(), 0);
  });

  it("the second person reads the same sentence, number and figures as the first", async () => {
    await press("spoil-business-licence");
    await type("SL0001060");
    await press("dialog-next");
    await press("dialog-confirm");
    await desk.page.locator("#second").waitFor();
    assert.match((await desk.page.locator("#confirm-words").textContent()) ?? "", /SL0001060 作废/);
    assert.match(await change(), /作废 3 →变为 4/);
    await desk.page.keyboard.press("Escape");
    await gone("blank-dialog");
    await asFarAsTheNumber("damaged");
    await type("SL0001038");
    await press("dialog-next");
    assert.match(await change(), /待查 1 →变为 0\s?作废 3 →变为 4/);
    await press("dialog-next");
    await desk.page.locator("#second").waitFor();
    assert.match((await desk.page.locator("#confirm-words").textContent()) ?? "", /SL0001038：已写“作废”/);
    assert.match(await change(), /待查 1 →变为 0\s?作废 3 →变为 4/);
    assert.match((await desk.page.locator("desk-dialog").last().locator("header").textContent()) ?? "", /第 6 步，共 6 步/);
    await assertAccessible();
  });

  it("a number that is to be read from paper stands nowhere to be copied from", async () => {
    assert.match((await desk.page.locator("#issuance-i-7").textContent()) ?? "", /SL0001038/);
    await asFarAsTheNumber("handed");
    assert.doesNotMatch((await desk.page.locator("open-issuances table").first().textContent()) ?? "", /SL0001/);
    await desk.page.keyboard.press("Escape");
    await gone("wizard");
    assert.match((await desk.page.locator("#issuance-i-7").textContent()) ?? "", /SL0001038/);
  });

  it("whoever leaves a dialog with the keyboard is where they were", async () => {
    for (const id of ["settle-i-7", "count-blanks-business-licence"]) {
      await desk.page.locator(`#${id}`).focus();
      await desk.page.keyboard.press("Enter");
      await desk.page.locator("desk-dialog dialog").waitFor();
      await desk.page.keyboard.press("Escape");
      await desk.page.locator("desk-dialog").waitFor({ state: "detached" });
      assert.equal(await focused(), id);
    }
  });

  /** Digits are 0.72 of the type's size; 3.5 mm are 20 minutes of arc from 60 cm, and a pixel is 0.2646 mm or more on these screens. */
  const heightMm = (pixels: number) => pixels * 0.72 * 0.2646;
  for (const [screen, viewport] of [
    ["a laptop", { width: 1440, height: 1000 }],
    ["the kiosk's own screen", { width: 1080, height: 1920 }],
  ] as const) {
    it(`numbers are in groups, whole when copied, and large enough from 60 cm on ${screen}`, async () => {
      await desk.page.setViewportSize(viewport);
      for (const summary of await desk.page.locator("details summary").all()) await summary.click();
      const listed = desk.page.locator(".serial");
      assert.ok((await listed.count()) > 10);
      for (const { size, groups, whole } of await listed.evaluateAll(read)) {
        assert.ok(heightMm(size) >= 3.5, `${whole}: ${heightMm(size).toFixed(1)} mm`);
        assert.ok(groups > 2 && /^[A-Z]{2}\d{6,7}$/.test(whole), whole);
      }
      await asFarAsTheNumber("handed");
      const typed = await desk.page
        .locator("number-entry [name=serial]")
        .evaluate((field) => Number.parseFloat(getComputedStyle(field).fontSize));
      assert.ok(heightMm(typed) >= 5.5, `${typed}`);
      await type("SL0001039");
      await press("dialog-next");
      const [differs, ...others] = await desk.page.locator("#wizard-stopped .serial").evaluateAll(read);
      assert.deepEqual([differs?.whole, others.map(({ whole }) => whole)], ["SL0001039", ["SL0001038"]]);
      assert.ok(heightMm(differs?.size ?? 0) >= 5.5, `${differs?.size}`);
      assert.ok((await desk.page.evaluate(() => document.documentElement.scrollWidth)) <= viewport.width);
    });
  }

  it("leave no complaint in the browser", () => assert.deepEqual(desk.complaints, []));
});

function read(all: readonly Element[]): readonly { size: number; groups: number; whole: string }[] {
  return all.map((one) => ({
    size: Number.parseFloat(getComputedStyle(one).fontSize),
    groups: one.children.length,
    whole: one.textContent ?? "",
  }));
}
