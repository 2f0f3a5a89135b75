import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Check, checker, describeInvalid, parseJson } from "../../base/checked.ts";
import { err, type Result } from "../../base/result.ts";
import type { StartFailure } from "./models.ts";
import type { Thresholds } from "./verify.ts";

/** The record of how two thresholds were found, and for which network. Its file's SHA-256 stands in the settings beside them. */
export interface Calibration {
  readonly name: string;
  readonly embedderSha256: string;
  readonly pass: number;
  readonly reject: number;
}

export interface FaceThresholdSettings extends Thresholds {
  readonly calibrationSha256: string;
}

export const CALIBRATION_FOLDER = join(import.meta.dirname, "calibration");

const check: Check<Calibration> = checker({
  type: "object",
  required: ["name", "embedderSha256", "pass", "reject", "set"],
  properties: {
    name: { type: "string", minLength: 1 },
    embedderSha256: { type: "string" },
    pass: { type: "number", minimum: -1, maximum: 1 },
    reject: { type: "number", minimum: -1, maximum: 1 },
    set: { type: "string", minLength: 1 },
  },
});

/** A threshold without the record of its calibration, or another network's, is a guess: the engine refuses to start with it. */
export function checkCalibration(
  settings: FaceThresholdSettings,
  embedderSha256: string,
  folder = CALIBRATION_FOLDER,
): Result<Calibration, StartFailure> {
  const text = findRecord(settings.calibrationSha256, folder);
  if (text === undefined) {
    return missing(`no file in ${folder} has the SHA-256 "${settings.calibrationSha256}" of face.calibrationSha256`);
  }
  const parsed = parseJson(text, settings.calibrationSha256);
  const record = parsed.ok ? check(parsed.value, settings.calibrationSha256) : parsed;
  if (!record.ok) return missing(describeInvalid(record.error));
  const { pass, reject } = record.value;
  if (settings.pass !== pass || settings.reject !== reject) {
    return differs(`settings have pass ${settings.pass}, reject ${settings.reject}; ${record.value.name} found ${pass} and ${reject}`);
  }
  if (reject > pass) return differs(`reject ${reject} is above pass ${pass}`);
  if (record.value.embedderSha256 !== embedderSha256) {
    return differs(`${record.value.name} was made with network ${record.value.embedderSha256}, this release has ${embedderSha256}`);
  }
  return record;
}

function findRecord(sha256: string, folder: string): string | undefined {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => readFileSync(join(folder, file)))
    .find((bytes) => createHash("sha256").update(bytes).digest("hex") === sha256)
    ?.toString("utf8");
}

function missing(detail: string): Result<never, StartFailure> {
  return err({
    code: "face.calibration-missing",
    detail,
    advice: "put the record of the calibration into that folder and its hash into the settings",
  });
}

function differs(detail: string): Result<never, StartFailure> {
  return err({ code: "face.calibration-differs", detail, advice: "take thresholds and hash from one calibration record" });
}
