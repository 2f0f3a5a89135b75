import assert from "node:assert/strict";
import { checkSignature } from "../../config/documents/signature.ts";
import { type Desk, openPage, show } from "./harness.ts";
import { drawWithFinger, drawWithPen, padOf } from "./pointers.ts";
import { viewOf } from "./views.ts";

describe("signing on the citizen page", function () {
  this.timeout(120_000);
  let desk: Desk;

  before(async () => {
    desk = await openPage("citizen", (server) => server.show(viewOf("home")), { hasTouch: true });
  });

  beforeEach(async () => {
    desk.server.intents.length = 0;
    await show(desk, "guide");
    await show(desk, "sign");
  });

  after(() => desk.close());

  const label = () => desk.page.locator("signature-canvas canvas").getAttribute("aria-label");
  /** Pixels that are not empty. */
  const inkOnGlass = () =>
    desk.page.locator("signature-canvas canvas").evaluate(async (canvas: HTMLCanvasElement) => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      let count = 0;
      for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 0) count += 1;
      return count;
    });
  const signed = async () => {
    await desk.page.locator("#confirm").tap();
    const { signature } = await desk.server.sentKind("sign");
    return signature;
  };

  it("with a finger sends the strokes in millimetres of the glass, once they are confirmed and not before", async () => {
    await drawWithFinger(desk.page);
    assert.equal(await label(), "签名区，已写 8 笔");
    assert.ok((await inkOnGlass()) > 2_000);
    assert.deepEqual(
      desk.server.intents.filter(({ intent }) => intent.kind !== "extend"),
      [],
      "nothing of it leaves the box",
    );
    const signature = await signed();
    assert.ok(checkSignature(signature).ok);
    assert.equal(signature.strokes.length, 8);
    // 598 mm are 1920 pixels high here: the box of 992 by some 600 pixels is as large as that.
    assert.ok(Math.abs(signature.widthMm - (988 * 598) / 1920) < 3, `${signature.widthMm}`);
    const [across = []] = signature.strokes;
    assert.ok(Math.abs((across[0]?.x ?? 0) - 0.2 * signature.widthMm) < 1);
    assert.ok(
      across.every(({ pressure }) => pressure === 0.5),
      "a finger has no pressure",
    );
    const times = signature.strokes.flat().map(({ at }) => at);
    assert.ok(times[0] === 0 && times.every((at, n) => at >= (times[n - 1] ?? 0)));
  });

  it("with a pen keeps how hard it was pressed", async () => {
    await drawWithPen(desk.page);
    const signature = await signed();
    const pressures = new Set(signature.strokes.flat().map(({ pressure }) => pressure));
    assert.ok(pressures.size > 1 && !pressures.has(0), [...pressures].join());
  });

  it("with a mouse works as well, for a kiosk whose glass is not a touch screen", async () => {
    const { place } = await padOf(desk.page);
    for (const stroke of [
      [
        [0.2, 0.2],
        [0.5, 0.8],
      ],
      [
        [0.5, 0.2],
        [0.2, 0.8],
      ],
    ] as const) {
      const [from, to] = [place(stroke[0]), place(stroke[1])];
      await desk.page.mouse.move(from.x, from.y);
      await desk.page.mouse.down();
      await desk.page.mouse.move(to.x, to.y, { steps: 5 });
      await desk.page.mouse.up();
    }
    assert.equal((await signed()).strokes.length, 2);
  });

  it("can be started over, and an empty box, a dot or a swipe is told in words and not sent", async () => {
    const alert = desk.page.getByRole("alert");
    await desk.page.locator("#confirm").tap();
    assert.match((await alert.textContent()) ?? "", /还没有签名/);
    await drawWithFinger(desk.page, [
      [
        [0.1, 0.5],
        [0.5, 0.5],
        [0.9, 0.5],
      ],
    ]);
    assert.equal(await alert.count(), 0, "writing takes the complaint away");
    await desk.page.locator("#confirm").tap();
    assert.match((await alert.textContent()) ?? "", /不像签名/);
    await desk.page.locator("#clear").tap();
    assert.equal(await label(), "签名区，还没有签名");
    assert.equal(await inkOnGlass(), 0);
    await drawWithFinger(desk.page, [
      [
        [0.5, 0.5],
        [0.51, 0.51],
      ],
    ]);
    await desk.page.locator("#confirm").tap();
    assert.match((await alert.textContent()) ?? "", /太短/);
    assert.deepEqual(
      desk.server.intents.filter(({ intent }) => intent.kind === "sign"),
      [],
    );
  });

  it("a second finger or the edge of a hand on the glass writes nothing", async () => {
    const { place, cdp } = await padOf(desk.page);
    const one = place([0.2, 0.2]);
    const palm = { ...place([0.7, 0.8]), id: 2, radiusX: 60, radiusY: 60 };
    await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ ...one, id: 1 }] });
    await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ ...one, id: 1 }, palm] });
    await cdp.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ ...place([0.4, 0.5]), id: 1 }, palm] });
    await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    assert.equal(await label(), "签名区，已写 1 笔");
  });

  it("keeps what is written when the language, the letters or the contrast change", async () => {
    await drawWithFinger(desk.page);
    for (const display of [{ language: "en" }, { size: "senior" }, { contrast: "high" }] as const) {
      await show(desk, "sign", display);
      assert.ok((await inkOnGlass()) > 2_000, JSON.stringify(display));
    }
    await show(desk, "sign");
    assert.ok(checkSignature(await signed()).ok);
  });

  it("tells the runtime that somebody is there", async () => {
    // The page asks for time again only a while after it has sent anything.
    const again = await openPage("citizen", (server) => server.show(viewOf("sign")), { hasTouch: true });
    await again.page.locator("signature-canvas canvas").waitFor();
    await drawWithFinger(again.page);
    await again.server.sentKind("extend");
    await again.close();
  });

  it("offers another way to whoever cannot sign", async () => {
    await desk.page.locator("#refuse").tap();
    assert.deepEqual(await desk.server.sentKind("refuse"), { kind: "refuse" });
  });

  it("complains about nothing", () => assert.deepEqual(desk.complaints, []));
});
