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
  const numbers = (result: Awaited<ReturnType<typeof play>>["result"]) => (result.ok ? undefined : result.error);

  it("knows the person of the card, from the first five frames", async () => {
    const { decision, guidance, result } = await play("live-a");
    assert.equal(decision, "match");
    assert.deepEqual(guidance, ["checking"]);
    const { frames, framesSeen, restarts, ms, band, liveness, livenessChecks } = must(result).evidence;
    assert.deepEqual({ frames, framesSeen, restarts, ms, band }, { frames: 5, framesSeen: 5, restarts: 0, ms: 500, band: "above" });
    assert.deepEqual([liveness, livenessChecks], ["rgb-passive", "carrier-motion:live"]);
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
    assert.equal(must(result).evidence.liveness, "none");
  });

  it("asks one of two people to step aside, decides nothing, and says how many frames it saw", async () => {
    const { decision, guidance, result } = await play("two-people", "a", 500);
    assert.equal(decision, "face.no-good-frames");
    assert.deepEqual(guidance, ["one-person-only"]);
    assert.deepEqual(numbers(result), { failure: "face.no-good-frames", framesSeen: 4, restarts: 0, ms: 500 });
  });

  it("begins anew when a second person steps up in the middle, though the first has not moved", async () => {
    const [one, both] = [clip("live-a"), clip("two-people")];
    const camera = new ClipCamera(clock, [...one.slice(0, 4), ...both.slice(0, 1), ...one.slice(4, 16)]);
    const { decision, result } = await attempt(camera, await partsWith(clock));
    assert.equal(decision, "match");
    const { framesSeen, restarts, frames } = must(result).evidence;
    assert.deepEqual({ restarts, frames }, { restarts: 1, frames: 5 });
    assert.ok(framesSeen >= 10, "five new frames after the second person left");
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

  it("gives an answer at the deadline from what it has, however late the answer is", async () => {
    const [first = Buffer.alloc(0), ...rest] = clip("live-a");
    const camera = new ClipCamera(clock, [first, first, first, first, first, ...rest]);
    const { decision, result } = await attempt(camera, await partsWith(clock), { withinMs: 550 });
    assert.equal(decision, "unsure");
    assert.equal(must(result).evidence.frames, 5);
  });

  it("says that the camera is gone when it is pulled out in the middle", async () => {
    const unplugged = { code: "camera.unplugged", detail: "test" } as const;
    const camera = new ClipCamera(clock, clip("live-a").slice(0, 3), unplugged);
    const { decision, result } = await attempt(camera, await partsWith(clock));
    assert.equal(decision, "face.no-camera");
    assert.equal(numbers(result)?.framesSeen, 3);
    assert.equal(clock.pending, 0);
  });

  it("ends at once when it is cancelled in the middle, and lets the camera go", async () => {
    const giveUp = new AbortController();
    const camera = new ClipCamera(clock, clip("live-a"));
    camera.onFrame = (seq) => void (seq === 3 && giveUp.abort());
    const { decision, result } = await attempt(camera, await partsWith(clock), { signal: giveUp.signal });
    assert.equal(decision, "face.cancelled");
    assert.equal(numbers(result)?.framesSeen, 3);
    assert.equal(camera.isOpen, false);
    assert.equal(clock.pending, 0);
  });

  it("looks past a frame that was spoilt on the cable, and says nothing of it", async () => {
    const [first = Buffer.alloc(0), ...rest] = clip("live-a");
    const spoilt = Buffer.concat([first.subarray(0, 200), Buffer.from([0xff, 0xd9])]);
    const { decision, guidance } = await attempt(new ClipCamera(clock, [spoilt, ...rest]), await partsWith(clock));
    assert.equal(decision, "match");
    assert.deepEqual(guidance, ["checking"]);
  });

  it("shows the page at most ten pictures a second", async () => {
    const { previews } = await attempt(new ClipCamera(clock, clip("nobody")), await partsWith(clock), { withinMs: 600 });
    assert.ok(previews.length > 0 && previews.length <= 6);
    assert.equal(Buffer.from(previews[0] ?? "", "base64").readUInt16BE(0), 0xffd8);
  });

  it("refuses a card photo in which there is no face, without opening the camera", async () => {
    const camera = new ClipCamera(clock, clip("live-a"));
    const reference = clip("nobody")[0] ?? Buffer.alloc(0);
    assert.equal((await attempt(camera, await partsWith(clock), { reference })).decision, "face.reference-unusable");
    assert.equal(camera.given.length, 0);
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
