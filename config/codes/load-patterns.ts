import { checker, type Fault, type Invalid, readJson } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { id, list, object } from "../service-items/schema-parts.ts";
import { ALPHABETS, type CodePattern, commonText } from "./code-pattern.ts";
import { LICENCE_ROOT } from "./licence-id.ts";

const length = { type: "integer", minimum: 1, maximum: 2_000 };

const checkShape = checker<readonly CodePattern[]>(
  list(
    object({
      id,
      type: { enum: ["queue-ticket", "electronic-licence"] },
      // Printable ASCII. Not empty: any text would fit otherwise.
      prefix: { type: "string", pattern: "^[!-~]{1,200}$" },
      alphabet: { enum: Object.keys(ALPHABETS) },
      length: object({ min: length, max: length }),
    }),
    0,
  ),
);

/** Reads the city's patterns of codes (`codes.json` of a catalogue) and checks them in shape and in sense. */
export function loadPatterns(file: string): Result<readonly CodePattern[], Invalid> {
  const read = readJson(file, checkShape);
  return read.ok ? checkPatterns(read.value, file) : read;
}

/** No two with one id, none that fits nothing, no two that one text could fit. */
export function checkPatterns(patterns: readonly CodePattern[], what: string): Result<readonly CodePattern[], Invalid> {
  const faults = patterns.flatMap((pattern, at): Fault[] => [...faultsOf(pattern, at), ...clashes(patterns, at)]);
  return faults.length > 0 ? err({ kind: "wrong-shape", what, faults }) : ok(patterns);
}

function faultsOf(pattern: CodePattern, at: number): Fault[] {
  const faults: Fault[] = [];
  if (pattern.length.min > pattern.length.max) faults.push({ at: `/${at}/length`, problem: "min is more than max: nothing would fit" });
  const [short, long] = [pattern.prefix, LICENCE_ROOT].sort((one, other) => one.length - other.length);
  if (short !== undefined && long?.startsWith(short))
    faults.push({
      at: `/${at}/prefix`,
      problem: `${LICENCE_ROOT} belongs to licence identifiers (GB/T 36904); choose a prefix apart from it`,
    });
  return faults;
}

function clashes(patterns: readonly CodePattern[], at: number): Fault[] {
  const pattern = patterns[at];
  if (!pattern) return [];
  return patterns.slice(0, at).flatMap((other): Fault[] => {
    if (other.id === pattern.id) return [{ at: `/${at}/id`, problem: `another pattern is called ${pattern.id}` }];
    const both = commonText(pattern, other);
    if (both === undefined) return [];
    return [{ at: `/${at}`, problem: `"${both.slice(0, 60)}" fits ${other.id} too; tell them apart by prefix, alphabet or length` }];
  });
}
