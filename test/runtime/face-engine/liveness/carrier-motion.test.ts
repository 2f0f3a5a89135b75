import assert from "node:assert/strict";
import fc from "fast-check";
import type { Face, Point } from "../../../../runtime/face-engine/geometry.ts";
import { carrierMotion } from "../../../../runtime/face-engine/liveness/carrier-motion.ts";
import type { LiveFrame } from "../../../../runtime/face-engine/liveness.ts";

const GRAY = { width: 320, height: 240 };
const FACE_WIDTH = 60;

/** A hall with something to see in it: shapes a few px wide, the same at the same place. */
function texture(x: number, y: number): number {
  return 128 + 40 * Math.sin(x / 5.1 + Math.sin(y / 7)) + 40 * Math.sin(y / 4.3 + x / 17);
}

/** A face at (dx, dy) from the middle; what is beside it stands still, or is shifted by as much. */
function frame(at: number, dx: number, dy: number, along: boolean, noise: () => number): LiveFrame {
  const luma = new Uint8Array(GRAY.width * GRAY.height);
  for (let y = 0; y < GRAY.height; y++) {
    for (let x = 0; x < GRAY.width; x++) {
      luma[y * GRAY.width + x] = (along ? texture(x - dx, y - dy) : texture(x, y)) + noise();
    }
  }
  const points = Array.from({ length: 68 }, (_, which): Point => {
    const angle = (which / 68) * 2 * Math.PI;
    return { x: 160 + dx + (FACE_WIDTH / 2) * Math.cos(angle), y: 120 + dy + (FACE_WIDTH / 2) * Math.sin(angle) };
  });
  points[0] = { x: 160 + dx - FACE_WIDTH / 2, y: 120 + dy };
  points[16] = { x: 160 + dx + FACE_WIDTH / 2, y: 120 + dy };
  points[30] = { x: 160 + dx, y: 120 + dy };
  const face: Face = { score: 1, box: { x: 130 + dx, y: 90 + dy, width: FACE_WIDTH, height: FACE_WIDTH }, landmarks: points };
  return { at, face, gray: { ...GRAY, luma }, scale: 1, ir: null, depth: null, module: null };
}

function sway(stepX: number, stepY: number, along: boolean, seed: number): LiveFrame[] {
  let state = seed;
  const noise = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state / 0x7fffffff - 0.5) * 4;
  };
  return Array.from({ length: 5 }, (_, at) => frame(at * 66, at * stepX, at * stepY, along, noise));
}

const steps = fc
  .record({ x: fc.integer({ min: -3, max: 3 }), y: fc.integer({ min: -3, max: 3 }), seed: fc.nat() })
  .filter(({ x, y }) => Math.hypot(x, y) >= 2);

describe("runtime/face-engine/liveness/carrier-motion", () => {
  it("lets a head pass that moves before a hall that stands still", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async ({ x, y, seed }) => {
        assert.equal((await carrierMotion.evaluate(sway(x, y, false, seed))).verdict, "live");
      }),
      { numRuns: 15 },
    );
  });

  it("takes a face for a picture when what is beside it moves along", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async ({ x, y, seed }) => {
        const { verdict, reason } = await carrierMotion.evaluate(sway(x, y, true, seed));
        assert.deepEqual([verdict, reason], ["attack", "background-moves-along"]);
      }),
      { numRuns: 15 },
    );
  });

  it("has no opinion on a face that does not move", async () => {
    assert.equal((await carrierMotion.evaluate(sway(0, 0, false, 1))).verdict, "unsure");
  });

  it("calls itself what it is, and no more", () => assert.equal(carrierMotion.assurance, "rgb-passive"));
});
