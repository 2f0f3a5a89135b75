import { uuidv7 } from "../../base/random.ts";
import { judgeSocialCard } from "../identity/judge-social-card.ts";
import { failedTry, type Identifying, type IdentifyOutcome } from "./identifying.ts";
import { WAIT_FOR_PERSON_MS } from "./parts.ts";
import { unread } from "./read-card.ts";

/** Waits for a social-security card, reads what it gives without a PIN, and judges it. */
export async function readSocialSecurityCard({ visit, person, work, signal, watch, parts }: Identifying): Promise<IdentifyOutcome> {
  const lies = await watch.yield();
  const own = lies.has("smart-card-reader") ? work.ownCardIn("smart-card-reader", person) : null;
  if (own && !signal.aborted) return { kind: "identified", visit, factor: "social-security-card", identity: own };
  const call = { key: uuidv7(parts.clock.now(), parts.random), withinMs: WAIT_FOR_PERSON_MS, signal };
  const read = await work.hold.execute("smart-card-reader", "read-social-security-card", {}, call);
  if (signal.aborted) return null;
  if (!read.ok) return unread(visit, read.error.code);
  const judged = judgeSocialCard(read.value, parts.clock.now());
  // Not a fault of the card: where a region keeps the holder behind a PIN, the person takes another way.
  if (!judged.ok) return judged.error === "not-told" ? { kind: "identify-unavailable", visit } : failedTry(visit, judged.error);
  const holder = work.judgeHolder(person, judged.value.number);
  if (holder !== "fine") return holder === "swapped" ? holder : failedTry(visit, holder);
  work.keepCard(person, "smart-card-reader", judged.value, null);
  return { kind: "identified", visit, factor: "social-security-card", identity: judged.value };
}
