import assert from "node:assert/strict";
import { EMBEDDING_SIZE, type Embedding, mean } from "../../../runtime/face-engine/embedder.ts";
import { bandOf, decide } from "../../../runtime/face-engine/verify.ts";

const THRESHOLDS = { pass: 0.6, reject: 0.45 };

/** Of unit length, with this cosine to the first axis. */
function leaning(similarity: number): Embedding {
  const embedding = new Float32Array(EMBEDDING_SIZE);
  embedding[0] = similarity;
  embedding[1] = Math.sqrt(1 - similarity ** 2);
  return embedding;
}

const five = (similarity: number) => Array.from({ length: 5 }, () => leaning(similarity));

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
      assert.deepEqual(decide(leaning(1), five(similarity), liveness, THRESHOLDS), { verdict: { decision }, band });
    });
  }

  it("matches nobody when the similarity is no number", () => {
    assert.equal(bandOf(Number.NaN, THRESHOLDS), "below");
  });

  it("compares the mean of five frames, so one bad frame does not decide", () => {
    const mixed = [...five(0.9).slice(0, 4), leaning(0.2)];
    assert.equal(decide(leaning(1), mixed, "live", THRESHOLDS).verdict.decision, "match");
    assert.ok(Math.abs(Math.hypot(...mean(mixed)) - 1) < 1e-6);
  });
});
