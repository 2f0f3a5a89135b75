import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { checker, describeInvalid, readJson } from "../../base/checked.ts";
import { PROFILE_SCHEMA, type PrinterProfile, type ProfileChoice } from "./profile.ts";

const FOLDER = join(import.meta.dirname, "profiles");

/** By the name of its file. A file that is not a profile is a fault of this build, not of a site. */
export const PROFILES: ReadonlyMap<string, PrinterProfile> = new Map(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => [basename(file, ".json"), readProfile(join(FOLDER, file))]),
);

export const PROFILE_NAMES: readonly string[] = [...PROFILES.keys()];

/** The name must be one of `PROFILE_NAMES`: the settings' schema sees to that. */
export function profileNamed(name: string): PrinterProfile {
  const found = PROFILES.get(name);
  if (!found) throw new RangeError(`no printer profile "${name}": there are ${PROFILE_NAMES.join(", ")}`);
  return found;
}

export function chosenProfile(choice: ProfileChoice): PrinterProfile {
  if (typeof choice === "string") return profileNamed(choice);
  const { like, ...own } = choice;
  return { ...profileNamed(like), ...own };
}

function readProfile(path: string): PrinterProfile {
  const profile = readJson(path, checker<PrinterProfile>(PROFILE_SCHEMA));
  if (!profile.ok) throw new Error(describeInvalid(profile.error));
  return profile.value;
}
