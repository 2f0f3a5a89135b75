import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { err, must, ok, type Result } from "../../../base/result.ts";
import { type Camera, type CameraFailure, type CameraFrame, CameraStatus } from "../../../device-drivers/camera/camera.ts";
import { MjpegSplitter } from "../../../device-drivers/camera/mjpeg-splitter.ts";
import type { Guidance } from "../../../runtime/face-engine/api.ts";
import type { AttemptParts } from "../../../runtime/face-engine/attempt.ts";
import { CALIBRATION_FOLDER } from "../../../runtime/face-engine/calibration.ts";
import { carrierMotion } from "../../../runtime/face-engine/carrier-motion.ts";
import { openDetector } from "../../../runtime/face-engine/detector.ts";
import { openEmbedder } from "../../../runtime/face-engine/embedder.ts";
import { engineOf, type VerifyRequest } from "../../../runtime/face-engine/engine.ts";
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

let networks: Promise<Pick<AttemptParts, "detector" | "embedder">> | undefined;

/** The real networks, loaded once for all tests. */
export function openNetworks(): Promise<Pick<AttemptParts, "detector" | "embedder">> {
  networks ??= (async () => {
    const models = must(loadModels());
    return { detector: must(await openDetector(models)), embedder: await openEmbedder(models) };
  })();
  return networks;
}

export async function partsWith(clock: FakeClock, changed: Partial<AttemptParts> = {}): Promise<AttemptParts> {
  const decoder = new PictureDecoder();
  return { clock, thresholds: THRESHOLDS, liveness: carrierMotion, decoder, ...(await openNetworks()), ...changed };
}

export const VERSIONS = { engine: "test", modelSha256: "0".repeat(64), thresholdSet: "test" };

/** One attempt with the real networks: what came of it, and what was said meanwhile. */
export async function attempt(camera: Camera, parts: AttemptParts, changed: Partial<VerifyRequest> = {}) {
  const guidance: Guidance[] = [];
  const previews: string[] = [];
  const result = await engineOf(parts, VERSIONS).verify({
    reference: cardPhoto("a"),
    minAssurance: "rgb-passive",
    withinMs: 2_000,
    camera,
    signal: new AbortController().signal,
    onGuidance: (one) => guidance.push(one),
    onPreview: (jpeg) => previews.push(jpeg),
    ...changed,
  });
  return { result, decision: result.ok ? result.value.verdict.decision : result.error, guidance, previews };
}

/** Gives a picture whenever one is asked for, and moves the clock on by a frame: fast, and the same each time. */
export class ClipCamera implements Camera {
  /** Every buffer handed out, to look whether it was wiped. */
  readonly given: Buffer[] = [];
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
  }
}
