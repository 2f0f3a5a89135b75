import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { checker, type Fault, type Invalid, readJson } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { CodePattern } from "../codes/code-pattern.ts";
import { loadPatterns } from "../codes/load-patterns.ts";
import { checkCreditCode } from "../identity/social-credit-code.ts";
import type { LocalText } from "../language.ts";
import type { ServiceItem } from "../service-items/item.ts";
import { lintItem, type Surroundings } from "../service-items/lint.ts";
import { checkItem } from "../service-items/schema.ts";
import { id, localText, object } from "../service-items/schema-parts.ts";

export interface Department {
  readonly name: LocalText;
  /** GB 32100. */
  readonly creditCode: string;
  readonly window: LocalText;
  readonly hours: LocalText;
}

/** A kind of numbered sheet that a kiosk can hold in a tray. */
export interface BlankType {
  readonly name: LocalText;
}

export interface Catalogue {
  readonly blanks: ReadonlyMap<string, BlankType>;
  readonly departments: ReadonlyMap<string, Department>;
  /** How queue tickets and electronic licences of this city look as codes. */
  readonly codes: readonly CodePattern[];
  /** By id, in the order of the file names. */
  readonly items: ReadonlyMap<string, ServiceItem>;
  /** SHA-256 over departments, blanks, codes and items: tells one catalogue from another in the journal. */
  readonly sha256: string;
}

/** Every document of a catalogue that cannot be used, each with all its faults. */
export type CatalogueFaults = readonly Invalid[];

const checkDepartments = checker<Record<string, Department>>({
  type: "object",
  minProperties: 1,
  propertyNames: id,
  additionalProperties: object({
    name: localText,
    creditCode: { type: "string", minLength: 18, maxLength: 18 },
    window: localText,
    hours: localText,
  }),
});

/** Of `blanks.json`. */
export const checkBlanks = checker<Record<string, BlankType>>({
  type: "object",
  propertyNames: id,
  additionalProperties: object({ name: localText }),
});

/**
 * Reads `departments.json`, `blanks.json`, `codes.json` and `items/*.json` of `folder`, and checks them in shape and in sense. All or nothing: a catalogue with one bad
 * item is not taken, and every fault is told at once. `around` adds the operations and documents that are known, to check against.
 */
export function loadCatalogue(
  folder: string,
  around: Omit<Surroundings, "departments" | "blanks"> = {},
): Result<Catalogue, CatalogueFaults> {
  const departments = readDepartments(join(folder, "departments.json"));
  if (!departments.ok) return err([departments.error]);
  const blanks = readJson(join(folder, "blanks.json"), checkBlanks);
  if (!blanks.ok) return err([blanks.error]);
  const codes = loadPatterns(join(folder, "codes.json"));
  if (!codes.ok) return err([codes.error]);
  const known = { departments: new Set(departments.value.keys()), blanks: new Set(Object.keys(blanks.value)) };
  const files = itemFiles(join(folder, "items"));
  if (!files.ok) return err([files.error]);
  const faults: Invalid[] = [];
  const items = new Map<string, ServiceItem>();
  for (const file of files.value) {
    const item = readItem(file, { ...around, ...known });
    if (!item.ok) faults.push(item.error);
    else if (items.has(item.value.id)) faults.push(wrong(file, [{ at: "/id", problem: `another item is called ${item.value.id}` }]));
    else items.set(item.value.id, item.value);
  }
  if (faults.length > 0) return err(faults);
  const sha256 = createHash("sha256").update(JSON.stringify([[...departments.value], blanks.value, codes.value, [...items]]));
  return ok({
    departments: departments.value,
    blanks: new Map(Object.entries(blanks.value)),
    codes: codes.value,
    items,
    sha256: sha256.digest("hex"),
  });
}

function readDepartments(file: string): Result<ReadonlyMap<string, Department>, Invalid> {
  const read = readJson(file, checkDepartments);
  if (!read.ok) return read;
  const faults = Object.entries(read.value).flatMap(([name, { creditCode }]): Fault[] => {
    const code = checkCreditCode(creditCode);
    return code.ok ? [] : [{ at: `/${name}/creditCode`, problem: `${creditCode} is not a unified social credit code: ${code.error}` }];
  });
  return faults.length > 0 ? err(wrong(file, faults)) : ok(new Map(Object.entries(read.value)));
}

function itemFiles(folder: string): Result<readonly string[], Invalid> {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    if (names.length === 0) return err(wrong(folder, [{ at: "", problem: "there is no item in it" }]));
    return ok(names.sort().map((name) => join(folder, name)));
  } catch (cause) {
    return err({ kind: "unreadable", what: folder, faults: [{ at: "", problem: String(cause) }] });
  }
}

function readItem(file: string, around: Surroundings): Result<ServiceItem, Invalid> {
  const item = readJson(file, checkItem);
  if (!item.ok) return item;
  const faults = lintItem(item.value, around);
  if (faults.length === 0) return item;
  return err(
    wrong(
      file,
      faults.map(({ at, rule, problem, fix }) => ({ at, problem: `${rule}: ${problem}; ${fix}` })),
    ),
  );
}

function wrong(what: string, faults: readonly Fault[]): Invalid {
  return { kind: "wrong-shape", what, faults };
}
