import { err, ok, type Result } from "../../base/result.ts";
import { checkCardText } from "../../config/identity/card-text.ts";
import { cardValidity } from "../../config/identity/card-validity.ts";
import { type IdentityFacts, identityFacts } from "../../config/identity/facts.ts";
import type { IdCard } from "../../config/identity/id-card.ts";
import { checkCardNumber } from "../../config/identity/id-number.ts";
import type { CardPrompt } from "../server/api.ts";

/** Whether a card that could be read proves who holds it, and what it says of them; else what to tell the person. */
export function judgeCard(card: IdCard, nowMs: number): Result<IdentityFacts, CardPrompt> {
  if (!checkCardNumber(card).ok) return err("bad-number");
  if (!checkCardText(card, nowMs).ok) return err("unreadable");
  const validity = cardValidity(card, nowMs);
  return validity === "valid" ? ok(identityFacts(card)) : err(validity);
}
