import { createPublicKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { CameraSettings, EyeSettings } from "../../config/settings/settings.ts";
import { type Camera, type CameraFailure, CameraStatus } from "./camera.ts";
import { DualCamera } from "./dual-camera.ts";
import { FileSource } from "./file-source.ts";
import { ModuleCamera } from "./module-camera.ts";
import { MAX_SKEW_MS } from "./timing.ts";
import { V4l2Camera } from "./v4l2.ts";

const ID = "camera";

/** The camera that the settings name. One that may not be used is a camera all the same: its status says why. */
export function makeCamera(settings: CameraSettings | null, production: boolean, clock: Clock, random: Random): Camera {
  if (!settings) return unusable(ID, { code: "camera.missing", detail: "no camera in the settings" }, clock);
  if (settings.source === "module") return makeModule(settings, clock, random);
  if (settings.source !== "dual") return makeEye(ID, settings, production, clock);
  const { rgb, ir, maxSkewMs = MAX_SKEW_MS } = settings;
  return new DualCamera({
    ...{ id: ID, maxSkewMs, clock },
    rgb: makeEye(`${ID}-rgb`, rgb, production, clock),
    ir: makeEye(`${ID}-ir`, ir, production, clock),
  });
}

function makeModule(settings: Extract<CameraSettings, { source: "module" }>, clock: Clock, random: Random): Camera {
  const key = settings.publicKey === undefined ? ok(null) : readKey(settings.publicKey);
  if (!key.ok) return unusable(ID, { code: "camera.refused", detail: key.error }, clock);
  return new ModuleCamera({ id: ID, command: settings.command, sensors: settings.sensors, key: key.value }, { clock, random });
}

function readKey(file: string): Result<KeyObject, string> {
  try {
    const key = createPublicKey(readFileSync(file));
    if (key.asymmetricKeyType === "ed25519" || key.asymmetricKeyType === "ec") return ok(key);
    return err(`${file} has a key of type ${key.asymmetricKeyType}; the module's is Ed25519 or P-256`);
  } catch (cause) {
    return err(`the module's public key cannot be read: ${String(cause)}`);
  }
}

function makeEye(id: string, settings: EyeSettings, production: boolean, clock: Clock): Camera {
  switch (settings.source) {
    case "v4l2":
      return new V4l2Camera({ ...settings, id, production }, { clock });
    case "file":
      if (production) return unusable(id, { code: "camera.refused", detail: "a file may not stand in for a camera in production" }, clock);
      return new FileSource({ ...settings, id }, clock);
    default:
      return unreachable(settings);
  }
}

function unusable(id: string, failure: CameraFailure, clock: Clock): Camera {
  const status = new CameraStatus(clock, id, "none");
  status.fail(failure);
  return {
    get status() {
      return status.current;
    },
    onStatus: (then) => status.onChange(then),
    probe: async () => undefined,
    async *frames() {
      yield err(failure);
    },
  };
}
