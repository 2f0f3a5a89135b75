import { type Clock, pause } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Devices } from "../neighbours/devices.ts";
import { Hold } from "../neighbours/hold.ts";
import type { Issuer } from "./issue.ts";
import type { Ledger } from "./ledger.ts";

const TRY_AGAIN_MS = 2_000;

/**
 * What a killed runtime left behind, first part, before anybody is served: an intent that was never sent touched no paper, so its blank
 * goes back in stock; a receipt that was sent cannot be asked after. Gives what is left to ask the printer about.
 */
export function recoverLedger(ledger: Ledger, log: Log): { readonly abandoned: number; readonly toAsk: readonly string[] } {
  const intents = ledger.inState("intent");
  for (const { id } of intents) ledger.advance(id, "abandon", "the runtime stopped before sending");
  const sent = ledger.inState("sent");
  for (const { id, kind } of sent) {
    if (kind === "receipt") ledger.advance(id, "lost", "the runtime stopped while printing");
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
export async function settleSent(
  toAsk: readonly string[],
  parts: { ledger: Ledger; issuer: Issuer; devices: Devices; clock: Clock; log: Log },
  signal: AbortSignal,
): Promise<void> {
  const { ledger, issuer, devices, clock, log } = parts;
  for (const id of toAsk) {
    const hold = await holdWhenFree(devices, clock, signal);
    if (hold === null) return;
    const issuance = ledger.find(id);
    if (issuance?.state === "sent") {
      const judged = await issuer.find(id, issuance.pages, issuance.serial !== null, hold);
      ledger.advance(id, judged.event, `after a restart: ${judged.problem || "found printed"}`);
      log.warn("ledger.settled", { issuance: id, event: judged.event, problem: judged.problem });
    }
    await hold.release();
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
