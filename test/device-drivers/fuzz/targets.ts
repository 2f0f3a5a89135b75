import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { FuzzTarget } from "../../support/fuzz.ts";

const ROOMS = join(import.meta.dirname, "..");

/** Every parser that a room has put under fire: `fuzzTargets` of each `fuzz.ts`. */
export async function allFuzzTargets(): Promise<readonly FuzzTarget[]> {
  const files = readdirSync(ROOMS, { recursive: true, encoding: "utf8" }).filter((file) => /(^|\/)fuzz\.ts$/u.test(file));
  const modules = (await Promise.all(files.sort().map((file) => import(join(ROOMS, file))))) as { fuzzTargets: readonly FuzzTarget[] }[];
  return modules.flatMap(({ fuzzTargets }) => fuzzTargets);
}
