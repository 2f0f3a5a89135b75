import { uuidv7 } from "../../base/random.ts";
import { resolveCode } from "../../config/codes/resolve-code.ts";
import { identityFromAnswer } from "../../config/identity/identity-from-answer.ts";
import type { FlowEvent } from "../../config/service-items/flow-types.ts";
import type { QueryFailure } from "../../sync-agent/agent/api.ts";
import type { LicencePrompt } from "../server/api.ts";
import { askService } from "./ask-service.ts";
import { failedTry, type IdentifyEffect, type Identifying, type IdentifyOutcome } from "./identifying.ts";
import { WAIT_FOR_PERSON_MS } from "./parts.ts";

type LicenceEffect = Extract<IdentifyEffect, { kind: "read-electronic-licence" }>;

/** Reads the code that a legal person's agent shows, and has the licence platform say whose it is. The code is kept nowhere. */
export async function readElectronicLicence(effect: LicenceEffect, one: Identifying): Promise<IdentifyOutcome> {
  const { visit, work, signal, parts, item } = one;
  const { clock, random, hub, codes, kiosk, log } = parts;
  if (hub.link.hub !== "reachable") return { kind: "identify-unavailable", visit };
  const call = { key: uuidv7(clock.now(), random), withinMs: WAIT_FOR_PERSON_MS, signal };
  const scanned = await work.hold.execute("code-scanner", "scan", {}, call);
  if (signal.aborted) return null;
  if (!scanned.ok) {
    const again = scanned.error.code === "scan.unreadable" || scanned.error.code === "device.timeout";
    return again ? failedTry(visit, "unreadable" satisfies LicencePrompt) : { kind: "identify-unavailable", visit };
  }
  const code = resolveCode(scanned.value.text, codes);
  if (code.type !== "electronic-licence") return failedTry(visit, "wrong-type" satisfies LicencePrompt);
  // Each question to a licence platform names the device and the item it is asked for, for the audit there.
  const asked = { code, kiosk, itemCode: item.codes.implementation + item.codes.handling };
  const { operation, withinMs, params } = effect;
  const answer = await askService({ operation, withinMs, params: { ...params, ...asked } }, one);
  if (!answer) return null;
  if (!answer.ok) return refusedBy(visit, answer.error);
  const identity = identityFromAnswer(answer.value, "electronic-licence");
  if (identity.ok) return { kind: "identified", visit, factor: "electronic-licence", identity: identity.value };
  log.error("identity.answer-unusable", { operation, kind: identity.error.kind, key: identity.error.key });
  return { kind: "identify-unavailable", visit };
}

const PROMPTS: Readonly<Partial<Record<string, LicencePrompt>>> = {
  "wrong-type": "wrong-type",
  "not-known": "not-known",
  "code-expired": "code-expired",
};

function refusedBy(visit: number, failure: QueryFailure): FlowEvent {
  if (failure.code !== "query.refused") return { kind: "identify-unavailable", visit };
  const why = PROMPTS[failure.reason];
  // Of what else the platform says (run out, revoked, suspended) a window has to speak; the same code again would be no use.
  return why ? failedTry(visit, why) : failedTry(visit, "not-known" satisfies LicencePrompt, true);
}
