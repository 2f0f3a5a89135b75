import { err, ok, type Result } from "../../base/result.ts";
import { IDENTITY_KEYS, type IdentityFacts, NO_IDENTITY } from "./facts.ts";
import { readIdNumber } from "./id-number.ts";
import { checkCreditCode } from "./social-credit-code.ts";

/** Where an identity came from that no ID card gave; stands under `identity.layout`. */
export type ServiceLayout = "remote" | "electronic-licence";

/** Longer than any name or address on a document; what is longer came from no register. */
const MAX_LENGTH = 200;

export interface AnswerFault {
  readonly kind: "not-text" | "too-long" | "missing" | "bad-number" | "differs";
  /** The key of the answer that is wrong; its value is not repeated. */
  readonly key: string;
}

/**
 * The identity in the answer of an identity service (`remote`: a natural person) or of a licence platform (`electronic-licence`: an
 * organisation by its name and unified social credit code). Only keys of `IDENTITY_KEYS` are looked at; a key that is absent, null or
 * empty is not known. `asked`: the number that was asked about, when one was; an answer about another is no proof.
 */
export function identityFromAnswer(
  answer: Readonly<Record<string, unknown>>,
  layout: ServiceLayout,
  asked?: string,
): Result<IdentityFacts, AnswerFault> {
  const known: Record<string, string> = {};
  for (const key of IDENTITY_KEYS) {
    const value = Object.hasOwn(answer, key) ? answer[key] : null;
    if (value === null || value === undefined || value === "") continue;
    if (typeof value !== "string") return err({ kind: "not-text", key });
    if (value.length > MAX_LENGTH) return err({ kind: "too-long", key });
    known[key] = value.trim();
  }
  for (const key of ["name", "number"]) if (!known[key]) return err({ kind: "missing", key });
  const number = (known["number"] ?? "").toUpperCase();
  if (asked !== undefined && asked.trim().toUpperCase() !== number) return err({ kind: "differs", key: "number" });
  const given = { ...NO_IDENTITY, ...known, number, layout };
  if (layout === "electronic-licence") return checkCreditCode(number).ok ? ok(given) : err({ kind: "bad-number", key: "number" });
  return withWhatTheNumberSays(given);
}

/**
 * The identity on a social-security card: its 社会保障号码 is the ID number of a citizen. Null where the card does not give name and
 * number without a PIN, or the number is none.
 */
export function identityFromSocialSecurityCard(card: {
  readonly number: string | null;
  readonly name: string | null;
  readonly issued: string | null;
  readonly validUntil: string | null;
}): IdentityFacts | null {
  const name = card.name?.trim() ?? "";
  if (name === "" || card.number === null) return null;
  const { issued, validUntil } = card;
  const facts = withWhatTheNumberSays({
    ...NO_IDENTITY,
    layout: "social-security",
    name,
    number: card.number.trim().toUpperCase(),
    validFrom: issued ?? "",
    validTo: validUntil ?? "",
  });
  return facts.ok ? facts.value : null;
}

// Birth and sex stand in the number itself, and whoever gives both must give the same.
function withWhatTheNumberSays(facts: IdentityFacts): Result<IdentityFacts, AnswerFault> {
  const said = readIdNumber(facts.number);
  if (!said.ok) return err({ kind: "bad-number", key: "number" });
  const { birth, sex } = said.value;
  if (facts.birth !== "" && facts.birth !== birth) return err({ kind: "differs", key: "birth" });
  return ok({ ...facts, birth, sex: facts.sex || sex });
}
