import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CALIBRATION_FOLDER } from "../../../runtime/face-engine/calibration.ts";

/** Those of the record that the release brings. */
export function shippedThresholds(): { readonly pass: number; readonly reject: number } {
  return JSON.parse(readFileSync(join(CALIBRATION_FOLDER, "starting-values.json"), "utf8")) as { pass: number; reject: number };
}
