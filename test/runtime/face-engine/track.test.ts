import assert from "node:assert/strict";
import fc from "fast-check";
import { EMBEDDING_SIZE, type Embedding } from "../../../runtime/face-engine/embedder.ts";
import { FaceBuffers } from "../../../runtime/face-engine/face-buffers.ts";
import type { LiveFrame } from "../../../runtime/face-engine/liveness.ts";
import { RULES, Track } from "../../../runtime/face-engine/track.ts";

/** Of unit length, with this cosine to the first axis. */
function leaning(similarity: number): Embedding {
  const embedding = new Float32Array(EMBEDDING_SIZE);
  embedding[0] = similarity;
  embedding[1] = Math.sqrt(1 - similarity ** 2);
  return embedding;
}

function frame(at: number, x = 0): LiveFrame {
  const gray = { width: 1, height: 1, luma: Uint8Array.of(9) };
  const face = { score: 1, box: { x, y: 0, width: 100, height: 100 }, landmarks: [] };
  return { at, face, gray, scale: 1, ir: { ...gray, luma: Uint8Array.of(8) }, depth: null, module: null };
}

const isZero = (values: ArrayLike<number>) => Array.from(values).every((value) => value === 0);

describe("runtime/face-engine/track", () => {
  let buffers: FaceBuffers;
  let track: Track;
  beforeEach(() => {
    buffers = new FaceBuffers();
    track = new Track(buffers);
  });

  for (const [what, intruder, embedding] of [
    ["a jump", frame(100, 60), leaning(1)],
    ["a gap", frame(5_000), leaning(1)],
    ["another face", frame(100), leaning(0.1)],
  ] as const) {
    it(`begins anew after ${what}, and overwrites what it had`, () => {
      const [before, template] = [frame(0), leaning(1)];
      assert.equal(track.keep(before, template), "kept");
      assert.equal(track.keep(frame(50, 10), leaning(0.9)), "kept");
      assert.equal(track.keep(intruder, embedding), "restarted");
      assert.deepEqual(track.frames, [intruder]);
      assert.equal(track.restarts, 1);
      assert.ok([before.gray.luma, before.ir?.luma ?? [1], template].every(isZero));
    });
  }

  it("does not let one face turn into another a little at a time", () => {
    const turned = (at: number) =>
      Float32Array.from({ length: EMBEDDING_SIZE }, (_, axis) => [Math.cos(at / 3), Math.sin(at / 3)][axis] ?? 0);
    const said = Array.from({ length: 8 }, (_, at) => track.keep(frame(at * 66), turned(at)));
    assert.ok(said.includes("restarted"));
  });

  it("does not count a new beginning when there was nothing to lose", () => {
    track.break();
    assert.equal(track.restarts, 0);
  });

  it("is lost after the fourth new beginning", () => {
    for (let at = 0; at <= RULES.maxRestarts; at++) track.keep(frame(at * 2_000), leaning(1));
    assert.equal(track.isLost, false);
    track.keep(frame(20_000), leaning(1));
    assert.equal(track.isLost, true);
  });

  it("wants each of the first five frames compared, and then five a second", () => {
    const wanted: number[] = [];
    for (let at = 0; at < 1_200; at += 100) {
      const wants = track.wants(frame(at));
      if (wants) wanted.push(at);
      track.keep(frame(at), wants ? leaning(1) : null);
    }
    assert.deepEqual(wanted, [0, 100, 200, 300, 400, 600, 800, 1_000]);
  });

  it("wants a frame compared that is later than the last movement, whenever that was", () => {
    for (let at = 0; at < 500; at += 100) track.keep(frame(at), leaning(1));
    assert.equal(track.wants(frame(450), 420), true);
    assert.equal(track.isEnough(420), false);
    track.keep(frame(450), leaning(1));
    assert.equal(track.isEnough(420), true);
  });

  it("wants a frame compared that does not follow the last: somebody else may have come", () => {
    for (let at = 0; at < 500; at += 100) track.keep(frame(at), leaning(1));
    assert.equal(track.wants(frame(450, 60)), true);
  });

  it("compares five frames spread over the whole track, the first and the last among them", () => {
    const marked = (mark: number) => {
      const embedding = leaning(1);
      embedding[2] = mark / 1_000;
      return embedding;
    };
    for (let at = 0; at <= 40; at++) track.keep(frame(at * 200), marked(at));
    const marks = track.embeddings.map((embedding) => Math.round((embedding[2] ?? 0) * 1_000));
    assert.equal(marks.length, 5);
    assert.deepEqual([marks[0], marks[4]], [0, 40]);
    const gaps = marks.slice(1).map((mark, at) => mark - (marks[at] ?? 0));
    assert.ok(Math.max(...gaps) <= 20, gaps.join());
  });

  it("keeps for liveness the newest frames without a gap and others from the whole track, however long it lasts", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), (count) => {
        const own = new FaceBuffers();
        const long = new Track(own);
        const all = Array.from({ length: count }, (_, at) => frame(at * 66));
        for (const one of all) {
          own.keep(one.gray.luma);
          if (one.ir) own.keep(one.ir.luma);
          long.keep(one, null);
        }
        assert.equal(long.frames.length, Math.min(count, RULES.framesKept));
        assert.equal(long.frames[0], all[0]);
        assert.deepEqual(long.frames.slice(-RULES.framesRecent), all.slice(-RULES.framesRecent));
        assert.equal(own.count, 2 * long.frames.length);
        long.break();
        assert.equal(own.count, 0);
        assert.ok(all.every((one) => isZero(one.gray.luma)));
      }),
      { numRuns: 40 },
    );
  });
});
