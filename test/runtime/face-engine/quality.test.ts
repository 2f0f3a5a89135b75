import assert from "node:assert/strict";
import type { Face, Point } from "../../../runtime/face-engine/geometry.ts";
import { judgePixels, judgePose, rollDegrees, yaw } from "../../../runtime/face-engine/quality.ts";

const FRAME = { width: 640, height: 480 };

interface Pose {
  x?: number;
  y?: number;
  width?: number;
  /** Share of the width by which the nose is off the middle. */
  nose?: number;
  rollDegrees?: number;
}

/** A face of 68 points, of which only those that the gate reads are where they belong. */
function face({ x = 320, y = 240, width = 180, nose = 0, rollDegrees: roll = 0 }: Pose = {}): Face {
  const angle = (roll * Math.PI) / 180;
  const at = (px: number, py: number): Point => ({
    x: x + Math.cos(angle) * px * width - Math.sin(angle) * py * width,
    y: y + Math.sin(angle) * px * width + Math.cos(angle) * py * width,
  });
  const landmarks = Array.from({ length: 68 }, () => at(0, 0));
  landmarks[0] = at(-0.5, -0.1);
  landmarks[16] = at(0.5, -0.1);
  landmarks.fill(at(-0.22, -0.1), 36, 42);
  landmarks.fill(at(0.22, -0.1), 42, 48);
  landmarks[30] = at(nose, 0.1);
  return { score: 0.9, box: { x: x - width / 2, y: y - width / 2, width, height: width }, landmarks };
}

const guidance = (...faces: Face[]) => judgePose(faces, FRAME).guidance ?? "good";

describe("runtime/face-engine/quality", () => {
  for (const [what, faces, expected] of [
    ["nobody", [], "look-at-camera"],
    ["a face in the middle, looking ahead", [face()], "good"],
    ["a face of 110 px", [face({ width: 110 })], "good"],
    ["a face of 108 px", [face({ width: 108 })], "come-closer"],
    ["a face that fills more than half the picture", [face({ width: 360 })], "move-back"],
    ["a face at the left edge", [face({ x: 110 })], "centre-face"],
    ["a face at the lower edge", [face({ y: 400 })], "centre-face"],
    ["a face turned aside", [face({ nose: 0.09 })], "face-straight"],
    ["a face turned to the other side", [face({ nose: -0.09 })], "face-straight"],
    ["a face turned a little", [face({ nose: 0.06 })], "good"],
    ["a head tilted by 20°", [face({ rollDegrees: 20 })], "face-straight"],
    ["a head tilted by 10°", [face({ rollDegrees: 10 })], "good"],
    ["two people side by side", [face({ x: 250 }), face({ x: 480, width: 140 })], "one-person-only"],
    ["somebody far behind", [face(), face({ x: 520, y: 100, width: 60 })], "good"],
  ] as const) {
    it(`says ${expected} to ${what}`, () => assert.equal(guidance(...faces), expected));
  }

  it("hands over the face of one person however they stand, and nobody's of two", () => {
    const turned = face({ nose: 0.09 });
    assert.equal(judgePose([turned], FRAME).face, turned);
    const two = judgePose([face({ x: 250 }), face({ x: 480, width: 140 })], FRAME);
    assert.deepEqual([two.face, two.people], [null, 2]);
  });

  it("does not take a tilted head for a turned one", () => {
    assert.ok(Math.abs(yaw(face({ rollDegrees: 14 }))) < 1e-9);
    assert.ok(Math.abs(rollDegrees(face({ rollDegrees: 14 })) - 14) < 1e-9);
  });

  for (const [light, sharpness, expected] of [
    [30, 100, "more-light"],
    [49.9, 100, "more-light"],
    [50, 100, null],
    [205, 100, null],
    [230, 100, "less-light"],
    [120, 39, "hold-still"],
    [120, 40, null],
  ] as const) {
    it(`asks for ${expected ?? "nothing"} at brightness ${light} and sharpness ${sharpness}`, () =>
      assert.equal(judgePixels({ light, sharpness }), expected));
  }
});
