import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { attempt, ClipCamera, cardPhoto, clip, partsWith } from "./stage.ts";

describe("runtime/face-engine/attempt", () => {
  let clock: FakeClock;
  beforeEach(() => {
    clock = new FakeClock();
  });

  const play = async (name: string, person: "a" | "b" = "a", withinMs = 2_000) =>
    attempt(new ClipCamera(clock, clip(name)), await partsWith(clock), { reference: cardPhoto(person), withinMs });

  it("knows the person of the card", async () => {
    const { decision, guidance, result } = await play("live-a");
    assert.equal(decision, "match");
    assert.deepEqual(guidance, ["checking"]);
    assert.ok(must(result).evidence.frames >= 5);
    assert.equal(must(result).evidence.band, "above");
    assert.equal(must(result).evidence.liveness, "rgb-passive");
  });

  it("knows a person from a photograph taken in another year", async () => {
    assert.equal((await play("live-b", "b")).decision, "match");
  });

  it("refuses somebody else with that person's card", async () => {
    const { decision, result } = await play("other-c");
    assert.equal(decision, "mismatch");
    assert.equal(must(result).evidence.band, "below");
  });

  it("takes a print of the right person, held up, for an attack though it resembles the card", async () => {
    const { decision, result } = await play("print-attack-a");
    assert.equal(decision, "attack");
    assert.equal(must(result).evidence.band, "above");
  });

  it("asks one of two people to step aside, and decides nothing", async () => {
    const { decision, guidance } = await play("two-people", "a", 500);
    assert.equal(decision, "face.no-good-frames");
    assert.deepEqual(guidance, ["one-person-only"]);
  });

  it("asks for a look at the camera when nobody is there, and ends in time", async () => {
    const start = clock.now();
    const { decision, guidance } = await play("nobody", "a", 500);
    assert.equal(decision, "face.no-good-frames");
    assert.deepEqual(guidance, ["look-at-camera"]);
    assert.equal(clock.now() - start, 500);
    assert.equal(clock.pending, 0);
  });

  it("never lets a picture that does not move at all pass, and calls it unsure at the end", async () => {
    const [first] = clip("live-a");
    assert.ok(first);
    const { decision } = await attempt(new ClipCamera(clock, [first]), await partsWith(clock), { withinMs: 900 });
    assert.equal(decision, "unsure");
  });

  it("says that the camera is gone when it is pulled out in the middle", async () => {
    const unplugged = { code: "camera.unplugged", detail: "test" } as const;
    const camera = new ClipCamera(clock, clip("live-a").slice(0, 3), unplugged);
    assert.equal((await attempt(camera, await partsWith(clock))).decision, "face.no-camera");
    assert.equal(clock.pending, 0);
  });

  it("ends at once when it is cancelled in the middle", async () => {
    const giveUp = new AbortController();
    const camera = new ClipCamera(clock, clip("live-a"));
    camera.onFrame = (seq) => void (seq === 3 && giveUp.abort());
    const { decision } = await attempt(camera, await partsWith(clock), { signal: giveUp.signal });
    assert.equal(decision, "face.cancelled");
    assert.equal(camera.given.length, 3);
    assert.equal(clock.pending, 0);
  });

  it("looks past a frame that was spoilt on the cable", async () => {
    const [first = Buffer.alloc(0), ...rest] = clip("live-a");
    const spoilt = Buffer.concat([first.subarray(0, 200), Buffer.from([0xff, 0xd9])]);
    const { decision } = await attempt(new ClipCamera(clock, [spoilt, ...rest]), await partsWith(clock));
    assert.equal(decision, "match");
  });

  it("shows the page at most ten pictures a second", async () => {
    const { previews } = await attempt(new ClipCamera(clock, clip("nobody")), await partsWith(clock), { withinMs: 600 });
    assert.ok(previews.length > 0 && previews.length <= 6);
    assert.equal(Buffer.from(previews[0] ?? "", "base64").readUInt16BE(0), 0xffd8);
  });

  for (const minAssurance of ["ir", "certified", "no such word" as "ir"] as const) {
    it(`refuses an item that asks for ${minAssurance}, more than a colour camera can promise, without opening it`, async () => {
      const camera = new ClipCamera(clock, clip("live-a"));
      const { decision } = await attempt(camera, await partsWith(clock), { minAssurance });
      assert.equal(decision, "face.assurance-unavailable");
      assert.equal(camera.given.length, 0);
    });
  }
});
