import type { Clock } from "../../base/clock.ts";
import { type Random, uuidv7 } from "../../base/random.ts";
import type { Devices } from "../neighbours/devices.ts";
import type { Issuance } from "./issuance.ts";

/** `there`: the printer may still print it. `not-asked`: it does not answer, or the devices are in use. */
export type AtPrinter = "gone" | "there" | "not-asked";

/** Taking a job back, and the time a counter takes to come to rest (`counts-late`: 30 s). */
const ASK_WITHIN_MS = 45_000;

/**
 * Whether the printer has let go of a job, which it is told to do. Only then may the number be settled and the tray opened: a printer
 * whose jam was cleared prints what it still holds, on the sheet that is somebody else's by then. That it said yes to a cancel is no
 * proof: Debian's ippeveprinter does, and prints all the same (measured).
 */
export async function jobAtPrinter(
  { id, pages, media, sides, before }: Issuance,
  { devices, clock, random }: { readonly devices: Devices; readonly clock: Clock; readonly random: Random },
): Promise<AtPrinter> {
  // A kiosk whose printer was taken out of its settings has nothing that could print.
  if (devices.up && !devices.byKind("certificate-printer")) return "gone";
  const own = devices.mode.lease;
  const taken = own === null ? await devices.lease("technician") : null;
  const lease = own ?? (taken?.ok ? taken.value : null);
  if (lease === null) return "not-asked";
  const key = `${id}:check:${uuidv7(clock.now(), random)}`;
  const args = { job: id, pages, media, sides, before, cancel: true };
  const found = await devices.execute("certificate-printer", "find-job", args, { lease, key, withinMs: ASK_WITHIN_MS });
  if (own === null) await devices.release(lease);
  if (!found.ok) return "not-asked";
  return found.value.state === "pending" ? "there" : "gone";
}
