import assert from "node:assert/strict";
import { loadImage } from "@napi-rs/canvas";
import fc from "fast-check";
import { inkCurves } from "../../../config/documents/ink-curves.ts";
import {
  checkSignature,
  distanceToSegment,
  INK_LIMITS,
  type InkPoint,
  inkLength,
  type Signature,
  simplifySignature,
} from "../../../config/documents/signature.ts";
import { signaturePng, signatureSvg } from "../../../config/documents/signature-picture.ts";
import { SAMPLE_SIGNATURE } from "../../support/sample-signature.ts";

/** Any hand on any pad: every point on it, times in order. */
const hands = fc
  .record({
    widthMm: fc.double({ min: 30, max: 400, noNaN: true }),
    heightMm: fc.double({ min: 30, max: 400, noNaN: true }),
    strokes: fc.array(
      fc.array(fc.record({ x: share(), y: share(), pressure: share(), wait: fc.integer({ min: 0, max: 30 }) }), {
        minLength: 1,
        maxLength: 60,
      }),
      { minLength: 1, maxLength: 12 },
    ),
  })
  .map(({ widthMm, heightMm, strokes }): Signature => {
    let at = 0;
    const point = (one: { x: number; y: number; pressure: number; wait: number }): InkPoint => {
      at += one.wait;
      return { x: one.x * widthMm, y: one.y * heightMm, at, pressure: one.pressure };
    };
    return { widthMm, heightMm, strokes: strokes.map((stroke) => stroke.map(point)) };
  });

function share() {
  return fc.double({ min: 0, max: 1, noNaN: true });
}

const drawn = (...strokes: (readonly [number, number])[][]): Signature => ({
  widthMm: 100,
  heightMm: 50,
  strokes: strokes.map((stroke, of) => stroke.map(([x, y], at) => ({ x, y, at: of * 1_000 + at * 10, pressure: 0.5 }))),
});
const problemOf = (signature: Signature) => {
  const checked = checkSignature(signature);
  return checked.ok ? "none" : checked.error;
};

describe("a signature", () => {
  it("is taken when it can be a name: three characters, or a short one written small", () => {
    assert.equal(problemOf(SAMPLE_SIGNATURE), "none");
    const small = drawn(
      [
        [10, 10],
        [18, 10],
      ],
      [
        [14, 10],
        [14, 17],
        [12, 15],
      ],
      [
        [22, 14],
        [30, 14],
      ],
    );
    assert.equal(problemOf(small), "none", "丁一, eight millimetres high");
  });

  it("is not an empty box, a dot, a tick of a few millimetres or one straight swipe", () => {
    assert.equal(problemOf(drawn()), "empty");
    assert.equal(problemOf(drawn([[10, 10]])), "too-short");
    assert.equal(
      problemOf(
        drawn([
          [10, 10],
          [12, 12],
          [16, 8],
        ]),
      ),
      "too-short",
    );
    assert.equal(
      problemOf(
        drawn([
          [5, 25],
          [50, 25.5],
          [95, 26],
        ]),
      ),
      "one-line",
    );
    assert.equal(
      problemOf(
        drawn(
          [
            [5, 25],
            [50, 25],
          ],
          [
            [50, 25],
            [95, 25],
          ],
        ),
      ),
      "one-line",
      "in two goes",
    );
  });

  it("is not taken from outside the pad, out of order, or larger than a case may carry", () => {
    const [stroke = []] = SAMPLE_SIGNATURE.strokes;
    const [first, ...rest] = stroke as [InkPoint, ...InkPoint[]];
    const withFirst = (change: Partial<InkPoint>) => ({ ...SAMPLE_SIGNATURE, strokes: [[{ ...first, ...change }, ...rest]] });
    const changes: Partial<InkPoint>[] = [{ x: -1 }, { x: 101 }, { y: Number.NaN }, { at: 9_000 }, { pressure: 2 }, { at: -1 }];
    for (const change of changes) assert.equal(problemOf(withFirst(change)), "malformed", JSON.stringify(change));
    assert.equal(problemOf({ ...SAMPLE_SIGNATURE, strokes: [...SAMPLE_SIGNATURE.strokes, []] }), "malformed");
    assert.equal(problemOf({ ...SAMPLE_SIGNATURE, widthMm: 5_000 }), "malformed");
    assert.equal(problemOf({ ...SAMPLE_SIGNATURE, strokes: Array(INK_LIMITS.maxStrokes + 1).fill([first]) }), "too-much");
    assert.equal(problemOf({ ...SAMPLE_SIGNATURE, strokes: [Array(INK_LIMITS.maxPoints + 1).fill(first)] }), "too-much");
  });

  it("is the same after a way through JSON", () => {
    fc.assert(
      fc.property(hands, (hand) => {
        const thin = simplifySignature(hand);
        assert.deepEqual(JSON.parse(JSON.stringify(thin)), thin);
      }),
    );
  });

  it("keeps its shape when points are left out: none lay farther from what stays than was said", () => {
    fc.assert(
      fc.property(hands, fc.constantFrom(0.05, 0.1, 0.5), (hand, withinMm) => {
        const thin = simplifySignature(hand, withinMm);
        assert.equal(thin.strokes.length, hand.strokes.length);
        for (const [at, stroke] of hand.strokes.entries()) {
          const kept = thin.strokes[at] ?? [];
          // 0.01 mm for rounding.
          for (const point of stroke) assert.ok(distanceTo(kept, point) <= withinMm + 0.015);
        }
      }),
    );
  });

  it("is never made worse by leaving points out: what was on the pad and in order still is", () => {
    fc.assert(
      fc.property(hands, (hand) => {
        const before = problemOf(hand);
        if (before !== "none" || hand.strokes.flat().length > INK_LIMITS.maxPoints) return;
        assert.notEqual(problemOf(simplifySignature(hand)), "malformed");
      }),
    );
  });

  it("written on a fast pad for half a minute still fits into a case, at less than 48 KB", () => {
    const strokes = Array.from({ length: 30 }, (_, of) =>
      Array.from({ length: 200 }, (_, at): InkPoint => {
        const turn = at / 15;
        return { x: 10 + of * 8 + 6 * Math.cos(turn), y: 40 + at / 20 + 6 * Math.sin(turn), at: of * 1_000 + at * 5, pressure: 0.51 };
      }),
    );
    const thin = simplifySignature({ widthMm: 300, heightMm: 130, strokes });
    assert.equal(problemOf(thin), "none");
    assert.ok(Buffer.byteLength(JSON.stringify(thin)) < 48 * 1024);
  });
});

describe("a picture of a signature", () => {
  it("shows ink where the hand was, in real size, and nothing beside it", async () => {
    const picture = await signaturePng(SAMPLE_SIGNATURE);
    assert.ok(picture.ok);
    const { png, widthPx, heightPx, widthMm } = picture.value;
    const image = await loadImage(png);
    assert.deepEqual([image.width, image.height], [widthPx, heightPx]);
    assert.ok(Math.abs(widthMm - (86 - 20 + 4)) < 0.5, `${widthMm}`);
    assert.ok(Math.abs(widthPx / widthMm - 200 / 25.4) < 0.2, "200 dots an inch");
    assert.ok(png.length < 40_000, `${png.length}`);
  });

  it("of a signature across a whole screen stays small enough to be kept in memory", async () => {
    const large = drawn([
      [0, 0],
      [700, 10],
      [0, 300],
      [700, 300],
    ]);
    const picture = await signaturePng({ ...large, widthMm: 700, heightMm: 400 });
    assert.ok(picture.ok && Math.max(picture.value.widthPx, picture.value.heightPx) <= 2_000);
  });

  it("is also an SVG with one path for each stroke where nothing measured the pressure", () => {
    const svg = signatureSvg(SAMPLE_SIGNATURE);
    assert.ok(svg.ok);
    assert.equal(svg.value.match(/<path /g)?.length, SAMPLE_SIGNATURE.strokes.length);
    assert.match(svg.value, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+(\.\d+)?mm"/);
    assert.ok(!/NaN|undefined|Infinity/.test(svg.value));
  });

  it("is drawn thicker where the pen was pressed", () => {
    const pressed = inkCurves(
      [0.1, 0.5, 0.9].map((pressure, at) => ({ x: at * 10, y: 0, at, pressure })),
      1,
    );
    assert.ok((pressed[1]?.widthMm ?? 0) > (pressed[0]?.widthMm ?? 0));
  });

  it("is not made of what is no signature", async () => {
    assert.deepEqual(await signaturePng(drawn([[1, 1]])), { ok: false, error: "too-short" });
    assert.deepEqual(signatureSvg(drawn()), { ok: false, error: "empty" });
  });

  it("goes through every point, and bends no further than the hand did", () => {
    fc.assert(
      fc.property(hands, (hand) => {
        for (const stroke of hand.strokes) {
          if (stroke.length < 2) continue;
          const curves = inkCurves(stroke, 1);
          assert.equal(curves.length, stroke.length - 1);
          for (const [at, { from, to, control1, control2 }] of curves.entries()) {
            assert.deepEqual([from.x, to.x], [stroke[at]?.x, stroke[at + 1]?.x]);
            const length = Math.hypot(to.x - from.x, to.y - from.y);
            for (const control of [control1, control2]) assert.ok(distanceToSegment(control, from, to) <= length / 3 + 1e-9);
          }
        }
      }),
    );
  });

  it("has as much ink as was written", () => {
    assert.ok(
      Math.abs(
        inkLength(
          drawn([
            [0, 0],
            [30, 40],
          ]).strokes,
        ) - 50,
      ) < 1e-9,
    );
  });
});

function distanceTo(kept: readonly InkPoint[], point: InkPoint): number {
  const [only] = kept;
  if (only && kept.length === 1) return Math.hypot(only.x - point.x, only.y - point.y);
  return Math.min(...kept.slice(1).map((to, at) => distanceToSegment(point, kept[at] as InkPoint, to)));
}
