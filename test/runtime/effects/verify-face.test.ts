import assert from "node:assert/strict";
import type { FaceFailure } from "../../../runtime/face-engine/api.ts";
import { atKiosk } from "../support/at-kiosk.ts";
import { failedLook, verdict } from "../support/fake-faces.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { status } from "../support/peers.ts";
import { removeTemporaryFolders } from "../support/records.ts";

describe("a person whose face is looked at", () => {
  let hall: TestHouse;
  beforeEach(async () => {
    hall = await openHouse();
    hall.peers.devices.say(status("slot", "smart-card-reader"));
    await until(() => hall.neighbours.devices.byKind("smart-card-reader") !== undefined);
  });
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const { screen, shows, methods, everything, faces, looks, atCamera } = atKiosk(() => hall);

  const AGAIN: readonly { what: string; answer: () => ReturnType<typeof verdict>; says: string }[] = [
    { what: "was never seen well enough", answer: () => failedLook("face.no-good-frames"), says: "not-seen" },
    { what: "went out of the picture", answer: () => failedLook("face.lost-track"), says: "lost-track" },
    { what: "could not be told for sure", answer: () => verdict("unsure"), says: "unsure" },
  ];
  for (const { what, answer, says } of AGAIN) {
    it(`who ${what} is told so, may try again, and each try is on record with its numbers`, async () => {
      faces().answer = answer;
      await atCamera();
      await shows("identify-face", says);
      const shown = screen();
      assert.equal(shown.kind === "identify-face" && shown.triesLeft, 1);
      faces().answer = () => verdict("match");
      hall.touch({ kind: "retry" });
      await shows("result");
      const notes = [...hall.journalled("face.not-judged"), ...hall.journalled("face.judged")];
      assert.equal(notes.length, 2);
      assert.deepEqual(
        hall.journalled("identify.ended").map((one) => [one["factor"], one["person"], one["outcome"], one["why"]]),
        [
          ["id-card", "", "proved", ""],
          ["face", "", "failed", says],
          ["face", "", "proved", ""],
        ],
      );
    });
  }

  it("is on record with decision, band and engine, and with nothing that says how alike", async () => {
    await atCamera();
    await shows("result");
    const [judged] = hall.journalled("face.judged");
    assert.deepEqual(judged, {
      session: judged?.["session"],
      decision: "match",
      band: "above",
      liveness: "rgb-challenge",
      livenessChecks: "carrier-motion:live-challenge:live",
      engine: "a-vendor-s-engine-1",
      modelSha256: "ab".repeat(32),
      thresholdSet: "t1",
      frames: 5,
      framesSeen: 31,
      restarts: 1,
      ms: 900,
    });
  });

  it("is shown which of how many movements is asked for", async () => {
    faces().answer = () => "never";
    await atCamera();
    await looks(1);
    faces().show(Buffer.from("jpeg"), "turn-left", { at: 2, of: 3 });
    await shows("identify-face", "looking");
    const shown = screen();
    assert.ok(shown.kind === "identify-face");
    assert.deepEqual([shown.guidance, shown.action, shown.leavesDevice, shown.person], ["turn-left", { at: 2, of: 3 }, false, null]);
  });

  const AT_ONCE: readonly FaceFailure[] = ["face.no-camera", "face.reference-unusable", "face.assurance-unavailable"];
  for (const failure of AT_ONCE) {
    it(`is led to another way at once on ${failure}, and it costs no try`, async () => {
      faces().answer = () => failedLook(failure);
      await atCamera();
      await shows("methods");
      assert.equal(faces().looks.length, 1);
      assert.equal(methods()["card-face"], null);
    });
  }

  it("is not let through by a match that reached less than the item asks", async () => {
    faces().answer = () => verdict("match", { liveness: "rgb-passive" });
    await atCamera();
    await shows("methods");
    assert.equal(faces().looks.length, 1);
  });

  it("whose camera is unplugged in the middle goes on with another method", async () => {
    let unplug = () => undefined as unknown;
    faces().answer = () => new Promise((resolve) => (unplug = () => resolve(failedLook("face.no-camera")))) as never;
    await atCamera();
    await looks(1);
    faces().say({ camera: { ...faces().status.camera, state: "noDevice" } });
    unplug();
    await shows("methods");
    assert.deepEqual(methods(), { "card-face": "device-down", remote: "device-down", social: null }, "and nothing that is not fitted here");
    assert.equal(hall.touch({ kind: "choose", row: "card-face" }).accepted, false);
  });

  it("who held up a picture is told no more than anybody who is not recognised, and no face is looked at any more", async () => {
    faces().answer = () => verdict("attack");
    await atCamera();
    await shows("methods");
    assert.deepEqual([methods()["card-face"], methods()["remote"], methods()["social"]], ["locked", "locked", null]);
    assert.equal(hall.touch({ kind: "choose", row: "card-face" }).accepted, false);
    assert.deepEqual(
      hall.journalled("factor.locked").map((one) => one["factor"]),
      ["face", "remote-face"],
    );
    assert.equal(hall.journalled("identify.ended").at(-1)?.["why"], "no-match");
    assert.doesNotMatch(JSON.stringify(hall.kiosk.view()), /attack|below|between|above/);
  });

  it("who was closed out begins the next session like anybody", async () => {
    faces().answer = () => verdict("attack");
    await atCamera();
    await shows("methods");
    hall.touch({ kind: "cancel" });
    await until(() => !hall.peers.devices.leased);
    await hall.clock.advance(6_000);
    faces().answer = () => verdict("match");
    await atCamera();
    await shows("result");
  });

  it("who is not recognised again and again is let try no more, by the session and not by the person", async () => {
    faces().answer = () => verdict("unsure");
    for (let tries = 0; tries < 5; tries++) {
      if (screen().kind === "identify-face") hall.touch({ kind: "retry" });
      else if (tries === 0) await atCamera();
      else {
        hall.touch({ kind: "choose", row: "card-face" });
        await shows("consent");
        hall.touch({ kind: "agree" });
      }
      await looks(tries + 1);
      await until(() => hall.journalled("identify.ended").filter((one) => one["factor"] === "face").length === tries + 1);
    }
    await shows("methods");
    assert.equal(methods()["card-face"], "locked");
    assert.deepEqual(
      hall.journalled("factor.locked").map(({ factor, failures }) => [factor, failures]),
      [["face", 5]],
    );
  });

  it("takes the consent back in the middle of a look, which ends at once and comes to nothing", async () => {
    faces().answer = () => "never";
    await atCamera();
    await looks(1);
    assert.deepEqual(hall.touch({ kind: "refuse" }), { accepted: true });
    await shows("methods");
    await until(() => hall.journalled("identify.ended").length === 2);
    assert.equal(hall.journalled("identify.ended").at(-1)?.["outcome"], "withdrawn");
    assert.deepEqual(
      hall.journalled("face.not-judged").map((one) => one["failure"]),
      ["face.cancelled"],
    );
    assert.deepEqual(
      hall.journalled("consent.given").map(({ consent, agreed, by }) => [consent, agreed, by]),
      [
        ["face", true, ""],
        ["face", false, ""],
      ],
    );
    assert.equal(hall.neighbours.faces.looking, false);
  });

  it("is not let through by a verdict of a look that is long over", async () => {
    let answer = () => undefined as unknown;
    faces().answer = () => new Promise((resolve) => (answer = () => resolve(verdict("match")))) as never;
    await atCamera();
    await looks(1);
    hall.touch({ kind: "refuse" });
    await shows("methods");
    answer();
    await hall.clock.advance(1_000);
    await shows("methods");
    hall.touch({ kind: "choose", row: "card-face" });
    await shows("consent");
  });

  it("leaves no number, name or photo in the journal", async () => {
    await atCamera();
    await shows("result");
    hall.touch({ kind: "cancel" });
    await until(() => !hall.peers.devices.leased);
    for (const personal of ["艾测试", "photo of", "19900101"]) assert.equal(everything().includes(personal), false, personal);
  });
});
