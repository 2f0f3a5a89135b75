import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import type { TechnicianOverview, TechnicianReply } from "../../runtime/server/api.ts";
import { STATEMENT } from "./blank-samples.ts";
import { TECHNICIAN } from "./desk-samples.ts";
import { type Desk, openPage } from "./harness.ts";

const DONE: TechnicianReply = { done: true };
const WRONG_PIN: TechnicianReply = { done: false, why: "second.wrong-pin", detail: "" };
const SAME: TechnicianReply = { done: false, why: "second.same-person", detail: "" };
const NOT_IN_STOCK: TechnicianReply = { done: false, why: "blank.not-in-stock", detail: "" };

describe("numbered blanks on the technician's console", function () {
  this.timeout(120_000);
  let desk: Desk;
  let overview: TechnicianOverview;
  let acts: unknown[];
  /** What the runtime says to the acts to come; then that they are done. */
  let replies: TechnicianReply[];

  before(async () => {
    overview = TECHNICIAN;
    desk = await openPage(
      "technician",
      (server) => {
        server.routes.set("GET /technician/api/overview", () => ({ status: 200, body: overview }));
        server.routes.set("GET /technician/api/statement", () => ({ status: 200, body: STATEMENT }));
        server.routes.set("POST /technician/api/act", (body) => {
          acts.push(body);
          return { status: 200, body: replies.shift() ?? DONE };
        });
      },
      { viewport: { width: 1440, height: 1000 } },
    );
  });

  beforeEach(async () => {
    acts = [];
    replies = [];
    await given({});
  });

  after(() => desk.close());

  async function given(over: Partial<TechnicianOverview>): Promise<void> {
    overview = { ...TECHNICIAN, ...over };
    await desk.page.reload();
    await desk.page.locator("blank-books").waitFor();
  }
  const press = (id: string) => desk.page.locator(`#${id}`).click();
  const text = async (id: string) => (await desk.page.locator(`#${id}`).textContent()) ?? "";
  const type = (value: string, name = "serial") => desk.page.locator(`number-entry [name=${name}]`).fill(value);
  /** Shown anywhere within, be it in another element's own tree. */
  const says = (id: string, words: RegExp) => desk.page.locator(`#${id}`).filter({ hasText: words }).waitFor({ state: "attached" });
  const gone = (id: string) => desk.page.locator(`#${id}`).waitFor({ state: "detached" });
  async function assertAccessible(): Promise<void> {
    const { violations } = await new AxeBuilder({ page: desk.page }).analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    assert.deepEqual(
      serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`),
      [],
    );
  }
  /** What can be read in an element's own tree, given its id or its name. */
  const shownOf = (name: string) =>
    desk.page
      .locator(`#${name}, ${name}`)
      .first()
      .evaluate((element) => element.shadowRoot?.textContent ?? "");
  /** As far as the question what lies there, having looked everywhere. */
  async function lookEverywhere(issuance: string): Promise<void> {
    await press(`settle-${issuance}`);
    await press("dialog-next");
    for (const place of ["outlet", "inside", "tray"]) await press(`look-${place}`);
    await press("dialog-next");
  }

  it("rows that the hub refused are shown with its reason, and are sent again with one touch", async () => {
    const problem = "cannot be opened: sealed to another hub key";
    const link = { ...TECHNICIAN.link, quarantined: 2 };
    await given({ link, setAside: [{ kind: "blank-event", problem, at: TECHNICIAN.link.since }] });
    await says("set-aside", /空白证照操作[\s\S]*sealed to another hub key/);
    await press("release-quarantined");
    await desk.page.locator(".notice[role=status]").waitFor();
    assert.deepEqual(acts, [{ act: "release-quarantined" }]);
    await assertAccessible();
  });

  it("are loaded after the numbers were read out once more, with first, last and how many", async () => {
    await press("load-blanks-business-licence");
    assert.equal(await desk.page.locator("number-entry [name=first]").inputValue(), "SL");
    await type("SL0001101", "first");
    assert.ok(await desk.page.locator("#dialog-next").isDisabled());
    await type("50", "count");
    await assertAccessible();
    await press("dialog-next");
    assert.match(await text("confirm-words"), /SL0001101 至 SL0001150，共 50 张/);
    assert.deepEqual(acts, []);
    await press("dialog-confirm");
    await gone("blank-dialog");
    assert.deepEqual(acts, [{ act: "load-blanks", blankType: "business-licence", first: "SL0001101", count: 50 }]);
    assert.match((await desk.page.locator(".notice").textContent()) ?? "", /已记录/);
  });

  it("are typed with the keys on the glass too, letters and digits", async () => {
    await press("spoil-business-licence");
    await press("entry-letters");
    await desk.page.locator("number-entry .letters button", { hasText: "A" }).first().click();
    await press("entry-letters");
    for (const key of ["1", "2", "erase", "3"]) await desk.page.locator(`digit-pad #key-${key}`).click();
    assert.equal(await desk.page.locator("number-entry [name=serial]").inputValue(), "SLA13");
    await desk.page.keyboard.press("Escape");
    await gone("blank-dialog");
    assert.deepEqual(acts, []);
  });

  it("are counted without being told what the book expects, returned and spoiled by range", async () => {
    await press("count-blanks-business-licence");
    await says("blank-dialog", /数到的张数/);
    assert.equal(await desk.page.locator("#blank-dialog").filter({ hasText: "61" }).count(), 0);
    await says("blank-business-licence", /清点时不显示账面数字/);
    assert.doesNotMatch(await shownOf("blank-business-licence"), /\d/u, "neither the sum nor the next number nor what the last count gave");
    assert.doesNotMatch(await shownOf("day-statement"), /\d/u);
    await type("60", "counted");
    await desk.page.keyboard.press("Enter");
    await says("confirm-words", /数到 60 张/);
    assert.deepEqual(acts, []);
    assert.doesNotMatch(await shownOf("blank-business-licence"), /\d/u);
    await press("dialog-confirm");
    await gone("blank-dialog");
    await says("blank-business-licence", /61/);
    await press("return-blanks-business-licence");
    await type("SL0001090", "first");
    await type("SL0001089", "last");
    assert.ok(await desk.page.locator("#dialog-next").isDisabled());
    await type("SL0001098", "last");
    await press("dialog-next");
    assert.match(await text("confirm-words"), /共 9 张/);
    await press("dialog-confirm");
    await gone("blank-dialog");
    await press("spoil-business-licence");
    await type("SL0001060");
    await press("dialog-next");
    await press("dialog-back");
    await type("SL0001061", "last");
    await press("dialog-next");
    assert.match(await text("confirm-words"), /SL0001060 至 SL0001061，共 2 张作废/);
    await press("dialog-confirm");
    await gone("blank-dialog");
    assert.deepEqual(acts, [
      { act: "count-blanks", blankType: "business-licence", counted: 60 },
      { act: "return-blanks", blankType: "business-licence", first: "SL0001090", last: "SL0001098" },
      { act: "spoil", blankType: "business-licence", serial: "SL0001060", last: "SL0001061" },
    ]);
  });

  it("keep the dialog and the numbers when the runtime refuses, and say why in words", async () => {
    replies = [NOT_IN_STOCK];
    await press("spoil-business-licence");
    await type("SL0001001");
    await press("dialog-next");
    await press("dialog-confirm");
    await desk.page.locator("#blank-dialog [role=alert]", { hasText: "不都在纸盒里" }).waitFor();
    assert.equal(await desk.page.locator("number-entry [name=serial]").inputValue(), "SL0001001");
  });

  it("ask a second person where the settings do, and say whose PIN does not count", async () => {
    await given({ secondFor: ["load-blanks"] });
    replies = [SAME, WRONG_PIN];
    await press("load-blanks-business-licence");
    await type("SL0001101", "first");
    await type("50", "count");
    await press("dialog-next");
    await press("dialog-confirm");
    assert.deepEqual(acts, []);
    await says("blank-dialog", /“zhao”[\s\S]*另一位工作人员确认/);
    await assertAccessible();
    for (const [pin, words] of [
      ["1111", "登录人自己的密码"],
      ["2222", "密码不对"],
    ] as const) {
      await desk.page.keyboard.type(pin);
      await press("pin-enter");
      await desk.page.locator("#second [role=alert]", { hasText: words }).waitFor();
    }
    for (const digit of "3333") await press(`pin-${digit}`);
    await press("pin-enter");
    await gone("blank-dialog");
    const act = { act: "load-blanks", blankType: "business-licence", first: "SL0001101", count: 50 };
    assert.deepEqual(
      acts,
      ["1111", "2222", "3333"].map((pin) => ({ ...act, second: { pin } })),
    );
  });

  it("raise an alarm when the sum does not come out, be it the runtime's or the page's own", async () => {
    const [first, ...others] = TECHNICIAN.accounts;
    assert.ok(first);
    for (const wrong of [
      { ...first, isBalanced: false },
      { ...first, inStock: 60 },
    ]) {
      await given({ accounts: [wrong, ...others] });
      await desk.page.locator("#blank-business-licence [role=alert]", { hasText: "账目不符：装入 100" }).waitFor();
      assert.equal(await desk.page.locator("#sum-business-licence .verdict").count(), 0);
      await assertAccessible();
    }
  });

  it("show the newest count with its difference, and the day's statement", async () => {
    assert.match(await text("count-business-licence"), /qian 清点：数到 60，账上 61[\s\S]*相差 −1/);
    assert.match(await text("count-residence-permit"), /相符/);
    assert.match(await text("statement-live"), /2026-03-17[\s\S]*SL0001001 – SL0001032[\s\S]*已发/);
    assert.equal(await desk.page.locator("#blanks-csv").getAttribute("href"), "/technician/api/blanks.csv");
  });

  it("without a final state are listed with the reason; that there are none is said with the day", async () => {
    assert.match(await text("issuance-i-6"), /SL0001036[\s\S]*没看到有人取走/);
    assert.equal(await desk.page.locator("#settle-i-9").count(), 0);
    await given({ openIssuances: [] });
    assert.match(await text("open-none"), /^\s*\d{4}-\d\d-\d\d：没有/);
  });

  it("stand there to be read again when the one that was looked into has found its end by itself", async () => {
    await press("settle-i-7");
    await desk.page.locator("#issuance-i-6").filter({ hasText: "…" }).waitFor();
    overview = { ...TECHNICIAN, openIssuances: TECHNICIAN.openIssuances.filter(({ id }) => id !== "i-7") };
    await gone("wizard");
    await desk.page.locator("#issuance-i-6").filter({ hasText: "SL0001036" }).waitFor();
  });

  it("in doubt are settled step by step: evidence, places, finding, the number read from paper, and a last look", async () => {
    await press("settle-i-7");
    const evidence = await text("evidence");
    assert.match(evidence, /没有说印出了几页[\s\S]*页数计数走了 1，应走 1[\s\S]*重启过/);
    await assertAccessible();
    await press("dialog-next");
    for (const place of ["outlet", "inside"]) await press(`look-${place}`);
    assert.ok(await desk.page.locator("#dialog-next").isDisabled());
    await press("look-tray");
    await assertAccessible();
    await press("dialog-next");
    assert.ok(await desk.page.locator("#dialog-next").isDisabled());
    await desk.page.locator("#found-handed").check();
    await assertAccessible();
    await press("dialog-next");
    assert.equal(await desk.page.locator("#wizard").filter({ hasText: "SL0001038" }).count(), 0);
    await type("SL0001038");
    await press("dialog-next");
    assert.match(await text("confirm-words"), /SL0001038[\s\S]*已发/);
    await assertAccessible();
    assert.deepEqual(acts, []);
    await press("dialog-next");
    await gone("wizard");
    assert.deepEqual(acts, [{ act: "resolve", issuance: "i-7", finding: "printed" }]);
  });

  it("stop the wizard when the paper says another number, record nothing, and lead to a count of the tray", async () => {
    await lookEverywhere("i-7");
    await desk.page.locator("#found-damaged").check();
    await press("dialog-next");
    await type("SL0001039");
    await press("dialog-next");
    assert.match(await text("wizard-stopped"), /纸上是 SL0001039[\s\S]*SL0001038[\s\S]*清点/);
    await assertAccessible();
    await press("wizard-count");
    await gone("wizard");
    await says("blank-dialog", /数到的张数/);
    assert.deepEqual(acts, []);
  });

  it("that a counter speaks against are looked at once more, and a second person confirms", async () => {
    await given({ secondFor: ["resolve"] });
    replies = [WRONG_PIN];
    await lookEverywhere("i-7");
    await desk.page.locator("#found-unused").check();
    await press("dialog-next");
    await type("SL0001038");
    await press("dialog-next");
    await says("wizard", /计数走了 1，按理有纸走完/);
    await press("dialog-next");
    for (const pin of ["1111", "2222"]) {
      await desk.page.keyboard.type(pin);
      await press("pin-enter");
      if (pin === "1111") await desk.page.locator("#second [role=alert]").waitFor();
    }
    await gone("wizard");
    assert.deepEqual(
      acts,
      ["1111", "2222"].map((pin) => ({ act: "resolve", issuance: "i-7", finding: "blank-unused", second: { pin } })),
    );
  });

  it("that are proved to be printed cannot be found blank; plain paper has no number to read", async () => {
    await lookEverywhere("i-6");
    assert.equal(await desk.page.locator("#found-unused").count(), 0);
    await press("dialog-close");
    await gone("wizard");
    await lookEverywhere("i-8");
    await desk.page.locator("#found-left").check();
    await press("dialog-next");
    await press("dialog-next");
    await gone("wizard");
    assert.deepEqual(acts, [{ act: "resolve", issuance: "i-8", finding: "spoiled" }]);
  });

  it("are handled with fingers: keys and buttons of a dialog are at least 76 high, and nothing is cut off", async () => {
    await desk.page.setViewportSize({ width: 1080, height: 1920 });
    await lookEverywhere("i-7");
    await desk.page.locator("#found-handed").check();
    await press("dialog-next");
    const heights = await desk.page
      .locator("resolve-wizard button")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    assert.ok(heights.length > 12);
    assert.ok(Math.min(...heights) >= 76, `${Math.min(...heights)}`);
    assert.ok((await desk.page.evaluate(() => document.documentElement.scrollWidth)) <= 1080);
    await desk.page.setViewportSize({ width: 1440, height: 1000 });
  });

  it("leave no complaint in the browser", () => assert.deepEqual(desk.complaints, []));
});
