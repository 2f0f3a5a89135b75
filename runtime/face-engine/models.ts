import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Check, checker, type Invalid, readJson } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";

/** Why the engine does not start. Each says which file, what was found and what to do. */
export type StartFailure =
  | { readonly code: "face.model-missing"; readonly file: string; readonly detail: string; readonly advice: string }
  | {
      readonly code: "face.model-changed";
      readonly file: string;
      readonly expected: string;
      readonly found: string;
      readonly advice: string;
    }
  | { readonly code: "face.manifest-invalid"; readonly invalid: Invalid; readonly advice: string }
  | { readonly code: "face.calibration-missing" | "face.calibration-differs"; readonly detail: string; readonly advice: string }
  | { readonly code: "face.backend-unsuitable"; readonly detail: string; readonly advice: string };

export type ModelFile = "detector" | "landmarks" | "embedder";

interface Manifest {
  readonly engine: string;
  readonly models: Readonly<Record<ModelFile, { readonly path: string; readonly sha256: string }>>;
}

/** The bytes that were checked, which are the bytes that run. */
export interface Models {
  readonly engine: string;
  readonly files: Readonly<Record<ModelFile, Buffer>>;
  readonly embedderSha256: string;
}

export const MANIFEST_PATH = join(import.meta.dirname, "models", "models.json");

const SHA256 = { type: "string", pattern: "^[0-9a-f]{64}$" };
const MODEL = {
  type: "object",
  required: ["path", "sha256"],
  properties: { path: { type: "string" }, sha256: SHA256, licence: { type: "string" } },
};
const NAMES: readonly ModelFile[] = ["detector", "landmarks", "embedder"];
const checkManifest: Check<Manifest> = checker({
  type: "object",
  required: ["engine", "models"],
  properties: {
    engine: { type: "string" },
    models: { type: "object", required: NAMES, properties: Object.fromEntries(NAMES.map((name) => [name, MODEL])) },
  },
});

/** Reads every model file that the manifest names and compares its SHA-256. `path` is relative to the manifest. */
export function loadModels(manifestPath = MANIFEST_PATH): Result<Models, StartFailure> {
  const manifest = readJson(manifestPath, checkManifest);
  if (!manifest.ok) return err({ code: "face.manifest-invalid", invalid: manifest.error, advice: "reinstall the release" });
  const files: Partial<Record<ModelFile, Buffer>> = {};
  for (const name of NAMES) {
    const model = manifest.value.models[name];
    const read = readModel(join(dirname(manifestPath), model.path), model.sha256);
    if (!read.ok) return read;
    files[name] = read.value;
  }
  const { engine, models } = manifest.value;
  return ok({ engine, files: files as Record<ModelFile, Buffer>, embedderSha256: models.embedder.sha256 });
}

function readModel(file: string, expected: string): Result<Buffer, StartFailure> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    return err({ code: "face.model-missing", file, detail: String(cause), advice: "reinstall the release" });
  }
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found === expected) return ok(bytes);
  return err({ code: "face.model-changed", file, expected, found, advice: "do not use this kiosk for faces; reinstall the release" });
}
