import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { type FaceDetector, openDetector } from "../../../runtime/face-engine/detector.ts";
import type { Face } from "../../../runtime/face-engine/geometry.ts";
import { loadModels } from "../../../runtime/face-engine/models.ts";
import { type Picture, PictureDecoder } from "../../../runtime/face-engine/picture.ts";
import { openWitness, type Witness, type Witnessed } from "./face-api-witness.ts";
import { cardPhoto, clip, openNetworks } from "./stage.ts";

const CLIPS = ["live-a", "live-b", "other-c", "two-people", "print-attack-a", "nobody"];

describe("runtime/face-engine/detector, beside the real face-api", () => {
  const decoder = new PictureDecoder();
  let witness: Witness;
  let detector: FaceDetector;
  before(async function () {
    this.timeout(60_000);
    witness = await openWitness();
    ({ detector } = await openNetworks());
  });

  for (const name of CLIPS) {
    for (const inputSide of [224, 320] as const) {
      it(`finds in ${name}, shrunk to ${inputSide}, the faces that face-api finds, where it finds them`, async function () {
        this.timeout(60_000);
        const frames = clip(name);
        for (const at of [0, Math.floor(frames.length / 2)]) {
          const picture = must(await decoder.decode(frames[at] ?? Buffer.alloc(0)));
          assertAlike(await detector.detect(picture, inputSide), await witness.find(picture, inputSide));
        }
      });
    }
  }

  it("finds the face on a card photo on its ground, and bare in a picture taller than wide", async () => {
    const bare = must(await decoder.decode(cardPhoto("b")));
    assert.ok(bare.height > bare.width);
    const large = must(
      await decoder.decode(cardPhoto("a"), ({ width, height }) => ({
        width: 400,
        height: 500,
        ground: 200,
        at: { x: 20, y: 30, width: width * 3, height: height * 3 },
      })),
    );
    for (const picture of [bare, large]) assertAlike(await detector.detect(picture, 320), await witness.find(picture, 320));
    assert.equal((await detector.detect(large, 224)).length, 1);
  });

  it("keeps the points on a face that sticks out of the picture, where face-api itself moves them aside", async () => {
    const whole = must(await decoder.decode(clip("live-a")[0] ?? Buffer.alloc(0)));
    const [face] = await detector.detect(whole, 224);
    assert.ok(face);
    // Some of its box is cut off on the left.
    const cut = Math.round(face.box.x + face.box.width * 0.12);
    const part = withoutLeft(whole, cut);
    const [again] = await detector.detect(part, 224);
    assert.ok(again && again.box.x < 0, "the box sticks out");
    const nose = (one: Face, add: number) => (one.landmarks[30]?.x ?? 0) + add;
    assert.ok(Math.abs(nose(again, cut) - nose(face, 0)) < 0.06 * face.box.width);
  });

  it("gives the same for the same picture however often it is asked, also at once", async () => {
    const picture = must(await decoder.decode(clip("live-b")[0] ?? Buffer.alloc(0)));
    const first = await detector.detect(picture, 224);
    const [a, b, c] = await Promise.all([detector.detect(picture, 224), detector.detect(picture, 320), detector.detect(picture, 224)]);
    assert.deepEqual(a, first);
    assert.deepEqual(c, first);
    assert.equal(b?.length, first.length);
  });

  it("keeps nothing of a face in the buffers that it gives the networks", async () => {
    const given: Float32Array[] = [];
    const models = must(loadModels());
    const spied = must(
      await openDetector(models, {
        name: "onnxruntime-node",
        insteadOf: null,
        open: async () => ({
          run: async (input, shape) => {
            given.push(input);
            return new Float32Array(shape[2] === 112 ? 136 : 25 * 49).fill(1);
          },
        }),
      }),
    );
    const faces = await spied.detect(must(await decoder.decode(clip("live-a")[0] ?? Buffer.alloc(0))), 224);
    assert.ok(faces.length > 0 && given.length === 1 + faces.length);
    for (const input of given) assert.ok(input.every((value) => value === 0));
  });
});

/** Points to a hundredth of a px, scores to 1e-5; boxes to a 4,000th, because face-api rounds the size that it shrinks a picture to. */
function assertAlike(found: readonly Face[], witnessed: readonly Witnessed[]): void {
  assert.equal(found.length, witnessed.length);
  found.forEach((face, at) => {
    const other = witnessed[at];
    assert.ok(other);
    assert.ok(Math.abs(face.score - other.score) < 1e-5, `score ${face.score} and ${other.score}`);
    for (const side of ["x", "y", "width", "height"] as const)
      assert.ok(
        Math.abs(face.box[side] - other.box[side]) < 0.01 + face.box.width / 4_000,
        `${side} ${face.box[side]} and ${other.box[side]}`,
      );
    const [left, top] = [Math.floor(Math.max(0, face.box.x)), Math.floor(Math.max(0, face.box.y))];
    assert.equal(face.landmarks.length, 68);
    face.landmarks.forEach((point, which) => {
      const [x, y] = [point.x - left - (other.points[which]?.x ?? 0), point.y - top - (other.points[which]?.y ?? 0)];
      assert.ok(Math.hypot(x, y) < 0.01, `point ${which} is ${Math.hypot(x, y)} px away`);
    });
  });
}

function withoutLeft({ width, height, rgba }: Picture, cut: number): Picture {
  const part = new Uint8ClampedArray((width - cut) * height * 4);
  for (let y = 0; y < height; y++) part.set(rgba.subarray((y * width + cut) * 4, (y + 1) * width * 4), y * (width - cut) * 4);
  return { width: width - cut, height, rgba: part };
}
