import { dirname, resolve } from "node:path";
import { checker, type Invalid, readJson } from "../../base/checked.ts";
import { ok, type Result } from "../../base/result.ts";
import { DEPARTMENT_IDS, type DepartmentId } from "./sandbox/start-departments.ts";

/** What the sandbox departments are told. `data` is relative to the settings file. */
export interface DepartmentsSettings {
  readonly host: string;
  readonly ports: Readonly<Record<DepartmentId, number>>;
  readonly data: string;
  /** What a document's number is put behind for its QR code: `http://<hub>/verify/`. */
  readonly verifyBase: string;
  readonly licencesPerPerson: number;
}

const PORT = { type: "integer", minimum: 0, maximum: 65535 } as const;

const checkDepartmentsSettings = checker<DepartmentsSettings>({
  type: "object",
  required: ["ports", "data", "verifyBase"],
  additionalProperties: false,
  properties: {
    host: { type: "string", minLength: 1, default: "127.0.0.1" },
    ports: {
      type: "object",
      required: [...DEPARTMENT_IDS],
      additionalProperties: false,
      properties: Object.fromEntries(DEPARTMENT_IDS.map((id) => [id, PORT])),
    },
    data: { type: "string", minLength: 1 },
    verifyBase: { type: "string", pattern: "^https?://[!-~]+/$" },
    licencesPerPerson: { type: "integer", minimum: 1, default: 1 },
  },
});

export function loadDepartmentsSettings(file: string): Result<DepartmentsSettings, Invalid> {
  const read = readJson(file, checkDepartmentsSettings);
  return read.ok ? ok({ ...read.value, data: resolve(dirname(file), read.value.data) }) : read;
}
