import assert from "node:assert/strict";
import type { FaceMeasure } from "../../../../runtime/face-engine/api.ts";
import { adviseOn } from "../../../../runtime/face-engine/cli/advice.ts";
import { speaker, TEXTS, type TextId } from "../../../../runtime/face-engine/cli/texts.ts";
import { adviceInWords, measureInWords } from "../../../../runtime/face-engine/cli/words.ts";

const GOOD: FaceMeasure = {
  ...{ faces: 1, distanceMm: 600, offCentre: { x: 0.01, y: -0.02 }, faceLight: 130, sceneLight: 140, sharpness: 150 },
  ...{ yaw: 0.02, rollDegrees: 1, guidance: null, frameMs: 40, cameraFps: 15 },
};
const NOBODY: FaceMeasure = {
  ...GOOD,
  ...{ faces: 0, distanceMm: null, offCentre: null, faceLight: null, sharpness: null, yaw: null, rollDegrees: null },
  guidance: "look-at-camera",
};

const times = (count: number, changed: Partial<FaceMeasure>) => Array.from({ length: count }, () => ({ ...GOOD, ...changed }));
const at = (y: number) => ({ offCentre: { x: 0, y } });
const ids = (measures: readonly FaceMeasure[]) => adviseOn(measures).findings.map(({ id }) => id);
const ALL_GOOD = ["height.good", "side.good", "distance.here.good", "light.good", "sharpness.good", "speed.good"];

describe("zizhu face calibrate: advice on a camera's placement", () => {
  it("has nothing to change where all is well", () => {
    const advice = adviseOn(times(40, {}));
    assert.deepEqual(
      advice.findings.map(({ id }) => id),
      ALL_GOOD,
    );
    assert.equal(advice.needsWork, false);
  });

  for (const [what, measures, finding] of [
    ["nobody stood there", Array.from({ length: 40 }, () => NOBODY), "nobody"],
    ["a face was seen for a moment only", [...times(9, {}), ...Array.from({ length: 40 }, () => NOBODY)], "nobody"],
    ["two people stood there", times(40, { faces: 2, distanceMm: null, faceLight: null }), "nobody"],
    ["faces are low in the picture", times(40, at(0.15)), "height.lower"],
    ["faces are high in the picture", times(40, at(-0.15)), "height.raise"],
    // Thirty seconds as a tall man and two as a child: time at a height must not count.
    [
      "the range of heights is low, though most of the time was spent in the middle",
      [...times(150, at(0)), ...times(12, at(0.3))],
      "height.lower",
    ],
    ["heights differ too much for the picture", [...times(20, at(-0.24)), ...times(20, at(0.24))], "height.range"],
    ["faces are right of the middle", times(40, { offCentre: { x: 0.2, y: 0 } }), "side.right"],
    ["faces are left of the middle", times(40, { offCentre: { x: -0.2, y: 0 } }), "side.left"],
    ["the picture is askew", times(40, { rollDegrees: -8 }), "roll.askew"],
    [
      "people within reach are told to come closer",
      [...times(30, {}), ...times(10, { guidance: "come-closer", distanceMm: 650 })],
      "distance.too-far",
    ],
    [
      "people within reach are told to move back",
      [...times(30, {}), ...times(10, { guidance: "move-back", distanceMm: 480 })],
      "distance.too-near",
    ],
    ["no face passed", times(40, { guidance: "face-straight" }), "distance.never"],
    ["a window is behind people", times(40, { faceLight: 80, sceneLight: 170, guidance: null }), "light.backlit"],
    ["faces are dark", times(40, { faceLight: 60, sceneLight: 70 }), "light.dark"],
    ["faces are bright", times(40, { faceLight: 195, sceneLight: 190 }), "light.bright"],
    ["the lens is dirty", times(40, { sharpness: 45 }), "sharpness.low"],
    ["the camera is slow", times(40, { cameraFps: 7 }), "speed.camera"],
    ["the machine is slow", times(40, { frameMs: 220 }), "speed.machine"],
  ] as const) {
    it(`says ${finding} when ${what}, and that there is work to do`, () => {
      assert.ok(ids(measures).includes(finding), ids(measures).join());
      assert.equal(adviseOn(measures).needsWork, true);
    });
  }

  it("does not mind somebody far off who is told to come closer, or one wrong measure among many", () => {
    assert.deepEqual(ids([...times(40, {}), ...times(10, { guidance: "come-closer", distanceMm: 1_400 })]), ALL_GOOD);
    assert.deepEqual(ids([...times(60, {}), ...times(1, at(0.6))]), ALL_GOOD);
  });

  it("says from where to where faces pass", () => {
    const found = adviseOn([...times(20, { distanceMm: 420 }), ...times(20, { distanceMm: 780 })]).findings;
    assert.deepEqual(found.find(({ id }) => id === "distance.good")?.values, { from: 42, to: 78 });
  });
});

describe("zizhu face: what it says", () => {
  it("is there in each language, with the same values in it", () => {
    const values = (text: string) => [...text.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name).sort();
    for (const id of Object.keys(TEXTS.en) as TextId[]) {
      assert.ok(TEXTS.en[id] !== "" && TEXTS["zh-CN"][id] !== "", id);
      assert.deepEqual(values(TEXTS.en[id]), values(TEXTS["zh-CN"][id]), id);
    }
  });

  it("tells a measure in one line, in Chinese and in English", () => {
    const measure: FaceMeasure = { ...GOOD, offCentre: { x: -0.12, y: 0.05 }, guidance: "come-closer" };
    assert.equal(measureInWords(measure, speaker("zh-CN")), "60 厘米  位置 偏左 12%、偏下 5%  脸部亮度 130（画面 140）  清晰度 150  太远");
    assert.equal(measureInWords(NOBODY, speaker("en")), "no face to measure  light of the picture 140  look at the camera");
  });

  it("fills every value in, and puts what is to be done first", () => {
    for (const language of ["zh-CN", "en"] as const) {
      const lines = adviceInWords(adviseOn(times(40, { sharpness: 45, rollDegrees: 9 })), speaker(language));
      assert.deepEqual(
        lines.slice(2).map((line) => line.trim()[0]),
        ["!", "!", "✓", "✓", "✓", "✓", "✓"],
      );
      assert.ok(!lines.join("").includes("{"), lines.join("\n"));
    }
  });
});
