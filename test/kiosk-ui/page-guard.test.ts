import assert from "node:assert/strict";
import { isKeyAllowed } from "../../kiosk-ui/citizen/page-guard.ts";
import { type Desk, openPage, show } from "./harness.ts";
import { viewOf } from "./views.ts";

const NONE = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };

describe("the page's guard", function () {
  this.timeout(120_000);
  let desk: Desk;

  before(async () => {
    desk = await openPage("citizen", (server) => server.show(viewOf("home")));
    await show(desk, "guide");
  });

  after(() => desk.close());

  it("lets nothing through but moving the focus and pressing what has it", () => {
    for (const key of ["Tab", "Enter", " ", "ArrowDown"]) assert.ok(isKeyAllowed({ ...NONE, key }), key);
    assert.ok(isKeyAllowed({ ...NONE, shiftKey: true, key: "Tab" }));
    for (const key of ["F1", "F5", "F11", "F12", "Escape", "BrowserBack", "Backspace", "a", "Home", "ContextMenu"])
      assert.ok(!isKeyAllowed({ ...NONE, key }), key);
    for (const with_ of ["ctrlKey", "altKey", "metaKey"] as const)
      for (const key of ["Tab", "Enter", "ArrowLeft", "t"]) assert.ok(!isKeyAllowed({ ...NONE, [with_]: true, key }), key);
  });

  const stopped = (kind: string, init: Record<string, unknown>) =>
    desk.page.evaluate(
      ([kind, init]) => {
        const Type = kind.startsWith("key") ? KeyboardEvent : kind === "wheel" ? WheelEvent : MouseEvent;
        const event = new Type(kind, { bubbles: true, composed: true, cancelable: true, ...init });
        document.querySelector("kiosk-app")?.dispatchEvent(event);
        return event.defaultPrevented;
      },
      [kind, init] as const,
    );

  for (const init of [
    { key: "t", ctrlKey: true },
    { key: "F12" },
    { key: "i", ctrlKey: true, shiftKey: true },
    { key: "ArrowLeft", altKey: true },
    { key: "p", ctrlKey: true },
    { key: "Escape" },
  ]) {
    it(`stops ${JSON.stringify(init)} in a real page`, async () => assert.equal(await stopped("keydown", init), true));
  }

  it("lets Tab through in a real page", async () => assert.equal(await stopped("keydown", { key: "Tab" }), false));

  for (const kind of ["contextmenu", "dragstart", "drop", "auxclick", "selectstart", "copy", "paste"]) {
    it(`stops ${kind}`, async () => assert.equal(await stopped(kind, {}), true));
  }

  it("stops pinching, and lets the page be scrolled", async () => {
    assert.equal(await stopped("wheel", { ctrlKey: true }), true);
    assert.equal(await stopped("wheel", {}), false);
  });

  it("opens no window and no dialog", async () => {
    assert.equal(await desk.page.evaluate(() => window.open("/")), null);
    assert.equal(await desk.page.evaluate(() => window.alert("x")), undefined);
    assert.equal(desk.page.context().pages().length, 1);
  });

  it("leaves a control beside it alone: the focused button still answers to Enter", async () => {
    await show(desk, "guide");
    await desk.page.locator("#confirm").focus();
    await desk.page.keyboard.press("Enter");
    await desk.server.sent(1);
    assert.equal(desk.server.intents[0]?.intent.kind, "confirm");
  });

  it("does not let a key go through to the page that shortcuts would reach", async () => {
    await desk.page.keyboard.press("Control+p");
    await desk.page.keyboard.press("F5");
    assert.equal(await desk.page.locator("screen-guide").count(), 1);
  });
});
