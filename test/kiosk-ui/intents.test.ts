import assert from "node:assert/strict";
import { createCanvas } from "@napi-rs/canvas";
import type { Display, Intent } from "../../runtime/server/api.ts";
import { type Desk, openPage, show } from "./harness.ts";
import { viewOf } from "./views.ts";

/** A JPEG with nothing on it. */
const PICTURE = createCanvas(64, 64).toBuffer("image/jpeg");

/** What a touch on each control of each screen must send, alone. */
const TOUCHES: readonly (readonly [string, string, Intent])[] = [
  ["home", "#item-fund-proof", { kind: "start", item: "fund-proof" }],
  ["home", "#language", { kind: "display", display: { language: "en" } }],
  ["home", "#senior", { kind: "display", display: { size: "senior" } }],
  ["home", "#contrast", { kind: "display", display: { contrast: "high" } }],
  ["home", "#reach", { kind: "display", display: { reach: "low" } }],
  ["guide", "#confirm", { kind: "confirm" }],
  ["guide", "#extend", { kind: "extend" }],
  ["consent", "#agree", { kind: "agree" }],
  ["consent", "#refuse", { kind: "refuse" }],
  ["consent", "#back", { kind: "back" }],
  ["card-unreadable", "#retry", { kind: "retry" }],
  ["card-expired", "screen-identify-card #leave", { kind: "cancel" }],
  ["card-expired-other-way", "screen-identify-card #refuse", { kind: "refuse" }],
  ["card-unreadable-other-way", "screen-identify-card #refuse", { kind: "refuse" }],
  ["face-looking", "#refuse", { kind: "refuse" }],
  ["face-no-match", "#retry", { kind: "retry" }],
  ["choose", "#row-2025", { kind: "choose", row: "2025" }],
  ["scan-show-code", "#refuse", { kind: "refuse" }],
  ["scan-wrong-type", "#retry", { kind: "retry" }],
  ["scan-check-differs", "#confirm", { kind: "confirm" }],
  ["sign", "#refuse", { kind: "refuse" }],
  ["sign", "#back", { kind: "back" }],
  ["review", "#confirm", { kind: "confirm" }],
  ["review", "#back", { kind: "back" }],
  ["result-done", "#confirm", { kind: "confirm" }],
  ["result-done", "kiosk-toolbar #leave", { kind: "cancel" }],
  ["result-papers", "#reprint", { kind: "reprint" }],
  ["handoff-papers", "#reprint", { kind: "reprint" }],
  ["result-papers", "#confirm", { kind: "confirm" }],
  ["evaluate", "#skip", { kind: "skip" }],
  ["handoff", "#confirm", { kind: "confirm" }],
];

describe("touches on the citizen page", function () {
  this.timeout(120_000);
  let desk: Desk;

  before(async () => {
    desk = await openPage("citizen", (server) => server.show(viewOf("home")), { hasTouch: true });
  });

  beforeEach(() => {
    desk.server.intents.length = 0;
  });

  after(() => desk.close());

  for (const [name, control, intent] of TOUCHES) {
    it(`send "${intent.kind}" once from ${control} of ${name}, with session and revision, however often it is touched`, async () => {
      const view = await show(desk, name);
      await desk.page.locator(control).dblclick();
      await desk.server.sent(1);
      // The next screen's touch closes the list: whatever the second tap sent would stand before it.
      const next = await show(desk, "guide");
      await desk.page.locator("#confirm").tap();
      await desk.server.sent(2);
      assert.deepEqual(desk.server.intents, [
        { session: view.session, revision: view.revision, intent },
        { session: next.session, revision: next.revision, intent: { kind: "confirm" } },
      ]);
    });
  }

  it("on an item that cannot be done now send nothing: it is no button, and says why and where else", async () => {
    await show(desk, "home");
    const off = desk.page.locator("#item-permit");
    assert.equal(await off.evaluate((element) => element.tagName), "DIV");
    assert.match((await off.textContent()) ?? "", /空白证照要由工作人员处理[\s\S]*2 楼 12 号窗口/);
  });

  it("on exit ask once more where something would be lost, and staying sends nothing", async () => {
    const view = await show(desk, "review");
    await desk.page.locator("kiosk-toolbar #leave").tap();
    await desk.page.locator("#leave-no").tap();
    await desk.page.locator("kiosk-toolbar #leave").tap();
    await desk.page.locator("#leave-yes").tap();
    await desk.server.sent(1);
    assert.deepEqual(desk.server.intents, [{ session: view.session, revision: view.revision, intent: { kind: "cancel" } }]);
  });

  for (const [control, kind] of [
    ["#stay", "extend"],
    ["#end", "cancel"],
  ] as const) {
    it(`on the countdown's ${control} send "${kind}", while the page below cannot be touched`, async () => {
      await show(desk, "review", {}, { timeLeft: { endsAt: 12_000, now: 0, warning: true } });
      assert.equal(await desk.page.locator(".frame").getAttribute("inert"), "");
      assert.match((await desk.page.locator("time-warning .number").textContent()) ?? "", /^1[0-2]$/);
      await desk.page.locator(control).tap();
      await desk.server.sent(1);
      assert.equal(desk.server.intents[0]?.intent.kind, kind);
    });
  }

  it("rate a poor service with what went wrong, and ask for no reason when it was good", async () => {
    await show(desk, "evaluate");
    await desk.page.locator("#grade-4").tap();
    assert.equal(await desk.page.locator("#tag-slow").count(), 0);
    await desk.page.locator("#grade-2").tap();
    await desk.page.locator("#tag-slow").tap();
    await desk.page.locator("#rate").tap();
    // The page itself may just be asking for time; the next view lets the rating go.
    await show(desk, "evaluate");
    assert.deepEqual(await desk.server.sentKind("rate"), { kind: "rate", grade: 2, tags: ["slow"] });
  });

  it("reload the page for the next person, so that nothing of the last one is left in it", async () => {
    await show(desk, "ended-finished");
    const loaded = desk.page.waitForEvent("load");
    desk.server.show(viewOf("home"));
    await loaded;
    await desk.page.locator("screen-home").waitFor();
  });
});

describe("a code typed on the citizen page", function () {
  this.timeout(120_000);

  it("is sent as it was typed, once it is confirmed; before that it is nobody's", async () => {
    const desk = await openPage("citizen", (server) => server.show(viewOf("scan-show-code")), { hasTouch: true });
    await desk.page.locator("#type").tap();
    for (const key of ["s", "l", "t"]) await desk.page.locator(`#key-${key}`).tap();
    await desk.page.locator("#layer-digits").tap();
    for (const key of ["-", "7", "8"]) await desk.page.locator(`[id="key-${key}"]`).tap();
    await desk.page.locator("#key-erase").tap();
    await desk.page.locator("#send").tap();
    assert.deepEqual(await desk.server.sentKind("fill"), { kind: "fill", values: { code: "slt-7" } });
    assert.deepEqual(desk.complaints, []);
    await desk.close();
  });
});

describe("typing on the citizen page", function () {
  this.timeout(120_000);
  let desk: Desk;
  const display: Partial<Display> = { language: "zh-CN" };

  before(async () => {
    desk = await openPage("citizen", (server) => server.show(viewOf("home")), { hasTouch: true });
  });

  beforeEach(() => {
    desk.server.intents.length = 0;
  });

  after(() => desk.close());

  const type = async (keys: string) => {
    for (const key of keys) await desk.page.locator(`#key-${key}`).tap();
  };
  const filled = () => desk.server.intents.flatMap(({ intent }) => (intent.kind === "fill" ? [intent.values] : []));

  it("turns pinyin into an address, goes on to the next question, and sends all answers once", async () => {
    await show(desk, "form-text", display);
    await desk.page.locator("candidate-bar .hint", { hasText: "输入拼音" }).waitFor();
    await type("shilishi");
    await desk.page.locator(".candidate", { hasText: /^示例市$/ }).tap();
    await desk.page.locator("#layer-digits").tap();
    await type("8号");
    assert.match((await desk.page.locator("value-box .box").textContent()) ?? "", /示例市8号/);
    await desk.page.locator("#next").tap();
    await desk.page.locator("h1", { hasText: "备注" }).waitFor();
    await show(desk, "form-text", display);
    await desk.page.locator("#next").tap();
    await desk.server.sentKind("fill");
    assert.deepEqual(filled(), [{ address: "示例市8号", note: "" }]);
  });

  it("says what is missing and keeps the person at the question", async () => {
    await show(desk, "guide");
    await show(desk, "form-text", display);
    await desk.page.locator("#next").tap();
    assert.match((await desk.page.locator("[role=alert]").textContent()) ?? "", /还没有填/);
    assert.deepEqual(filled(), []);
  });

  it("takes an ID number's X, erases, and drops the department's complaint once the value is another", async () => {
    await show(desk, "form-id", display);
    assert.match((await desk.page.locator("[role=alert]").textContent()) ?? "", /身份证号不对/);
    await type("X");
    assert.equal(await desk.page.locator("[role=alert]").count(), 0);
    assert.match((await desk.page.locator("value-box .box").textContent()) ?? "", /99010119900101123X/);
    await desk.page.locator("#key-erase").tap();
    assert.match((await desk.page.locator("value-box .box").textContent()) ?? "", /99010119900101123\s*$/);
  });

  it("never shows or names a secret's digits", async () => {
    await show(desk, "form-secret", display);
    const box = desk.page.locator("value-box [role=textbox]");
    assert.match((await box.textContent()) ?? "", /••••/);
    assert.doesNotMatch(`${await box.textContent()} ${await box.getAttribute("aria-label")}`, /1234/);
  });

  it("works from a keypad beside the screen too", async () => {
    await show(desk, "form-digits", display);
    await desk.page.keyboard.press("5");
    await desk.page.keyboard.press("Backspace");
    await desk.page.keyboard.press("6");
    assert.match((await desk.page.locator("value-box .box").textContent()) ?? "", /13800006/);
  });

  it("keeps what was typed when the page asks for time or changes its language", async () => {
    await show(desk, "guide");
    await show(desk, "form-digits", display);
    await type("99");
    await show(desk, "form-digits", { language: "en" });
    assert.match((await desk.page.locator("value-box .box").textContent()) ?? "", /138000099/);
  });
});

describe("the mirror of the face screen", function () {
  this.timeout(120_000);

  it("shows the camera's stream mirrored as soon as a picture comes, though the stream never ends, and lets go of it with the screen", async () => {
    const desk = await openPage("citizen", (server) => {
      server.preview = PICTURE;
      server.show(viewOf("home"));
    });
    await show(desk, "face-looking");
    const mirror = desk.page.locator("live-preview canvas:not(.waiting)");
    await mirror.waitFor();
    assert.match(await mirror.evaluate((image) => getComputedStyle(image).transform), /^matrix\(-1,/);
    const canvas = await desk.page.locator("live-preview canvas").elementHandle();
    assert.ok(Number(await canvas?.getAttribute("width")) > 0);
    await show(desk, "guide");
    assert.equal(await canvas?.getAttribute("width"), "0");
    await desk.close();
  });
});

describe("a lost runtime", function () {
  this.timeout(120_000);

  it("is said calmly, and the page goes on by itself when it is back", async () => {
    const desk = await openPage("citizen", (server) => server.show(viewOf("home")));
    await show(desk, "review");
    desk.server.routes.set("GET /api/view", () => ({ status: 503, body: {} }));
    desk.server.cut();
    await desk.page.locator("#away", { hasText: "正在重新连接" }).waitFor();
    assert.equal(await desk.page.locator("screen-review").count(), 0);
    desk.server.routes.delete("GET /api/view");
    await desk.page.locator("screen-review").waitFor();
    await desk.close();
  });
});
