import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type ModelRunner, openSiteModel, type SiteModelSettings } from "../../../../runtime/face-engine/liveness/site-model.ts";
import { FRAME, faceOf, STRAIGHT } from "./head.ts";
import { frameOf, noiseOf, PEOPLE } from "./species.ts";

const BYTES = Buffer.from("a network, as far as this test is concerned");
const SETTINGS: SiteModelSettings = {
  id: "acme-pad-2",
  file: "acme.onnx",
  sha256: createHash("sha256").update(BYTES).digest("hex"),
  licence: "contract 7 of 2026 with the maker",
  provenance: "made and trained by the maker on its own recordings",
  side: 32,
  times: 1.5,
  channels: "bgr",
  mean: 0,
  deviation: 255,
  liveAt: 1,
  softmax: true,
  threshold: 0.5,
};

class Runner implements ModelRunner {
  readonly given: Float32Array[] = [];
  readonly seen: number[][] = [];
  readonly #scores: () => readonly number[];
  constructor(scores: () => readonly number[]) {
    this.#scores = scores;
  }
  async run(planes: Float32Array): Promise<Float32Array> {
    this.given.push(planes);
    this.seen.push([planes[0] ?? 0, planes[32 * 32] ?? 0, planes[2 * 32 * 32] ?? 0]);
    return Float32Array.from(this.#scores());
  }
}

const open = (settings: unknown, runner: ModelRunner = new Runner(() => [0, 1]), read = () => BYTES) =>
  openSiteModel(settings, read, async () => runner);

const [person] = PEOPLE;
assert.ok(person);
const picture = () => {
  const rgba = new Uint8ClampedArray(FRAME.width * FRAME.height * 4);
  for (let at = 0; at < rgba.length; at += 4) rgba.set([255, 51, 102, 255], at);
  return { ...FRAME, rgba };
};

async function judged(scores: readonly (readonly number[])[], settings: Partial<SiteModelSettings> = {}) {
  let next = 0;
  const runner = new Runner(() => scores[next++] ?? []);
  const opened = await open({ ...SETTINGS, ...settings }, runner);
  assert.ok(opened.ok);
  const noise = noiseOf(1);
  const frames = scores.map((_, at) => ({
    ...frameOf(person as NonNullable<typeof person>, STRAIGHT, at * 150, noise),
    crops: [
      opened.value.cut(
        picture(),
        faceOf(STRAIGHT, () => 0),
      ),
    ],
  }));
  return { runner, frames, model: opened.value, opinion: await opened.value.evaluate(frames) };
}

describe("runtime/face-engine/liveness/site-model", () => {
  it("takes a model with its licence, its origin and its hash", async () => assert.ok((await open(SETTINGS)).ok));

  for (const missing of Object.keys(SETTINGS)) {
    it(`refuses a model whose settings say nothing of ${missing}`, async () => {
      const refused = await open(Object.fromEntries(Object.entries(SETTINGS).filter(([name]) => name !== missing)));
      assert.ok(!refused.ok && refused.error.detail.includes(missing) && refused.error.advice.length > 0);
    });
  }

  for (const [what, change] of [
    ["an empty licence", { licence: "" }],
    ["a word for its origin", { provenance: "internet" }],
    ["another file's hash", { sha256: "0".repeat(64) }],
    ["a threshold of 0, which lets everybody pass", { threshold: 0 }],
    ["a name that the journal does not take", { id: "我的模型" }],
  ] as const) {
    it(`refuses a model with ${what}`, async () => assert.equal((await open({ ...SETTINGS, ...change })).ok, false));
  }

  it("refuses a model that is not there", async () => {
    const refused = await open(SETTINGS, undefined, () => {
      throw new Error("ENOENT");
    });
    assert.ok(!refused.ok && refused.error.detail.includes("acme.onnx"));
  });

  for (const [what, scores, expected] of [
    ["five frames that are live", Array(5).fill([0, 3]), "live model-live"],
    ["five frames of an attack", Array(5).fill([3, 0]), "attack model-attack"],
    [
      "two doubtful frames of five",
      [
        [3, 0],
        [3, 0],
        [0, 3],
        [0, 3],
        [0, 3],
      ],
      "live model-live",
    ],
    ["four frames", Array(4).fill([0, 3]), "unsure too-few-crops"],
    ["a model that gives no numbers", Array(5).fill([]), "unsure no-score"],
  ] as const) {
    it(`says ${expected} to ${what}`, async () => {
      const { verdict, reason } = (await judged(scores)).opinion;
      assert.equal(`${verdict} ${reason}`, expected);
    });
  }

  it("gives the planes in the order and scale of the settings, and overwrites them", async () => {
    const { runner } = await judged(Array(5).fill([0, 3]));
    assert.deepEqual(
      runner.seen[0]?.map((value) => Math.round(value * 10) / 10),
      [0.4, 0.2, 1],
    );
    assert.ok(runner.given.every((planes) => planes.every((value) => value === 0)));
    const rgb = await judged(Array(5).fill([0, 3]), { channels: "rgb" });
    assert.deepEqual(
      rgb.runner.seen[0]?.map((value) => Math.round(value * 10) / 10),
      [1, 0.2, 0.4],
    );
  });

  it("runs the network once for each frame, however often the track is judged", async () => {
    const { runner, model, frames } = await judged(Array(5).fill([0, 3]));
    await model.evaluate(frames);
    assert.equal(runner.given.length, 5);
  });

  it("is unsure as soon as one frame has no crop", async () => {
    const { model, frames } = await judged(Array(6).fill([0, 3]));
    const { crops: _, ...bare } = frames[0] as (typeof frames)[number];
    assert.equal((await model.evaluate([...frames.slice(1), bare])).verdict, "unsure");
  });
});
