import { type Clock, every } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { err } from "../../base/result.ts";
import { type Handlers, type Served, serve } from "../../base/rpc.ts";
import type { Camera } from "../../device-drivers/camera/camera.ts";
import type { FaceEngineContract } from "./api.ts";
import type { FaceEngine } from "./engine.ts";

export interface ServiceParts {
  readonly engine: FaceEngine;
  readonly camera: Camera;
  readonly clock: Clock;
  readonly log: Log;
}

const PROBE_EVERY_MS = 5_000;
/** Twice a card photo of 102×126 at 24 bits, in base64, many times over; a frame of a camera fits too. */
const MAX_REFERENCE_CHARS = 2_000_000;

/** Puts the engine on its socket: one attempt at a time, the camera's status to everybody. */
export async function serveFaceEngine(path: string, parts: ServiceParts): Promise<{ close(): Promise<void> }> {
  const { camera, clock, log } = parts;
  const served: Served<FaceEngineContract> = await serve<FaceEngineContract>(
    path,
    handlers(parts, (name, params) => served.notify(name, params)),
    log,
  );
  camera.onStatus((status) => {
    log.info("camera.status", { state: status.state, reasons: status.reasons });
    served.notify("face.camera", status);
  });
  await camera.probe();
  const probing = every(clock, PROBE_EVERY_MS, () => camera.probe());
  return {
    async close() {
      probing.cancel();
      await served.close();
    },
  };
}

type Notify = Served<FaceEngineContract>["notify"];

function handlers({ engine, camera, log }: ServiceParts, notify: Notify): Handlers<FaceEngineContract> {
  let busy = false;
  return {
    "face.status": () => ({ camera: camera.status, storedFaces: 0, ready: !busy }),
    "face.verify": async (params, { signal }) => {
      if (busy) return err("face.busy");
      if (params.reference.length > MAX_REFERENCE_CHARS) return err("face.reference-unusable");
      busy = true;
      const { attempt, minAssurance, withinMs } = params;
      try {
        const result = await engine.verify({
          reference: Buffer.from(params.reference, "base64"),
          minAssurance,
          withinMs,
          camera,
          signal,
          onGuidance: (guidance) => notify("face.guidance", { attempt, guidance }),
          onPreview: (jpeg) => notify("face.preview", { attempt, jpeg }),
        });
        log.info("face.attempt-ended", result.ok ? { ...result.value.verdict, ...result.value.evidence } : { failure: result.error });
        return result;
      } finally {
        busy = false;
      }
    },
  };
}
