import { uuidv7 } from "../../base/random.ts";
import type { FailureCode } from "../../device-drivers/host/api.ts";
import { judgeCard } from "../identity/judge-card.ts";
import type { CardPrompt } from "../server/api.ts";
import { failedTry, type Identifying, type IdentifyOutcome } from "./identifying.ts";
import { WAIT_FOR_PERSON_MS } from "./parts.ts";

/** Waits for an ID card, reads and judges it. */
export async function readCard({ visit, person, work, signal, watch, parts }: Identifying): Promise<IdentifyOutcome> {
  const lies = await watch.yield();
  const own = lies.has("id-card-reader") ? work.ownCardIn("id-card-reader", person) : null;
  // A reader finds no card again that it has read and that was not taken since: nobody is asked to lift it for that.
  if (own && !signal.aborted) return { kind: "identified", visit, factor: "id-card", identity: own };
  const call = { key: uuidv7(parts.clock.now(), parts.random), withinMs: WAIT_FOR_PERSON_MS, signal };
  const read = await work.hold.execute("id-card-reader", "read-card", { photo: true }, call);
  if (signal.aborted) return null;
  if (!read.ok) return unread(visit, read.error.code);
  const { card, photo } = read.value;
  const judged = judgeCard(card, parts.clock.now());
  if (!judged.ok) return failedTry(visit, judged.error);
  const holder = work.judgeHolder(person, card.number);
  if (holder !== "fine") return holder === "swapped" ? holder : failedTry(visit, holder);
  work.keepCard(person, "id-card-reader", judged.value, photo === undefined ? null : Buffer.from(photo, "base64"));
  return { kind: "identified", visit, factor: "id-card", identity: judged.value };
}

/** What a reader's failure means to the person: another try, or another way. */
export function unread(visit: number, code: FailureCode): IdentifyOutcome {
  const why = promptOf(code);
  return why === "reader-down" ? { kind: "identify-unavailable", visit } : failedTry(visit, why);
}

function promptOf(code: FailureCode): CardPrompt {
  switch (code) {
    case "card.unreadable":
    case "card.text-malformed":
    case "device.bad-reply":
    case "device.timeout":
      return "unreadable";
    case "card.wrong-type":
    case "card.not-supported":
      return "wrong-type";
    default:
      return "reader-down";
  }
}
