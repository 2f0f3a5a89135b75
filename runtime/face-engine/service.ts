import { type Clock, every } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { err, type Result } from "../../base/result.ts";
import { type Handlers, type Served, serve } from "../../base/rpc.ts";
import type { Camera } from "../../device-drivers/camera/camera.ts";
import type { FaceEngineContract, FaceStatus, FailedLook } from "./api.ts";
import { type Attempt, failed } from "./attempt.ts";
import type { FaceEngine } from "./engine.ts";
import { Turns } from "./turns.ts";

export interface ServiceParts {
  readonly engine: FaceEngine;
  readonly camera: Camera;
  readonly viewAngleDegrees: number;
  readonly clock: Clock;
  readonly log: Log;
}

const PROBE_EVERY_MS = 5_000;
/** While somebody is looked at the number of buffers changes with each frame; this often it is told. */
const TELL_EVERY_MS = 500;
/** Twice a card photo of 102×126 at 24 bits, in base64, many times over; a frame of a camera fits too. */
const MAX_REFERENCE_CHARS = 2_000_000;

/** Puts the engine on its socket: one look at a time, its status to everybody. */
export async function serveFaceEngine(path: string, parts: ServiceParts): Promise<{ close(): Promise<void> }> {
  const { camera, clock, log } = parts;
  const service = new Service(parts);
  const served = await serve<FaceEngineContract>(path, service.handlers(), log);
  service.notify = (name, params) => served.notify(name, params);
  camera.onStatus((status) => {
    log.info("camera.status", { state: status.state, reasons: status.reasons });
    service.tell();
  });
  await camera.probe();
  const probing = every(clock, PROBE_EVERY_MS, () => camera.probe());
  const telling = every(clock, TELL_EVERY_MS, () => service.tell());
  return {
    async close() {
      probing.cancel();
      telling.cancel();
      await service.stop();
      await served.close();
    },
  };
}

class Service {
  notify: Served<FaceEngineContract>["notify"] = () => undefined;
  readonly #parts: ServiceParts;
  readonly #turns = new Turns(() => this.tell());
  readonly #closing = new AbortController();
  #told = "";

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  /** Tells everybody how it is, if that is news. */
  tell(): void {
    const status = this.#status();
    const words = JSON.stringify(status);
    if (words === this.#told) return;
    this.#told = words;
    this.notify("face.status", status);
  }

  /** Ends the look that runs, and lets the camera go. */
  async stop(): Promise<void> {
    this.#closing.abort();
    await this.#turns.ended;
  }

  handlers(): Handlers<FaceEngineContract> {
    const { engine, camera, viewAngleDegrees } = this.#parts;
    return {
      "face.status": () => this.#status(),
      "face.verify": async (params, { signal }) => {
        if (params.reference.length > MAX_REFERENCE_CHARS) return failed("face.reference-unusable");
        const attempt = this.#attempt(params, signal);
        return this.#look(() => engine.verify({ ...attempt, reference: Buffer.from(params.reference, "base64") }));
      },
      "face.capture": async (params, { signal }) => {
        const { sealTo, context } = params;
        return this.#look(() => engine.capture({ ...this.#attempt(params, signal), sealTo, context }));
      },
      "face.measure": async ({ watch }, call) => {
        const measured = await this.#turns.technician((stop) => {
          const signal = AbortSignal.any([stop, call.signal, this.#closing.signal]);
          const onMeasured = (measure: Parameters<Parameters<FaceEngine["measure"]>[0]["onMeasured"]>[0]) =>
            this.notify("face.measured", { watch, measure });
          return engine.measure({ camera, viewAngleDegrees, signal, onMeasured });
        });
        return measured ?? err("face.busy");
      },
    };
  }

  #status(): FaceStatus {
    const { engine, camera } = this.#parts;
    return {
      camera: camera.status,
      storedFaces: engine.storedFaces,
      ready: this.#turns.isFree,
      ...engine.about,
      assurance: engine.assuranceWith(camera),
    };
  }

  #attempt(
    { attempt, minAssurance, withinMs }: Pick<Attempt, "minAssurance" | "withinMs"> & { attempt: string },
    signal: AbortSignal,
  ): Attempt {
    return {
      minAssurance,
      withinMs,
      camera: this.#parts.camera,
      signal: AbortSignal.any([signal, this.#closing.signal]),
      onGuidance: (guidance, action) => this.notify("face.guidance", { attempt, guidance, action }),
      onPreview: (jpeg) => this.notify("face.preview", { attempt, jpeg }),
    };
  }

  async #look<T extends { readonly verdict: { readonly decision: string }; readonly evidence: object }>(
    look: () => Promise<Result<T, FailedLook>>,
  ): Promise<Result<T, FailedLook>> {
    const result = await this.#turns.citizen(look);
    if (!result) return failed("face.busy");
    this.#parts.log.info("face.look-ended", result.ok ? { ...result.value.verdict, ...result.value.evidence } : { ...result.error });
    return result;
  }
}
