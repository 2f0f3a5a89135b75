/**
 * What face verification costs on this machine, as JSON lines; nothing is asserted. `ratio`: a stage against the whole frame, an attempt against
 * the computing of the frames that it compares, memory against Node that does nothing.
 *
 *   node test/bench/face.bench.ts [--verdicts 1000]
 *
 * `--verdicts`: so many attempts, as fast as they go, against the process as a kiosk runs it, and what each leaves behind. A thousand take ten minutes.
 */
import { parseArgs } from "node:util";
import { must } from "../../base/result.ts";
import { cutChip, lightAndSharpness } from "../../runtime/face-engine/chip.ts";
import { openDetector } from "../../runtime/face-engine/detector.ts";
import { openEmbedder } from "../../runtime/face-engine/embedder.ts";
import { largest } from "../../runtime/face-engine/geometry.ts";
import { loadModels } from "../../runtime/face-engine/models.ts";
import { type OrtName, openOrt } from "../../runtime/face-engine/ort-runtime.ts";
import { PictureDecoder, toGray } from "../../runtime/face-engine/picture.ts";
import { RULES } from "../../runtime/face-engine/track.ts";
import { clip } from "../runtime/face-engine/stage.ts";
import { bareNodeMb, startFaceProcess } from "./face-process.ts";
import { printLine, quantile, rounded } from "./figures.ts";

const FRAMES = 96;
const WARM_UP = 10;
const ATTEMPTS = 8;
const CAMERA_FPS = 15;
/** Faster than it can look. */
const FILM_FPS = 60;
const SAMPLE_EVERY = 100;

const { values: options } = parseArgs({ args: process.argv.slice(2), options: { verdicts: { type: "string", default: "0" } } });

/** `per`: what `ratio` is against, in the same unit. */
function report(measure: string, values: number[], per?: number, unit = "ms"): void {
  const [p50, p95] = [quantile(values, 0.5), quantile(values, 0.95)];
  printLine({ bench: "face", measure, unit, n: values.length, p50, p95, ...(per ? { ratio: rounded(p50 / per, 2) } : {}) });
}

/** Gives the median of a whole frame. `cpu`: of the processor, which a busy machine changes less than the time. */
async function stages(name: OrtName, label: string): Promise<number> {
  const loading = performance.now();
  const ort = must(await openOrt(name, null));
  const models = must(loadModels());
  const [detector, embedder] = [must(await openDetector(models, ort)), await openEmbedder(models, ort)];
  report(`${label}load`, [performance.now() - loading]);
  const decoder = new PictureDecoder();
  const pictures = clip("live-a");
  const took = {
    decode: [] as number[],
    "detect+landmarks": [] as number[],
    "chip+embed": [] as number[],
    frame: [] as number[],
    cpu: [] as number[],
  };
  for (let at = -WARM_UP; at < FRAMES; at++) {
    const cpu = process.cpuUsage();
    const t0 = performance.now();
    const picture = must(await decoder.decode(pictures[(at + WARM_UP) % pictures.length] ?? Buffer.alloc(0)));
    const t1 = performance.now();
    const face = largest(await detector.detect(picture, 224));
    const t2 = performance.now();
    if (!face) throw new Error("the clip shows a face in each frame");
    const chip = cutChip(picture, face);
    lightAndSharpness(chip);
    toGray(picture, 320);
    decoder.release(picture);
    await embedder.embed(chip);
    const t3 = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    if (at < 0) continue;
    took.decode.push(t1 - t0);
    took["detect+landmarks"].push(t2 - t1);
    took["chip+embed"].push(t3 - t2);
    took.frame.push(t3 - t0);
    took.cpu.push((user + system) / 1_000);
  }
  const frameMs = quantile(took.frame, 0.5);
  for (const [stage, values] of Object.entries(took)) report(`${label}${stage}`, values, frameMs);
  return frameMs;
}

async function attempts(frameMs: number): Promise<void> {
  const bare = await bareNodeMb();
  const engine = await startFaceProcess(CAMERA_FPS);
  const ready = engine.rssMb();
  const whole: number[] = [];
  const decided: number[] = [];
  for (let at = 0; at < ATTEMPTS; at++) {
    const start = performance.now();
    const { decision, fromFirstGoodMs } = await engine.verify();
    if (decision !== "match") throw new Error(`attempt ${at}: ${decision}`);
    whole.push(performance.now() - start);
    decided.push(fromFirstGoodMs);
  }
  report("decision from the first good frame", decided, frameMs * RULES.framesCompared);
  report("whole attempt, card photo included", whole, frameMs * RULES.framesCompared);
  report("memory of Node by itself", [bare], undefined, "MB");
  report("memory when ready", [ready], bare, "MB");
  report("memory after the attempts", [engine.rssMb()], bare, "MB");
  await engine.stop();
}

/** Memory after every hundred verdicts, and the straight line through all samples but the first. */
async function growth(verdicts: number): Promise<void> {
  const engine = await startFaceProcess(FILM_FPS);
  const samples: { readonly at: number; readonly mb: number }[] = [];
  const decisions: Record<string, number> = {};
  for (let at = 1; at <= verdicts; at++) {
    const { decision } = await engine.verify();
    decisions[decision] = (decisions[decision] ?? 0) + 1;
    if (at % SAMPLE_EVERY !== 0) continue;
    samples.push({ at, mb: engine.rssMb() });
    printLine({ bench: "face", measure: `memory after ${at} verdicts`, unit: "MB", n: 1, p50: rounded(engine.rssMb(), 1) });
  }
  printLine({
    bench: "face",
    measure: "growth",
    unit: "MB per 1000 verdicts",
    n: verdicts,
    p50: rounded(1_000 * slope(samples.slice(1)), 2),
    decisions,
  });
  await engine.stop();
}

function slope(samples: readonly { readonly at: number; readonly mb: number }[]): number {
  const mean = (of: (one: { at: number; mb: number }) => number) => samples.reduce((sum, one) => sum + of(one), 0) / samples.length;
  const [at, mb] = [mean((one) => one.at), mean((one) => one.mb)];
  return mean((one) => (one.at - at) * (one.mb - mb)) / mean((one) => (one.at - at) ** 2);
}

// The clock's timers do not keep a process alive; a kiosk's socket does.
const alive = setInterval(() => undefined, 1_000);
const frameMs = await stages("onnxruntime-node", "");
await attempts(frameMs);
await stages("onnxruntime-web", "WebAssembly: ");
if (Number(options.verdicts) > 0) await growth(Number(options.verdicts));
clearInterval(alive);
