import assert from "node:assert/strict";
import fc from "fast-check";
import { findSheet } from "../../../device-drivers/document-camera/find-sheet.ts";
import { greyOf, type Quad } from "../../../device-drivers/document-camera/picture.ts";
import { corners, drawDesk, flatSheet, type SampleDesk } from "../../../device-drivers/document-camera/sample-desk.ts";

const SIZE = { width: 480, height: 360 };
const A4 = flatSheet("a4", 300);
const CARD = flatSheet("id-card", 120);
const MIDDLE = { x: 240, y: 180 };

function search(desk: Omit<SampleDesk, "width" | "height">, background: "dark" | "light" = "dark") {
  return findSheet(greyOf(drawDesk({ ...SIZE, ...desk })), background);
}

/** The farthest that a corner is from where it was drawn, in pixels. */
function worst(found: Quad, drawn: Quad): number {
  return Math.max(...found.map(({ x, y }, at) => Math.hypot(x - (drawn[at]?.x ?? 0), y - (drawn[at]?.y ?? 0))));
}

/** A sheet as somebody lays it: turned, not in the middle, the camera not quite above it, the lamp at one side, in a shadow. */
const pose = fc.record({
  paper: fc.constantFrom("a4" as const, "id-card" as const),
  long: fc.integer({ min: 85, max: 115 }),
  turned: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
  x: fc.double({ min: -1, max: 1, noNaN: true }),
  y: fc.double({ min: -1, max: 1, noNaN: true }),
  leanX: fc.double({ min: -4e-4, max: 4e-4, noNaN: true }),
  leanY: fc.double({ min: -4e-4, max: 4e-4, noNaN: true }),
  slopeX: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
  slopeY: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
  mat: fc.integer({ min: 15, max: 60 }),
  noise: fc.integer({ min: 0, max: 6 }),
  shadow: fc.option(fc.record({ x: fc.integer({ min: 0, max: 480 }), y: fc.integer({ min: 0, max: 360 }) }), { nil: undefined }),
  seed: fc.nat(),
});

describe("document-camera: a sheet on the desk", () => {
  it("its corners are found to within 0.8 pixels of 480 in any pose, and to within 0.3 on average", () => {
    const errors: number[] = [];
    fc.assert(
      fc.property(pose, ({ paper, long, turned, x, y, leanX, leanY, shadow, ...light }) => {
        const height = paper === "a4" ? 2.4 * long : long * 0.63;
        const width = paper === "a4" ? (height * 210) / 297 : long;
        const room = paper === "a4" ? { x: 70, y: 8 } : { x: 150, y: 90 };
        const drawn = corners(
          { x: 240 + x * room.x, y: 180 + y * room.y },
          width,
          height,
          paper === "a4" ? turned / 3 : turned,
          leanX,
          leanY,
        );
        const found = search({ sheets: [{ flat: paper === "a4" ? A4 : CARD, corners: drawn }], ...light, ...(shadow ? { shadow } : {}) });
        assert.equal(found.is, "sheet");
        if (found.is !== "sheet") return;
        assert.equal(found.others, 0);
        const off = worst(found.corners, drawn);
        errors.push(off);
        assert.ok(off <= 0.8, `${off.toFixed(2)} px`);
      }),
      { numRuns: 200 },
    );
    const mean = errors.reduce((sum, one) => sum + one, 0) / errors.length;
    assert.ok(mean <= 0.3, `${mean.toFixed(2)} px`);
  });

  it("a dark sheet on a light desk is found where the settings say that the desk is light", () => {
    const drawn = corners(MIDDLE, 140, 200, 0.1);
    const dark = { ...A4, rgba: A4.rgba.map((level, at) => (at % 4 === 3 ? level : level * 0.35)) };
    const found = search({ sheets: [{ flat: dark, corners: drawn }], mat: 215 }, "light");
    assert.ok(found.is === "sheet" && worst(found.corners, drawn) < 0.8);
  });

  it("the top of the page is the side that is nearest to the top of the picture", () => {
    for (const turned of [-0.7, 0, 0.7]) {
      const drawn = corners(MIDDLE, 150, 212, turned);
      const found = search({ sheets: [{ flat: A4, corners: drawn }] });
      assert.ok(found.is === "sheet" && worst(found.corners, drawn) < 0.8, `turned ${turned}`);
    }
  });

  it("of two sheets the larger is taken, and the other is told of", () => {
    const drawn = corners({ x: 150, y: 180 }, 180, 254);
    const card = { flat: CARD, corners: corners({ x: 380, y: 200 }, 120, 76, 0.4) };
    const found = search({ sheets: [{ flat: A4, corners: drawn }, card], noise: 3 });
    assert.ok(found.is === "sheet" && found.others === 1 && worst(found.corners, drawn) < 0.8);
  });

  it("two sheets that overlap are not taken for one", () => {
    const one = { flat: A4, corners: corners({ x: 170, y: 160 }, 150, 212, 0.1) };
    const other = { flat: A4, corners: corners({ x: 290, y: 200 }, 150, 212, -0.2) };
    assert.equal(search({ sheets: [one, other] }).is, "none");
  });

  it("an empty desk has no sheet: not in noise, uneven light, or a shadow", () => {
    for (const desk of [{}, { noise: 8 }, { slopeX: 0.8, slopeY: 0.5, mat: 60 }, { shadow: { x: 200, y: 100 }, mat: 60 }]) {
      assert.equal(search({ sheets: [], ...desk }).is, "none");
    }
  });

  it("a sheet that reaches out of the picture is told as such, at every side", () => {
    for (const at of [
      { x: 40, y: 180 },
      { x: 440, y: 180 },
      { x: 240, y: 60 },
      { x: 240, y: 300 },
    ]) {
      assert.equal(search({ sheets: [{ flat: A4, corners: corners(at, 150, 212) }] }).is, "cut-off");
    }
  });

  it("a hand over a corner leaves no page with a wrong corner", () => {
    const drawn = corners(MIDDLE, 180, 254);
    const found = search({ sheets: [{ flat: A4, corners: drawn }], hand: { x: 340, y: 300 } });
    assert.ok(found.is !== "sheet" || worst(found.corners, drawn) < 0.8);
  });

  it("a pen's length or a coin is no sheet", () => {
    const pen = { flat: A4, corners: corners(MIDDLE, 6, 150, 0.5) };
    assert.equal(search({ sheets: [pen] }).is, "none");
    assert.equal(search({ sheets: [], hand: { x: 240, y: 180 } }).is, "none");
  });
});
