import assert from "node:assert/strict";
import { EMBEDDING_SIZE, type Embedding, mean } from "../../../runtime/face-engine/embedder.ts";
import { bandOf, decide, type GoodFrame, RULES, Track } from "../../../runtime/face-engine/verify.ts";

const THRESHOLDS = { pass: 0.6, reject: 0.45 };

/** Of unit length, with this cosine to the first axis. */
function leaning(similarity: number): Embedding {
  const embedding = new Float32Array(EMBEDDING_SIZE);
  embedding[0] = similarity;
  embedding[1] = Math.sqrt(1 - similarity ** 2);
  return embedding;
}

function frame(at: number, x = 0, embedding = leaning(1)): GoodFrame {
  const gray = { width: 1, height: 1, luma: Uint8Array.of(9) };
  return { at, face: { score: 1, box: { x, y: 0, width: 100, height: 100 }, landmarks: [] }, gray, scale: 1, embedding };
}

const opinion = (verdict: "live" | "attack" | "unsure") => ({ verdict, score: 0, reason: "moves-alone" }) as const;
const frames = (similarity: number) => Array.from({ length: 5 }, (_, at) => frame(at * 66, 0, leaning(similarity)));

describe("runtime/face-engine/verify", () => {
  for (const [similarity, liveness, decision, band] of [
    [0.61, "live", "match", "above"],
    [0.61, "unsure", "unsure", "above"],
    [0.61, "attack", "attack", "above"],
    [0.59, "live", "unsure", "between"],
    [0.46, "live", "unsure", "between"],
    [0.59, "attack", "attack", "between"],
    [0.44, "live", "mismatch", "below"],
    [0.44, "unsure", "mismatch", "below"],
    [-0.2, "attack", "attack", "below"],
  ] as const) {
    it(`says ${decision} at cosine ${similarity} when liveness says ${liveness}`, () => {
      const decided = decide(leaning(1), frames(similarity), opinion(liveness), THRESHOLDS);
      assert.deepEqual(decided, { verdict: { decision }, band });
    });
  }

  it("matches nobody when the similarity is no number", () => {
    assert.equal(bandOf(Number.NaN, THRESHOLDS), "below");
  });

  it("compares the mean of the last five frames, so one bad frame does not decide", () => {
    const mixed = [...frames(0.9).slice(0, 4), frame(400, 0, leaning(0.2))];
    assert.equal(decide(leaning(1), mixed, opinion("live"), THRESHOLDS).verdict.decision, "match");
    assert.ok(Math.abs(Math.hypot(...mean(mixed.map((one) => one.embedding))) - 1) < 1e-6);
  });

  it("begins anew after a jump, a gap or another face, and overwrites what it had", () => {
    for (const intruder of [frame(100, 60), frame(5_000), frame(100, 0, leaning(0.1))]) {
      const track = new Track();
      const before = frame(0);
      assert.equal(track.keep(before), "kept");
      assert.equal(track.keep(frame(50, 10, leaning(0.9))), "kept");
      assert.equal(track.keep(intruder), "restarted");
      assert.deepEqual(track.frames, [intruder]);
      assert.ok(before.embedding.every((value) => value === 0) && before.gray.luma[0] === 0);
    }
  });

  it("does not let one face turn into another a little at a time", () => {
    const track = new Track();
    const turned = (at: number) =>
      Float32Array.from({ length: EMBEDDING_SIZE }, (_, axis) => [Math.cos(at / 3), Math.sin(at / 3)][axis] ?? 0);
    const said = Array.from({ length: 8 }, (_, at) => track.keep(frame(at * 66, 0, turned(at))));
    assert.ok(said.includes("restarted"));
  });

  it("is lost after the fourth new beginning", () => {
    const track = new Track();
    for (let at = 0; at <= RULES.maxRestarts; at++) track.keep(frame(at * 2_000));
    assert.equal(track.lost, false);
    track.keep(frame(20_000));
    assert.equal(track.lost, true);
  });

  it("keeps no more frames than it needs, overwriting the oldest", () => {
    const track = new Track();
    const oldest = frame(0);
    track.keep(oldest);
    for (let at = 1; at <= RULES.framesKept; at++) track.keep(frame(at * 66));
    assert.equal(track.frames.length, RULES.framesKept);
    assert.equal(oldest.embedding[0], 0);
  });
});
