import assert from "node:assert/strict";
import { INK_LIMITS, type Signature } from "../../../config/documents/signature.ts";
import { checkIntentRequest } from "../../../runtime/server/shapes.ts";
import { SAMPLE_SIGNATURE } from "../../support/sample-signature.ts";

const asked = (signature: unknown) => checkIntentRequest({ session: "s", revision: 1, intent: { kind: "sign", signature } }, "intent").ok;
const point = { x: 1, y: 1, at: 0, pressure: 0.5 };

describe("a signature on the wire", () => {
  it("is taken as the page sends it", () => assert.ok(asked(SAMPLE_SIGNATURE)));

  it("is refused when it has more than a signature has, or anything beside it", () => {
    const bad: readonly unknown[] = [
      null,
      {},
      { ...SAMPLE_SIGNATURE, name: "林晓岚" },
      { ...SAMPLE_SIGNATURE, strokes: [[]] },
      { ...SAMPLE_SIGNATURE, strokes: [[{ ...point, x: -1 }]] },
      { ...SAMPLE_SIGNATURE, strokes: [[{ ...point, x: "1" }]] },
      { ...SAMPLE_SIGNATURE, strokes: [[{ ...point, z: 1 }]] },
      { ...SAMPLE_SIGNATURE, strokes: [Array(INK_LIMITS.maxPoints + 1).fill(point)] },
      { ...SAMPLE_SIGNATURE, strokes: Array(INK_LIMITS.maxStrokes + 1).fill([point]) },
    ];
    for (const one of bad) assert.equal(asked(one), false, JSON.stringify(one).slice(0, 80));
  });

  it("at its largest fits into what the server reads of one request", () => {
    const far = { x: 699.99, y: 399.99, at: 599_999, pressure: 0.99 };
    const largest: Signature = { widthMm: 700, heightMm: 400, strokes: [Array(INK_LIMITS.maxPoints).fill(far)] };
    assert.ok(Buffer.byteLength(JSON.stringify({ session: "s".repeat(64), intent: { kind: "sign", signature: largest } })) < 60 * 1024);
  });
});
