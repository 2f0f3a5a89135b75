import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import zh from "../../kiosk-ui/texts/zh-CN.json" with { type: "json" };
import type { Display, Guidance, Intent } from "../../runtime/server/api.ts";
import { type Desk, openPage, show } from "./harness.ts";
import { GUIDANCE, viewOf } from "./views.ts";

const LOOKS: readonly (readonly [string, Partial<Display>, { width: number; height: number }])[] = [
  ["standard", {}, { width: 1080, height: 1920 }],
  ["长辈版", { size: "senior" }, { width: 1080, height: 1920 }],
  ["长辈版 in English", { size: "senior", language: "en" }, { width: 1080, height: 1920 }],
  ["low reach", { reach: "low" }, { width: 1080, height: 1920 }],
  ["长辈版 in English on a wide screen", { size: "senior", language: "en" }, { width: 1920, height: 1080 }],
];

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

describe("proving who one is, on the citizen page", function () {
  this.timeout(120_000);
  let desk: Desk;

  before(async () => {
    desk = await openPage("citizen", (server) => server.show(viewOf("home")));
  });
  after(() => desk.close());
  afterEach(() => desk.page.setViewportSize({ width: 1080, height: 1920 }));

  const words = async (selector: string) => ((await desk.page.locator(selector).textContent()) ?? "").trim();
  const box = async (selector: string): Promise<Box> =>
    (await desk.page.locator(selector).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const middle = ({ x, width }: Box) => x + width / 2;

  async function sends(selector: string, intent: Intent): Promise<void> {
    const before = desk.server.intents.length;
    await desk.page.locator(selector).click();
    await desk.server.sent(before + 1);
    assert.deepEqual(desk.server.intents.at(-1)?.intent, intent);
  }

  it("says each guidance in words that are read out, with a drawing of its own", async () => {
    const drawings = new Set<string>();
    for (const guidance of GUIDANCE) {
      await show(desk, `guidance-${guidance}`);
      assert.equal(await words("screen-identify-face [role=status]"), zh[`guidance.${guidance}`]);
      const art = desk.page.locator(`svg.guidance-art.${guidance}`);
      assert.equal(await art.count(), 1, guidance);
      drawings.add(`${guidance.startsWith("turn") ? guidance : ""}${await art.innerHTML()}`);
    }
    assert.equal(drawings.size, GUIDANCE.length);
  });

  it("points, beside a mirror, to the side where a person sees their own left and right", async () => {
    for (const [guidance, side] of [
      ["turn-left", "left"],
      ["turn-right", "right"],
    ] as const) {
      await show(desk, `guidance-${guidance}`);
      assert.match(await words("screen-identify-face [role=status]"), side === "left" ? /向左/u : /向右/u);
      const figure = middle(await box("svg.guidance-art"));
      for (const part of [".arrow", ".turning"]) {
        const off = middle(await box(`svg.guidance-art.${guidance} ${part}`)) - figure;
        assert.ok(side === "left" ? off < -5 : off > 5, `${guidance} ${part}: ${off}`);
      }
    }
  });

  it("shows the preview as a mirror", async () => {
    const seen = await openPage("citizen", (server) => server.show(viewOf("home")));
    seen.server.preview = await readFile(new URL("../fixtures/faces/live-a.mjpeg", import.meta.url)).then((film) =>
      film.subarray(0, film.indexOf(Buffer.from([0xff, 0xd9])) + 2),
    );
    await show(seen, "face-looking");
    const [flip] = await seen.page
      .locator("live-preview :is(img, canvas)")
      .first()
      .evaluate((picture) => new DOMMatrix(getComputedStyle(picture).transform).toFloat64Array());
    assert.equal(flip, -1);
    await seen.close();
  });

  for (const [title, display, size] of LOOKS) {
    it(`moves nothing while the guidance changes, and cuts off no word, in ${title}`, async () => {
      await desk.page.setViewportSize(size);
      const places = new Set<string>();
      for (const name of [...GUIDANCE.map((guidance: Guidance) => `guidance-${guidance}`), "face-starting", "face-looking"]) {
        await show(desk, name, display);
        const [band, mirror, refuse] = [await box(".band"), await box("live-preview"), await box("#refuse")];
        const whole = await desk.page
          .locator(".band")
          .evaluate((one) => [one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth]);
        assert.ok(
          whole.every((over) => over <= 1),
          `${name}: ${whole.join(" ")} over`,
        );
        assert.ok(band.x >= 0 && band.x + band.width <= size.width, name);
        if (size.height > size.width) assert.ok(mirror.y + mirror.height <= band.y, `${name}: the mirror stands above the words`);
        assert.ok(mirror.height >= 200 && mirror.y + mirror.height <= refuse.y, `${name}: the mirror is seen whole`);
        places.add(JSON.stringify([band, mirror, refuse]));
      }
      assert.equal(places.size, 1, [...places].join("\n"));
    });
  }

  it("keeps still where motion is not wanted", async () => {
    for (const guidance of GUIDANCE) {
      await show(desk, `guidance-${guidance}`);
      const moving = await desk.page
        .locator("svg.guidance-art")
        .evaluate(
          (art) => art.getAnimations({ subtree: true }).filter((one) => Number(one.effect?.getComputedTiming().duration) > 1).length,
        );
      assert.equal(moving, 0, guidance);
    }
  });

  it("counts the movements, and says clearly when the picture leaves the machine", async () => {
    await show(desk, "guardian-face");
    assert.match(await words(".action-count"), /动作 1\/2/u);
    assert.match(await words(".promise"), /加密.*身份核验服务/u);
    assert.match(await words("kiosk-page h1"), /监护人/u);
    await show(desk, "face-looking");
    assert.equal(await words(".action-count"), "");
    assert.match(await words(".promise"), /不保存、不上传/u);
  });

  it("has another way at every moment of a look at the face, and a further try where one is left", async () => {
    for (const state of [
      "starting",
      "looking",
      "restarting",
      "asking-service",
      "no-match",
      "unsure",
      "not-seen",
      "lost-track",
      "camera-down",
      "photo-unusable",
    ]) {
      await show(desk, `face-${state}`);
      assert.equal(await desk.page.locator("#refuse").count(), 1, state);
      const again = ["no-match", "unsure", "not-seen", "lost-track"].includes(state);
      assert.equal(await desk.page.locator("#retry").count(), again ? 1 : 0, state);
    }
    await sends("#refuse", { kind: "refuse" });
    await show(desk, "face-last-try");
    assert.equal(await desk.page.locator("#retry").count(), 0);
  });

  it("offers every method, and of one that cannot be used the reason but no button", async () => {
    await show(desk, "methods-some");
    assert.equal(await desk.page.locator("button.method").count(), 1);
    assert.match(await words("#method-card-face"), /试的次数太多/u);
    assert.match(await words("#method-remote"), /网络中断/u);
    assert.match(await words("#method-social"), /设备故障/u);
    await sends("#method-card", { kind: "choose", row: "card" });
    await show(desk, "methods-none");
    assert.equal(await desk.page.locator("button.method").count(), 0);
    await sends("#refuse", { kind: "refuse" });
  });

  it("names the person whose card is wanted, and asks for another when it is the first one's again", async () => {
    await show(desk, "guardian-card-place-card");
    assert.equal(await words("kiosk-page h1"), "请监护人放上身份证");
    await show(desk, "guardian-card-same-person");
    assert.match(await words("[role=alert]"), /请换成监护人的身份证/u);
    await sends("#retry", { kind: "retry" });
  });

  it("lets whoever has no licence code say so, before and after a try", async () => {
    await show(desk, "licence-show-code");
    await sends("#refuse", { kind: "refuse" });
    await show(desk, "licence-code-expired");
    await sends("#retry", { kind: "retry" });
  });

  it("asks for consent with two buttons of the same size and look, neither chosen beforehand", async () => {
    for (const display of [{}, { size: "senior" }, { language: "en" }, { contrast: "high" }] as const) {
      await show(desk, "consent", display);
      const looks = await Promise.all(
        ["#agree", "#refuse"].map((id) =>
          desk.page.locator(id).evaluate((button) => {
            const { width, height, y } = button.getBoundingClientRect();
            const { backgroundColor, color, borderColor, borderWidth, fontSize, fontWeight } = getComputedStyle(button);
            return [
              Math.round(width),
              height,
              y,
              backgroundColor,
              color,
              borderColor,
              borderWidth,
              fontSize,
              fontWeight,
              button.ariaPressed,
            ];
          }),
        ),
      );
      assert.deepEqual(looks[0], looks[1]);
    }
    assert.deepEqual(await desk.page.locator("dt").allTextContents(), ["由谁处理", "为了什么", "怎么处理", "保存多久", "您的权利"]);
    assert.match(await words(".version"), /2026-01/u);
    assert.deepEqual(desk.complaints, []);
  });
});
