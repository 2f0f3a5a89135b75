import type { Random } from "../../base/random.ts";
import type { Result } from "../../base/result.ts";
import { Sealer } from "../../base/seal.ts";
import type { Assurance } from "../../config/identity/factors.ts";
import type { Camera } from "../../device-drivers/camera/camera.ts";
import { sensors } from "../../device-drivers/camera/frame-set.ts";
import type { FaceEngineContract, FaceEvidence, FaceStatus, FaceVerdict, FailedLook } from "./api.ts";
import { type Attempt, type AttemptParts, type Finding, runAttempt } from "./attempt.ts";
import { CHIP_SIDE } from "./chip.ts";
import type { Embedding } from "./embedder.ts";
import { type Measuring, measureFaces } from "./measure.ts";
import { BestFrame } from "./portrait.ts";
import { readReference } from "./reference.ts";
import { decide, type Thresholds } from "./verify.ts";

export interface VerifyRequest extends Attempt {
  /** The card photo. Overwritten here, however the attempt ends. */
  readonly reference: Buffer;
}

export interface CaptureRequest extends Attempt {
  /** PEM of the identity service's key, and what the picture is bound to. */
  readonly sealTo: string;
  readonly context: string;
}

export interface Verified {
  readonly verdict: FaceVerdict;
  readonly evidence: FaceEvidence;
}
export type Captured = Extract<FaceEngineContract["requests"]["face.capture"]["result"], { ok: true }>["value"];

/** Looks at faces. One look at a time is the caller's business. */
export interface FaceEngine {
  readonly about: Pick<FaceStatus, "engine" | "runtime">;
  /** See `FaceStatus`. */
  readonly storedFaces: number;
  /** What this camera, as it is now, can promise. */
  assuranceWith(camera: Camera): Assurance;
  verify(request: VerifyRequest): Promise<Result<Verified, FailedLook>>;
  /** Throws when `sealTo` is no key. */
  capture(request: CaptureRequest): Promise<Result<Captured, FailedLook>>;
  measure(request: Measuring): Promise<Result<null, "face.no-camera">>;
}

export interface EngineParts extends AttemptParts {
  readonly thresholds: Thresholds;
  readonly random: Random;
  /** After each look, when nobody waits. */
  readonly tidyUp?: () => void;
}

export type Versions = Pick<FaceEvidence, "engine" | "modelSha256" | "thresholdSet"> & Pick<FaceStatus, "runtime">;

/** The engine over networks that are open. */
export class OpenEngine implements FaceEngine {
  readonly #parts: EngineParts;
  readonly #versions: Versions;
  /** Settles once the networks' own memory is written over. */
  #settled: Promise<void> = Promise.resolve();

  constructor(parts: EngineParts, versions: Versions) {
    this.#parts = parts;
    this.#versions = versions;
  }

  get about() {
    const { engine, runtime } = this.#versions;
    return { engine, runtime };
  }

  get storedFaces(): number {
    return this.#parts.buffers.count;
  }

  assuranceWith(camera: Camera): Assurance {
    return this.#parts.planFor(sensors(camera)).assurance;
  }

  async verify(request: VerifyRequest): Promise<Result<Verified, FailedLook>> {
    const { buffers, thresholds } = this.#parts;
    buffers.keep(request.reference);
    let reference: Embedding | undefined;
    return this.#alone(() =>
      runAttempt<Verified>(request, this.#parts, {
        prepare: async () => {
          const read = await readReference(request.reference, this.#parts);
          if (!read.ok) return "face.reference-unusable";
          reference = buffers.keep(read.value);
          return undefined;
        },
        conclude: async (finding) => {
          if (!reference) throw new Error("compared before the reference was read");
          const { verdict, band } = decide(reference, finding.track.embeddings, finding.liveness.verdict, thresholds);
          return { verdict, evidence: this.#evidence(finding, band) };
        },
      }),
    );
  }

  async capture(request: CaptureRequest): Promise<Result<Captured, FailedLook>> {
    const { buffers, random, clock, decoder } = this.#parts;
    const sealer = new Sealer(request.sealTo, random, clock);
    const best = new BestFrame(buffers);
    return this.#alone(() =>
      runAttempt<Captured>(request, this.#parts, {
        prepare: async () => undefined,
        listeners: { onCompared: (jpeg, face, sharpness) => best.offer(jpeg, face, sharpness), onLost: () => best.drop() },
        conclude: async (finding) => {
          const decision = finding.liveness.verdict;
          const portrait = decision === "live" ? await best.portrait(decoder) : undefined;
          const sealed = portrait ? sealer.seal(request.context, portrait).toString("base64") : null;
          return {
            verdict: { decision: sealed || decision !== "live" ? decision : "unsure" },
            sealed,
            evidence: this.#evidence(finding, null),
          };
        },
      }),
    );
  }

  measure(request: Measuring): Promise<Result<null, "face.no-camera">> {
    const { buffers, decoder } = this.#parts;
    return this.#alone(async () => {
      try {
        return await measureFaces(request, this.#parts);
      } finally {
        buffers.wipeAll();
        decoder.clear();
      }
    });
  }

  /**
   * After each look the networks run on grey; the answer does not wait for it, the next look does. Where that fails nobody catches it, and the
   * process ends: nothing less would empty their memory, and the supervisor has it back in seconds.
   */
  async #alone<T>(look: () => Promise<T>): Promise<T> {
    await this.#settled;
    try {
      return await look();
    } finally {
      this.#settled = runOnNothing(this.#parts).then(this.#parts.tidyUp);
    }
  }

  #evidence({ liveness, numbers }: Finding, band: FaceEvidence["band"]): FaceEvidence {
    const { engine, modelSha256, thresholdSet } = this.#versions;
    return { engine, modelSha256, thresholdSet, band, liveness: liveness.assurance, livenessChecks: liveness.checks, ...numbers };
  }
}

/**
 * Runs the networks on grey. At the start it warms them; after a look it writes over the working memory of WebAssembly and
 * ONNX Runtime, which cannot be zeroed from here. It is the best that can be done short of ending the process.
 */
export async function runOnNothing({ detector, embedder }: Pick<EngineParts, "detector" | "embedder">): Promise<void> {
  await detector.exercise();
  await embedder.embed({ width: CHIP_SIDE, height: CHIP_SIDE, rgba: new Uint8ClampedArray(CHIP_SIDE * CHIP_SIDE * 4).fill(128) });
}
