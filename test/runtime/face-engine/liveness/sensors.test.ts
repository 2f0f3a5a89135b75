import assert from "node:assert/strict";
import fc from "fast-check";
import { certifiedModule } from "../../../../runtime/face-engine/liveness/certified-module.ts";
import { DEPTH, depth } from "../../../../runtime/face-engine/liveness/depth.ts";
import { type FrameCheck, MIN_VOTES } from "../../../../runtime/face-engine/liveness/frame-check.ts";
import { infrared } from "../../../../runtime/face-engine/liveness/infrared.ts";
import type { LiveFrame } from "../../../../runtime/face-engine/liveness.ts";
import { FRAME, faceOf, STRAIGHT } from "./head.ts";
import { frameOf, noiseOf, PEOPLE } from "./species.ts";

const noise = noiseOf(5);
const [person] = PEOPLE;
assert.ok(person);
const frames = Array.from({ length: 6 }, (_, at) => {
  const frame = frameOf(person, { ...STRAIGHT, dx: 3 * at }, at * 150, noise);
  // Drawn once: the getters would draw anew each time.
  return { ...frame, ir: frame.ir, depth: frame.depth };
});

const IR = { width: 80, height: 60 };
const lit = (value: (x: number, y: number) => number) => ({
  ...IR,
  luma: Uint8Array.from({ length: IR.width * IR.height }, (_, at) => value(at % IR.width, Math.floor(at / IR.width))),
});
const far = (value: (x: number, y: number) => number) => ({
  ...IR,
  mm: Uint16Array.from(lit(() => 0).luma, (_, at) => value(at % IR.width, Math.floor(at / IR.width))),
});
const all = (change: Partial<LiveFrame>) => frames.map((frame) => ({ ...frame, ...change }));
const one = (change: Partial<LiveFrame>) => frames.map((frame, at) => (at === 2 ? { ...frame, ...change } : frame));
const verdict = { isLive: true, score: 0.9, certificate: "C-1" };

const CASES: readonly (readonly [string, FrameCheck, readonly LiveFrame[], string])[] = [
  ["a head in its lamp's light", infrared, frames, "live lit-like-skin"],
  ["no infrared picture at all", infrared, all({ ir: null }), "unsure no-infrared"],
  ["one frame without infrared", infrared, one({ ir: null }), "unsure no-infrared"],
  ["a dark screen", infrared, all({ ir: lit(() => 12) }), "attack dark-in-infrared"],
  ["blank paper", infrared, all({ ir: lit(() => 140) }), "attack flat-in-infrared"],
  ["a lamp too near", infrared, all({ ir: lit(() => 255) }), "unsure infrared-overexposed"],
  ["something else than the colour camera sees", infrared, all({ ir: lit((x) => (x % 3 ? 60 : 180)) }), "unsure infrared-unlike-colour"],
  ["four frames", infrared, frames.slice(0, MIN_VOTES - 1), "unsure too-few-frames"],
  ["a head", depth, frames, "live head-like"],
  ["no depth picture", depth, all({ depth: null }), "unsure no-depth"],
  ["one frame without depth", depth, one({ depth: null }), "unsure no-depth"],
  ["glass, where nothing is measured", depth, all({ depth: far(() => 0) }), "unsure depth-not-measured"],
  ["a board", depth, all({ depth: far(() => 600) }), "attack flat"],
  ["a board held askew", depth, all({ depth: far((x, y) => 600 + 4 * x - 3 * y) }), "attack flat"],
  ["paper bent round an upright axis", depth, all({ depth: far((x) => 600 + 0.35 * (x - 40) ** 2) }), "attack bent-without-nose"],
  ["paper bent round a level axis", depth, all({ depth: far((_, y) => 600 + 0.35 * (y - 30) ** 2) }), "attack flat"],
  ["a head at three metres", depth, all({ depth: far(() => 3_000) }), "unsure distance-implausible"],
  ["a module that says live each time", certifiedModule, all({ module: verdict }), "live certificate/C-1"],
  ["no module", certifiedModule, all({ module: null }), "unsure no-module-verdict"],
  [
    "one frame without a verdict",
    certifiedModule,
    all({ module: verdict }).with(2, { ...frames[2], module: null } as LiveFrame),
    "unsure no-module-verdict",
  ],
  [
    "a module that says no once",
    certifiedModule,
    all({ module: verdict }).with(2, { ...frames[2], module: { ...verdict, isLive: false } } as LiveFrame),
    "unsure module-says-no",
  ],
  ["a module that says no", certifiedModule, all({ module: { ...verdict, isLive: false } }), "attack module-says-no"],
  [
    "verdicts of two certificates",
    certifiedModule,
    all({ module: verdict }).with(2, { ...frames[2], module: { ...verdict, certificate: "C-2" } } as LiveFrame),
    "unsure certificates-differ",
  ],
  ["a verdict without certificate", certifiedModule, all({ module: { ...verdict, certificate: "" } }), "unsure no-module-verdict"],
];

describe("runtime/face-engine/liveness: infrared, depth and certified modules", () => {
  for (const [what, check, seen, expected] of CASES) {
    it(`${check.id} says ${expected} to ${what}`, async () => {
      const opinion = await check.evaluate(seen);
      assert.equal(`${opinion.verdict} ${opinion.reason}`, expected);
    });
  }

  it("never says live, and never throws, over pictures of any size", () => {
    const plane = fc.uint8Array({ minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(plane, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 400 }), (bytes, width, shift) => {
        const height = Math.max(1, Math.floor(bytes.length / width));
        const frame = noisy(
          { width, height, luma: bytes },
          { width, height, mm: Uint16Array.from(bytes, (byte) => 5 * byte) },
          shift - 200,
        );
        for (const check of [infrared, depth, certifiedModule]) assert.notEqual(check.look(frame).verdict, "live");
      }),
    );
  });

  it("never says live over the noise of a sensor that measures nothing", () => {
    const count = IR.width * IR.height;
    const mm = fc.uint16Array({ min: DEPTH.nearestMm, max: DEPTH.farthestMm, minLength: count, maxLength: count });
    fc.assert(
      fc.property(mm, (values) => {
        assert.notEqual(depth.look(noisy(null, { ...IR, mm: values }, 0)).verdict, "live");
      }),
      { numRuns: 60 },
    );
  });

  it("cannot tell by a picture in which the face is a few px wide", () => {
    const [frame] = frames;
    assert.ok(frame?.depth && frame.ir);
    const tiny = { width: 16, height: 12 };
    assert.equal(depth.look({ ...frame, depth: { ...tiny, mm: new Uint16Array(192).fill(600) } }).reason, "depth-too-coarse");
    assert.equal(infrared.look({ ...frame, ir: { ...tiny, luma: new Uint8Array(192).fill(120) } }).reason, "infrared-too-coarse");
  });
});

function noisy(ir: LiveFrame["ir"], depthPicture: LiveFrame["depth"], dx: number): LiveFrame {
  const gray = { width: 16, height: 12, luma: new Uint8Array(192).fill(90) };
  return { at: 0, face: faceOf({ ...STRAIGHT, dx }, () => 0), gray, scale: FRAME.width / 16, ir, depth: depthPicture, module: null };
}
