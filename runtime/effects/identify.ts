import { unreachable } from "../../base/unreachable.ts";
import type { Factor } from "../../config/identity/factors.ts";
import type { FlowEvent } from "../../config/service-items/flow-types.ts";
import type { Report } from "../session/kiosk.ts";
import type { Effect } from "../session/state.ts";
import { APPLICANT, type SessionWork } from "../session/work.ts";
import type { CardWatch } from "./card-watch.ts";
import type { IdentifyEffect, Identifying, IdentifyOutcome } from "./identifying.ts";
import type { HandsParts } from "./parts.ts";
import { readCard } from "./read-card.ts";
import { readElectronicLicence } from "./read-electronic-licence.ts";
import { readSocialSecurityCard } from "./read-social-security-card.ts";
import { verifyFace } from "./verify-face.ts";
import { verifyFaceRemotely } from "./verify-face-remotely.ts";

export interface Serving {
  readonly work: SessionWork;
  readonly watch: CardWatch;
  readonly report: (report: Report) => void;
  readonly parts: HandsParts;
}

/** One try, with its beginning and its end in the journal. Null: the person has moved on, or the session has ended. */
export async function identify(
  { session, item, flow }: Extract<Effect, { kind: "perform" }>,
  effect: IdentifyEffect,
  serving: Serving,
): Promise<FlowEvent | null> {
  const { work, parts } = serving;
  const { journal, clock } = parts;
  const person = "person" in effect ? (effect.person ?? APPLICANT) : APPLICANT;
  const about = { session, factor: FACTOR[effect.kind], person, attempt: effect.visit };
  const began = clock.monotonic();
  journal.append("identify.started", about);
  const { visit } = effect;
  const outcome = await tried(effect, { ...serving, visit, person, facts: flow.facts, item, signal: work.signal });
  const event = outcome === "swapped" ? null : outcome;
  const why = event?.kind === "identify-failed" ? event.why : outcome === "swapped" ? "card-swapped" : "";
  const ended = outcome === "swapped" ? "failed" : (ENDED[event?.kind ?? ""] ?? "withdrawn");
  journal.append("identify.ended", { ...about, outcome: ended, why, ms: Math.round(clock.monotonic() - began) });
  if (outcome === "swapped") serving.report({ kind: "card-swapped", session });
  // An organisation's number is on nobody's card.
  if (event?.kind === "identified" && event.factor !== "electronic-licence") work.know(person, event.identity["number"] ?? "");
  return event;
}

function tried(effect: IdentifyEffect, one: Identifying): Promise<IdentifyOutcome> {
  switch (effect.kind) {
    case "read-card":
      return readCard(one);
    case "verify-face":
      return verifyFace(effect, one);
    case "verify-face-remotely":
      return verifyFaceRemotely(effect, one);
    case "read-social-security-card":
      return readSocialSecurityCard(one);
    case "read-electronic-licence":
      return readElectronicLicence(effect, one);
    default:
      return unreachable(effect);
  }
}

const FACTOR: Readonly<Record<IdentifyEffect["kind"], Factor>> = {
  "read-card": "id-card",
  "verify-face": "face",
  "verify-face-remotely": "remote-face",
  "read-social-security-card": "social-security-card",
  "read-electronic-licence": "electronic-licence",
};

const ENDED: Readonly<Record<string, "proved" | "failed" | "unavailable">> = {
  identified: "proved",
  "identify-failed": "failed",
  "identify-unavailable": "unavailable",
};
