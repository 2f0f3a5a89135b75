import { err, ok, type Result } from "../../base/result.ts";
import { cardValidity } from "../../config/identity/card-validity.ts";
import type { IdentityFacts } from "../../config/identity/facts.ts";
import { identityFromSocialSecurityCard } from "../../config/identity/identity-from-answer.ts";
import type { SocialSecurityCard } from "../../device-drivers/kinds/smart-card-reader.ts";
import type { CardPrompt } from "../server/api.ts";

/**
 * Whether a social-security card proves who holds it, and what it says of them. `not-told`: it says neither number nor name without a PIN.
 * A card without dates counts as valid: many regions leave them empty.
 */
export function judgeSocialCard(card: SocialSecurityCard, nowMs: number): Result<IdentityFacts, CardPrompt | "not-told"> {
  if (!card.number?.trim() || !card.name?.trim()) return err("not-told");
  const facts = identityFromSocialSecurityCard(card);
  if (!facts) return err("bad-number");
  const validity = cardValidity({ validFrom: facts.validFrom || facts.birth, validTo: facts.validTo || "long-term" }, nowMs);
  return validity === "valid" ? ok(facts) : err(validity);
}
