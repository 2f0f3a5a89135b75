/**
 * What face verification costs on this machine, as JSON lines; nothing is asserted. `ratio`: a stage against the whole frame, an attempt against
 * the computing of the frames that it compares.
 *
 *   node test/bench/face.bench.ts
 */
import { readFileSync } from "node:fs";
import { systemClock } from "../../base/clock.ts";
import { must } from "../../base/result.ts";
import { FileSource } from "../../device-drivers/camera/file-source.ts";
import { carrierMotion } from "../../runtime/face-engine/carrier-motion.ts";
import { cutChip, lightAndSharpness } from "../../runtime/face-engine/chip.ts";
import { openDetector } from "../../runtime/face-engine/detector.ts";
import { openEmbedder } from "../../runtime/face-engine/embedder.ts";
import { engineOf } from "../../runtime/face-engine/engine.ts";
import { largest } from "../../runtime/face-engine/geometry.ts";
import { loadModels } from "../../runtime/face-engine/models.ts";
import { PictureDecoder, toGray } from "../../runtime/face-engine/picture.ts";
import { RULES } from "../../runtime/face-engine/verify.ts";
import { clip, THRESHOLDS, VERSIONS } from "../runtime/face-engine/stage.ts";
import { printLine, quantile, rounded } from "./figures.ts";

const FRAMES = 96;
const DECISIONS = 8;

/** `per`: what `ratio` is against, in the same unit. */
function report(measure: string, values: number[], per?: number, unit = "ms"): void {
  const [p50, p95] = [quantile(values, 0.5), quantile(values, 0.95)];
  printLine({ bench: "face", measure, unit, n: values.length, p50, p95, ...(per ? { ratio: rounded(p50 / per, 2) } : {}) });
}

const rssMb = () => process.memoryUsage().rss / 2 ** 20;

// The clock's timers do not keep a process alive; a kiosk's socket does.
const alive = setInterval(() => undefined, 1_000);
const before = rssMb();
const loading = performance.now();
const models = must(loadModels());
const detector = must(await openDetector(models));
const embedder = await openEmbedder(models);
await detector.exercise();
report("load", [performance.now() - loading]);

const decoder = new PictureDecoder();
const pictures = clip("live-a");
const stages: Record<"decode" | "detect+landmarks" | "chip+embed" | "frame", number[]> = {
  decode: [],
  "detect+landmarks": [],
  "chip+embed": [],
  frame: [],
};
for (let at = -10; at < FRAMES; at++) {
  const t0 = performance.now();
  const picture = must(await decoder.decode(pictures[(at + 10) % pictures.length] ?? Buffer.alloc(0)));
  const t1 = performance.now();
  const face = largest(await detector.detect(picture, 224));
  const t2 = performance.now();
  if (!face) throw new Error("the clip shows a face in each frame");
  const chip = cutChip(picture, face);
  lightAndSharpness(chip);
  toGray(picture, 320);
  await embedder.embed(chip);
  const t3 = performance.now();
  if (at < 0) continue;
  stages.decode.push(t1 - t0);
  stages["detect+landmarks"].push(t2 - t1);
  stages["chip+embed"].push(t3 - t2);
  stages.frame.push(t3 - t0);
}
const frameMs = quantile(stages.frame, 0.5);
for (const [stage, values] of Object.entries(stages)) report(stage, values, frameMs);

const engine = engineOf({ clock: systemClock, thresholds: THRESHOLDS, liveness: carrierMotion, detector, embedder, decoder }, VERSIONS);
const fromFirstGood: number[] = [];
const wholeAttempt: number[] = [];
for (let at = 0; at < DECISIONS; at++) {
  const start = performance.now();
  let firstGood = 0;
  const result = must(
    await engine.verify({
      reference: readFileSync("test/fixtures/faces/id-photo-a.bmp"),
      minAssurance: "rgb-passive",
      withinMs: 10_000,
      camera: new FileSource({ id: "camera", path: "test/fixtures/faces/live-a.mjpeg", fps: 15 }, systemClock),
      signal: new AbortController().signal,
      onGuidance: (guidance) => {
        if (guidance === "checking") firstGood = performance.now();
      },
      onPreview: () => undefined,
    }),
  );
  wholeAttempt.push(result.evidence.ms);
  fromFirstGood.push(start + result.evidence.ms - firstGood);
}
report("decision from the first good frame", fromFirstGood, frameMs * RULES.framesCompared);
report("whole attempt, card photo included", wholeAttempt, frameMs * RULES.framesCompared);
report("memory before the engine", [before], undefined, "MB");
report("memory after the attempts", [rssMb()], before, "MB");
clearInterval(alive);
