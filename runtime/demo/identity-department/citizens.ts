import { join } from "node:path";
import { checker, type Invalid, readJson } from "../../../base/checked.ts";
import { err, ok, type Result } from "../../../base/result.ts";
import { readIdNumber } from "../../../config/identity/id-number.ts";

/** An invented citizen of the register. */
export interface Citizen {
  readonly name: string;
  readonly number: string;
  readonly sex: "male" | "female";
  readonly birth: string;
  /** File of the photo. */
  readonly photo: string;
}

interface RegisterFile {
  readonly citizens: readonly { readonly name: string; readonly number: string; readonly photo: string }[];
}

const TEXT = { type: "string", minLength: 1, maxLength: 100 } as const;
const check = checker<RegisterFile>({
  type: "object",
  required: ["citizens"],
  additionalProperties: false,
  properties: {
    citizens: {
      type: "array",
      maxItems: 1_000,
      items: {
        type: "object",
        required: ["name", "number", "photo"],
        additionalProperties: false,
        properties: { name: TEXT, number: TEXT, photo: { type: "string", pattern: "^[a-z0-9-]+\\.(bmp|png|jpg)$" } },
      },
    },
  },
});

/** Reads `<folder>/register.json`; sex and birth are said by the number itself. */
export function loadCitizens(folder: string): Result<ReadonlyMap<string, Citizen>, Invalid> {
  const file = join(folder, "register.json");
  const read = readJson(file, check);
  if (!read.ok) return read;
  const citizens = new Map<string, Citizen>();
  for (const [at, { name, number, photo }] of read.value.citizens.entries()) {
    const said = readIdNumber(number);
    if (!said.ok) return err({ kind: "wrong-shape", what: file, faults: [{ at: `/citizens/${at}/number`, problem: said.error }] });
    citizens.set(number, { name, number, ...said.value, photo: join(folder, photo) });
  }
  return ok(citizens);
}
