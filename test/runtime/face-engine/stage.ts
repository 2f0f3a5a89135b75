import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { systemRandom } from "../../../base/random.ts";
import { err, must, ok, type Result } from "../../../base/result.ts";
import { type Assurance, reaches } from "../../../config/identity/factors.ts";
import { type Camera, type CameraFailure, type CameraFrame, CameraStatus } from "../../../device-drivers/camera/camera.ts";
import { MjpegSplitter } from "../../../device-drivers/camera/mjpeg-splitter.ts";
import type { ActionCount, Guidance } from "../../../runtime/face-engine/api.ts";
import type { Attempt } from "../../../runtime/face-engine/attempt.ts";
import { CALIBRATION_FOLDER } from "../../../runtime/face-engine/calibration.ts";
import { openDetector } from "../../../runtime/face-engine/detector.ts";
import { openEmbedder } from "../../../runtime/face-engine/embedder.ts";
import { type CaptureRequest, type EngineParts, OpenEngine, type VerifyRequest } from "../../../runtime/face-engine/engine.ts";
import { FaceBuffers } from "../../../runtime/face-engine/face-buffers.ts";
import { carrierMotion } from "../../../runtime/face-engine/liveness/carrier-motion.ts";
import type { LivenessCheck, LivenessPlan } from "../../../runtime/face-engine/liveness.ts";
import { loadModels } from "../../../runtime/face-engine/models.ts";
import { PictureDecoder } from "../../../runtime/face-engine/picture.ts";
import type { FakeClock } from "../../support/fake-clock.ts";

const FACES = "test/fixtures/faces";

export const THRESHOLDS = {
  pass: 0.6,
  reject: 0.45,
  calibrationSha256: createHash("sha256")
    .update(readFileSync(join(CALIBRATION_FOLDER, "starting-values.json")))
    .digest("hex"),
};

export const cardPhoto = (person: "a" | "b") => readFileSync(join(FACES, `id-photo-${person}.bmp`));

export function clip(name: string): Buffer[] {
  return new MjpegSplitter().push(readFileSync(join(FACES, `${name}.mjpeg`)));
}

/** Carrier motion, as a kiosk with one colour camera has it. */
const PLAN = () => planOf(carrierMotion);

type Networks = Pick<EngineParts, "detector" | "embedder">;
let networks: Promise<Networks> | undefined;

/** The real networks, loaded once for all tests. */
export function openNetworks(): Promise<Networks> {
  networks ??= (async () => {
    const models = must(loadModels());
    return { detector: must(await openDetector(models)), embedder: await openEmbedder(models) };
  })();
  return networks;
}

/** One passive check as all that a kiosk has. */
export function planOf(check: LivenessCheck): LivenessPlan {
  return {
    assurance: check.assurance,
    cut: () => [],
    begin: (minAssurance: Assurance) =>
      reaches(check.assurance, minAssurance)
        ? {
            asked: null,
            see: () => undefined,
            reset: () => undefined,
            async conclude(frames) {
              const { verdict } = await check.evaluate(frames);
              return { verdict, assurance: verdict === "live" ? check.assurance : "none", checks: `${check.id}:${verdict}` };
            },
          }
        : null,
  };
}

export async function partsWith(clock: FakeClock, changed: Partial<EngineParts> = {}): Promise<EngineParts> {
  const own = { decoder: new PictureDecoder(), buffers: new FaceBuffers(), planFor: PLAN };
  return { clock, random: systemRandom, thresholds: THRESHOLDS, ...own, ...(await openNetworks()), ...changed };
}

export const VERSIONS = { engine: "test", modelSha256: "0".repeat(64), thresholdSet: "test", runtime: "onnxruntime-node" } as const;

/** Where an attempt runs, and what was said meanwhile. */
function scene(camera: Camera, changed: Partial<Attempt>) {
  const guidance: Guidance[] = [];
  const actions: (ActionCount | null)[] = [];
  const previews: string[] = [];
  const attempt: Attempt = {
    minAssurance: "rgb-passive",
    withinMs: 2_000,
    camera,
    signal: new AbortController().signal,
    onGuidance: (one, action) => {
      guidance.push(one);
      actions.push(action);
    },
    onPreview: (jpeg) => previews.push(jpeg),
    ...changed,
  };
  return { attempt, said: { guidance, actions, previews } };
}

/** One attempt with the real networks: what came of it, and what was said meanwhile. */
export async function attempt(camera: Camera, parts: EngineParts, changed: Partial<VerifyRequest> = {}) {
  const { attempt, said } = scene(camera, changed);
  const result = await new OpenEngine(parts, VERSIONS).verify({ reference: cardPhoto("a"), ...attempt, ...changed });
  return { result, decision: result.ok ? result.value.verdict.decision : result.error.failure, ...said };
}

export async function capture(camera: Camera, parts: EngineParts, changed: Pick<CaptureRequest, "sealTo" | "context"> & Partial<Attempt>) {
  const { attempt, said } = scene(camera, changed);
  const result = await new OpenEngine(parts, VERSIONS).capture({ ...attempt, ...changed });
  return { result, decision: result.ok ? result.value.verdict.decision : result.error.failure, ...said };
}

/** Gives a picture whenever one is asked for, and moves the clock on by a frame: fast, and the same each time. */
export class ClipCamera implements Camera {
  /** Every buffer handed out, to look whether it was wiped. */
  readonly given: Buffer[] = [];
  /** True while somebody has the camera. */
  isOpen = false;
  readonly #clock: FakeClock;
  readonly #pictures: readonly Buffer[];
  readonly #after: "loop" | CameraFailure;
  readonly #status: CameraStatus;
  onFrame: (seq: number) => void = () => undefined;

  constructor(clock: FakeClock, pictures: readonly Buffer[], after: "loop" | CameraFailure = "loop") {
    this.#clock = clock;
    this.#pictures = pictures;
    this.#after = after;
    this.#status = new CameraStatus(clock, "camera", "clip");
  }

  get status() {
    return this.#status.current;
  }

  onStatus(): void {}

  async probe(): Promise<void> {
    this.#status.set("online");
  }

  async *frames(signal: AbortSignal): AsyncIterable<Result<CameraFrame, CameraFailure>> {
    this.isOpen = true;
    try {
      for (let seq = 0; ; seq++) {
        if (seq >= this.#pictures.length && this.#after !== "loop") {
          yield err(this.#after);
          return;
        }
        await this.#clock.advance(100);
        this.onFrame(seq);
        if (signal.aborted) return;
        const jpeg = Buffer.from(this.#pictures[seq % this.#pictures.length] ?? []);
        this.given.push(jpeg);
        yield ok({ seq, at: this.#clock.monotonic(), jpeg });
      }
    } finally {
      this.isOpen = false;
    }
  }
}
