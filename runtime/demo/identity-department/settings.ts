import { dirname, resolve } from "node:path";
import { checker, type Invalid, readJson } from "../../../base/checked.ts";
import { ok, type Result } from "../../../base/result.ts";
import type { FaceThresholdSettings } from "../../face-engine/calibration.ts";

/** What the sandbox identity service is told. Paths are relative to the settings file. */
export interface IdentityDepartmentSettings {
  readonly host: string;
  readonly port: number;
  /** File with the PEM of the private key that pictures are sealed to. */
  readonly privateKey: string;
  /** Folder of `register.json` and the photos that it names. */
  readonly register: string;
  readonly face: FaceThresholdSettings;
}

const PATH = { type: "string", minLength: 1 } as const;
const SHARE = { type: "number", minimum: 0, maximum: 1 } as const;

const check = checker<IdentityDepartmentSettings>({
  type: "object",
  required: ["port", "privateKey", "register", "face"],
  additionalProperties: false,
  properties: {
    host: { type: "string", minLength: 1, default: "127.0.0.1" },
    port: { type: "integer", minimum: 0, maximum: 65_535 },
    privateKey: PATH,
    register: PATH,
    face: {
      type: "object",
      required: ["pass", "reject", "calibrationSha256"],
      additionalProperties: false,
      properties: { pass: SHARE, reject: SHARE, calibrationSha256: { type: "string", pattern: "^[0-9a-f]{64}$" } },
    },
  },
});

export function loadIdentityDepartmentSettings(file: string): Result<IdentityDepartmentSettings, Invalid> {
  const read = readJson(file, check);
  if (!read.ok) return read;
  const at = (path: string) => resolve(dirname(file), path);
  return ok({ ...read.value, privateKey: at(read.value.privateKey), register: at(read.value.register) });
}
