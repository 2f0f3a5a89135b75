import { err, ok, type Result } from "../../base/result.ts";
import type { DeviceFailure } from "../../device-drivers/host/api.ts";
import type { Hold } from "../neighbours/hold.ts";
import type { Box, Boxes, ClaimProblem } from "./boxes.ts";

/** A person needs a moment to take it out and shut the door; after that the kiosk reminds and goes on. */
export const SHUT_WITHIN_MS = 120_000;
const OPEN_WITHIN_MS = 10_000;

export type HandOverProblem =
  | { readonly kind: "code"; readonly problem: ClaimProblem }
  /** The door stayed shut; the document is still there and the same code fetches it. */
  | { readonly kind: "stayed-shut"; readonly box: number; readonly failure: DeviceFailure }
  /** Nobody knows whether it opened: the box is held until a technician has looked. */
  | { readonly kind: "unknown"; readonly box: number; readonly failure: DeviceFailure };

/** `shut` is false where the door was still open when we stopped waiting. */
export interface HandedOver {
  readonly box: Box;
  readonly shut: boolean;
}

/**
 * Code → box → door. The claim is durable before the lock is pulsed, so a power cut in between can lose a moment but never hand the
 * same box to two people; the box counts as collected when its door was seen open, because then whatever lay in it could be taken.
 */
export async function handOver(
  code: string,
  boxes: Boxes,
  hold: Hold,
  key: string,
  signal: AbortSignal,
): Promise<Result<HandedOver, HandOverProblem>> {
  const claimed = boxes.claim(code);
  if (!claimed.ok) return err({ kind: "code", problem: claimed.error });
  const { box } = claimed.value;
  const opened = await hold.execute("locker", "open", { box }, { key: `${key}-open`, withinMs: OPEN_WITHIN_MS, signal });
  if (!opened.ok) {
    // `sent: "yes"` is the driver's word that the pulse was given and the door seen shut.
    const stayedShut = opened.error.sent === "no" || opened.error.code === "locker.not-opened";
    boxes.tell(box, stayedShut ? "stayed-shut" : "lost");
    return err({ kind: stayedShut ? "stayed-shut" : "unknown", box, failure: opened.error });
  }
  const collected = { ...claimed.value, state: boxes.tell(box, "collected").state };
  const shut = await hold.execute("locker", "await-closed", { box }, { key: `${key}-shut`, withinMs: SHUT_WITHIN_MS, signal });
  return ok({ box: collected, shut: shut.ok });
}
