import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { sealKeyPair, unseal } from "../../../base/seal.ts";
import { jpegSize } from "../../../device-drivers/camera/jpeg-size.ts";
import { cosine, mean } from "../../../runtime/face-engine/embedder.ts";
import type { Face } from "../../../runtime/face-engine/geometry.ts";
import { PictureDecoder } from "../../../runtime/face-engine/picture.ts";
import { headAndShoulders } from "../../../runtime/face-engine/portrait.ts";
import { readReference } from "../../../runtime/face-engine/reference.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { ClipCamera, capture, cardPhoto, clip, openNetworks, partsWith } from "./stage.ts";

describe("runtime/face-engine: a picture for the identity service", () => {
  const keys = sealKeyPair();

  async function take(pictures: readonly Buffer[], withinMs = 2_000) {
    const clock = new FakeClock();
    return capture(new ClipCamera(clock, pictures), await partsWith(clock), { sealTo: keys.publicKey, context: "request 7", withinMs });
  }

  it("takes a living person's head and shoulders, and only the service can open it, for that request alone", async () => {
    const { decision, result } = await take(clip("live-a"));
    assert.equal(decision, "live");
    const { sealed, evidence } = must(result);
    assert.equal(evidence.band, null);
    assert.equal(evidence.liveness, "rgb-passive");
    const bytes = Buffer.from(sealed ?? "", "base64");
    assert.equal(unseal(keys.privateKey, "request 8", bytes).ok, false);
    assert.equal(unseal(sealKeyPair().privateKey, "request 7", bytes).ok, false);
    const jpeg = must(unseal(keys.privateKey, "request 7", bytes));
    const size = jpegSize(jpeg);
    assert.ok(size && size.width <= 480 && size.height <= 600 && size.width >= 300, JSON.stringify(size));
  });

  it("takes a picture in which the person is known again", async () => {
    const jpeg = must(unseal(keys.privateKey, "request 7", Buffer.from(must((await take(clip("live-a"))).result).sealed ?? "", "base64")));
    const parts = { ...(await openNetworks()), decoder: new PictureDecoder() };
    const [taken, card] = [must(await readReference(jpeg, parts)), must(await readReference(cardPhoto("a"), parts))];
    assert.ok(cosine(mean([taken]), card) > 0.8);
  });

  for (const [what, name, decision] of [
    ["a print", "print-attack-a", "attack"],
    ["a picture that does not move", "still", "unsure"],
  ] as const) {
    it(`takes no picture of ${what}`, async () => {
      const { result } = await take(name === "still" ? clip("live-a").slice(0, 1) : clip(name), 900);
      assert.equal(must(result).verdict.decision, decision);
      assert.equal(must(result).sealed, null);
    });
  }

  for (const [before, after, isPersonA] of [
    ["other-c", "live-a", true],
    ["live-a", "other-c", false],
  ] as const) {
    it(`takes the picture of the one who stayed (${after}), not of the one who was there before, whoever is sharper`, async () => {
      const { result } = await take([...clip(before).slice(0, 4), ...clip(after)]);
      const jpeg = must(unseal(keys.privateKey, "request 7", Buffer.from(must(result).sealed ?? "", "base64")));
      const parts = { ...(await openNetworks()), decoder: new PictureDecoder() };
      const likeness = cosine(must(await readReference(jpeg, parts)), must(await readReference(cardPhoto("a"), parts)));
      assert.equal(likeness > 0.6, isPersonA, String(likeness));
      assert.equal(must(result).evidence.restarts, 1);
    });
  }

  it("refuses a key that is none before it opens the camera", async () => {
    const clock = new FakeClock();
    const camera = new ClipCamera(clock, clip("live-a"));
    await assert.rejects(async () => capture(camera, await partsWith(clock), { sealTo: "no key", context: "" }));
    assert.equal(camera.given.length, 0);
  });

  describe("head and shoulders", () => {
    const face = (x: number, y: number, width: number): Face => ({
      score: 1,
      box: { x: x - width / 2, y: y - width / 2, width, height: width },
      landmarks: Array.from({ length: 68 }, () => ({ x, y })),
    });
    for (const [what, frame, at, expected] of [
      ["in the middle: all of it", { width: 640, height: 480 }, face(320, 240, 120), { width: 288, height: 360 }],
      ["near the left edge: what is there", { width: 640, height: 480 }, face(60, 240, 120), { width: 204, height: 360 }],
      [
        "of a large picture: made smaller, never beyond 480×600",
        { width: 1_920, height: 1_080 },
        face(960, 500, 400),
        { width: 480, height: 540 },
      ],
      ["as large as the picture: the whole of it", { width: 640, height: 480 }, face(320, 240, 500), { width: 480, height: 360 }],
    ] as const) {
      it(what, () => {
        const { width, height, at: laid } = headAndShoulders(frame, at);
        assert.deepEqual({ width, height }, expected);
        assert.ok(width <= 480 && height <= 600 && laid.width <= frame.width);
      });
    }
  });
});
