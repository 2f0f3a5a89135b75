import { type Clock, pause } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Devices } from "../neighbours/devices.ts";
import { Hold } from "../neighbours/hold.ts";
import type { Issuer } from "./issue.ts";
import type { Ledger } from "./ledger.ts";

const TRY_AGAIN_MS = 2_000;
const LOOK_AGAIN_MS = 30_000;

export interface SettleParts {
  readonly ledger: Ledger;
  readonly issuer: Issuer;
  readonly devices: Devices;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether the devices are taken for it: nobody can be served meanwhile. */
  readonly asking?: (isAsking: boolean) => void;
}

/**
 * What a killed runtime left behind, first part, before anybody is served: an intent that was never sent touched no paper, so its blank
 * goes back in stock; a receipt that was sent cannot be asked after. What was proved stays `printed`: nobody saw whether it was taken. Gives
 * what is left to ask the printer about.
 */
export function recoverLedger(ledger: Ledger, log: Log): { readonly abandoned: number; readonly toAsk: readonly string[] } {
  const intents = ledger.inState("intent");
  for (const { id } of intents) ledger.advance(id, "abandon", "broken off before it was sent");
  const sent = ledger.inState("sent");
  for (const { id, kind } of sent) {
    if (kind === "receipt") ledger.advance(id, "lost", "broken off while it was printed");
  }
  const toAsk = sent.filter((one) => one.kind === "certificate").map((one) => one.id);
  if (intents.length + sent.length > 0)
    log.warn("ledger.recovered", { abandoned: intents.length, lost: sent.length - toAsk.length, toAsk });
  return { abandoned: intents.length, toAsk };
}

/**
 * Second part, once the devices are there: each job is looked for at the printer. Until the answer is in, the issuance stays `sent` and
 * its tray is held. Never prints.
 */
export async function settleSent(toAsk: readonly string[], parts: SettleParts, signal: AbortSignal): Promise<void> {
  const { ledger, devices, clock, asking } = parts;
  for (const id of toAsk) {
    if (ledger.find(id)?.state !== "sent") continue;
    const hold = await holdWhenFree(devices, clock, signal);
    if (hold === null) return;
    asking?.(true);
    try {
      await settle(id, hold, parts, signal);
    } finally {
      asking?.(false);
      await hold.release();
    }
  }
}

async function settle(id: string, hold: Hold, { ledger, issuer, log }: SettleParts, signal: AbortSignal): Promise<void> {
  const issuance = signal.aborted ? undefined : ledger.find(id);
  if (issuance?.state !== "sent") return;
  const judged = await issuer.find(issuance, hold);
  // Once the runtime stops nothing is written any more; the next start asks again.
  if (signal.aborted) return;
  ledger.advance(id, judged.event, `asked later: ${judged.problem || "found printed"}`, { proof: judged.proof });
  log.warn("ledger.settled", { issuance: id, event: judged.event, problem: judged.problem });
}

/**
 * Settles `left`, and from then on whatever else is left in the middle: an act that could not be written down (a disk that was full) leaves
 * the same behind as a kill, and must not hold a tray until the next start. Ends with `signal`; never rejects.
 */
export async function keepSettled(left: readonly string[], parts: SettleParts, signal: AbortSignal): Promise<void> {
  const { ledger, issuer, clock, log } = parts;
  for (let toAsk = left; !signal.aborted; ) {
    try {
      await settleSent(toAsk, parts, signal);
      await pause(clock, LOOK_AGAIN_MS, signal);
      // What is in the middle while nobody prints has been left there.
      toAsk = signal.aborted || issuer.isPrinting ? [] : recoverLedger(ledger, log).toAsk;
    } catch (cause) {
      log.error("ledger.not-settled", { cause });
      await pause(clock, LOOK_AGAIN_MS, signal);
    }
  }
}

async function holdWhenFree(devices: Devices, clock: Clock, signal: AbortSignal): Promise<Hold | null> {
  while (!signal.aborted) {
    const hold = new Hold(devices, "self-test", clock);
    if (devices.up && (await hold.acquire())) return hold;
    await pause(clock, TRY_AGAIN_MS, signal);
  }
  return null;
}
