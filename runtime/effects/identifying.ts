import type { Facts, FlowEffect, FlowEvent } from "../../config/service-items/flow-types.ts";
import type { ServiceItem } from "../../config/service-items/item.ts";
import type { Report } from "../session/kiosk.ts";
import { APPLICANT, type SessionWork } from "../session/work.ts";
import type { CardWatch } from "./card-watch.ts";
import type { HandsParts } from "./parts.ts";

/** The effects by which somebody proves who they are. */
export type IdentifyEffect = Extract<
  FlowEffect,
  { kind: "read-card" | "verify-face" | "verify-face-remotely" | "read-social-security-card" | "read-electronic-licence" }
>;

/** One try at one factor: whose turn it is and what there is to do it with. */
export interface Identifying {
  readonly visit: number;
  /** `APPLICANT`, or the role of another person of the case. */
  readonly person: string;
  readonly facts: Facts;
  readonly item: ServiceItem;
  readonly work: SessionWork;
  /** The signal of this visit; `work` has the next one's once the person has moved on. */
  readonly signal: AbortSignal;
  readonly watch: CardWatch;
  readonly report: (report: Report) => void;
  readonly parts: HandsParts;
}

/** `swapped`: another person's card in the applicant's session. Null: the person has moved on. */
export type IdentifyOutcome = FlowEvent | "swapped" | null;

export function identityOf({ person, facts }: Pick<Identifying, "person" | "facts">): Readonly<Record<string, string>> {
  return person === APPLICANT ? facts.identity : (facts.persons[person]?.identity ?? {});
}

/** A failed try, as the page names it. */
export function failedTry(visit: number, why: string, isFinal = false): FlowEvent {
  return { kind: "identify-failed", visit, why, final: isFinal };
}

/** A try in which nobody was judged: it brings the lock no nearer. */
export function unjudgedTry(visit: number, why: string): FlowEvent {
  return { kind: "identify-failed", visit, why, final: false, lock: "keep" };
}

/** No further try in this session, at whatever step. */
export function lockedOut(visit: number, why: string): FlowEvent {
  return { kind: "identify-failed", visit, why, final: true, lock: "close" };
}
