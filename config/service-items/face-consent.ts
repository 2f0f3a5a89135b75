import { ADULT_AGE, ageOn, GUARDIAN_UNTIL_AGE } from "../identity/age.ts";
import { FACE_FACTORS } from "../identity/factors.ts";
import { readIdNumber } from "../identity/id-number.ts";
import type { Facts, FlowState } from "./flow-types.ts";
import type { ServiceItem, Step } from "./item.ts";
import { asked } from "./mapping.ts";
import { type Person, provedBy, withProved } from "./persons.ts";

type IdentifyStep = Extract<Step, { kind: "identify" }>;
type Consent = Facts["consents"][number];

/**
 * Whether the face that `step` asks for may be looked at: its consent was given, by the person themself or, for a child under 14, by a
 * grown-up of this case who has proved who they are (order 19 of 2025; PIPL art. 31). A face whose age cannot be told is not looked at.
 * A face that is compared here needs the photo in its own ID card as well.
 */
export function mayLook(item: ServiceItem, state: FlowState, step: IdentifyStep): boolean {
  const { facts } = state;
  if (step.factor === "face" && !provedBy(facts, personOf(step)).factors.includes("id-card")) return false;
  return consentFor(facts, step, birthOf(item, state, step)) !== undefined;
}

/**
 * Whether it makes sense to ask: to their own face a child under 14 cannot agree, to another's nobody under 18. Whoever is known to be too
 * young is not made to answer, and no answer that counts for nothing stands on record.
 */
export function mayAgree(item: ServiceItem, { facts }: FlowState, step: Extract<Step, { kind: "consent" }>): boolean {
  const by = step.by ?? null;
  const { identity, factors } = provedBy(facts, by);
  const about = faceSteps(item).filter((one) => one.consent === step.consent);
  if (factors.length === 0 || about.length === 0) return true;
  const age = ageOf(facts, identity["birth"] ?? "");
  return age !== null && age >= (about.some((one) => personOf(one) === by) ? GUARDIAN_UNTIL_AGE : ADULT_AGE);
}

/** What was agreed for a face step is taken back: the consent it rests on, and no other's. */
export function withdrawn(item: ServiceItem, state: FlowState, step: IdentifyStep): FlowState {
  const { facts } = state;
  const given = consentFor(facts, step, birthOf(item, state, step));
  const consents = facts.consents.map((one) => (one === given ? { ...one, agreed: false } : one));
  return { ...state, facts: withoutBareFaces(item, { ...facts, consents }) };
}

/** An answer to a consent step, in the place of an earlier one by the same person. */
export function answered(item: ServiceItem, facts: Facts, step: Extract<Step, { kind: "consent" }>, agreed: boolean): Facts {
  const { consent, version, by } = step;
  const others = facts.consents.filter((one) => one.consent !== consent || one.by !== by);
  return withoutBareFaces(item, { ...facts, consents: [...others, { consent, version, agreed, ...(by === undefined ? {} : { by }) }] });
}

/** `person` turned out to be somebody else: what they agreed to falls, and what was agreed to about their face. */
export function withoutConsentsOf(item: ServiceItem, facts: Facts, person: string): Facts {
  const about = new Set(item.steps.flatMap((one) => (one.kind === "identify" && one.person === person ? [one.consent] : [])));
  const consents = facts.consents.filter((one) => one.by !== person && !(about.has(one.consent) && isForAnother(item, one)));
  return withoutBareFaces(item, { ...facts, consents });
}

export function personOf(step: IdentifyStep): Person {
  return step.person ?? null;
}

/** Given by somebody about a face that is not their own, as a guardian does. */
function isForAnother(item: ServiceItem, { consent, by }: Consent): boolean {
  return !faceSteps(item).some((one) => one.consent === consent && one.person === by);
}

/** No face counts that no consent stands behind any more. */
function withoutBareFaces(item: ServiceItem, facts: Facts): Facts {
  const steps = faceSteps(item);
  return steps.reduce((kept, step) => {
    const person = personOf(step);
    const proved = provedBy(kept, person);
    const alike = steps.filter((one) => personOf(one) === person && one.factor === step.factor);
    const isCovered = alike.some((one) => consentFor(kept, one, proved.identity["birth"] ?? ""));
    if (isCovered || !proved.factors.includes(step.factor)) return kept;
    return withProved(kept, person, { ...proved, factors: proved.factors.filter((one) => one !== step.factor) });
  }, facts);
}

function faceSteps(item: ServiceItem): IdentifyStep[] {
  return item.steps.flatMap((one) => (one.kind === "identify" && FACE_FACTORS.has(one.factor) ? [one] : []));
}

function consentFor(facts: Facts, step: IdentifyStep, birth: string): Consent | undefined {
  const person = personOf(step);
  const age = ageOf(facts, birth);
  if (age === null) return undefined;
  const mayGive = (by: Person) => (age < GUARDIAN_UNTIL_AGE ? by !== person && isProvedAdult(facts, by) : by === person);
  return facts.consents.find((one) => one.consent === step.consent && one.agreed && mayGive(one.by ?? null));
}

// Before the identity service has answered, only the number that was typed says how old somebody is.
function birthOf(item: ServiceItem, state: FlowState, step: IdentifyStep): string {
  if (step.factor !== "remote-face") return provedBy(state.facts, personOf(step)).identity["birth"] ?? "";
  const { number } = asked(item, state, { number: step.request?.["number"] ?? "null" });
  const said = typeof number === "string" ? readIdNumber(number) : null;
  return said?.ok ? said.value.birth : "";
}

function isProvedAdult(facts: Facts, by: Person): boolean {
  const { identity, factors } = provedBy(facts, by);
  const age = ageOf(facts, identity["birth"] ?? "");
  return factors.length > 0 && age !== null && age >= ADULT_AGE;
}

function ageOf(facts: Facts, birth: string): number | null {
  return ageOn(birth, Date.parse(facts.session.startedAt));
}
