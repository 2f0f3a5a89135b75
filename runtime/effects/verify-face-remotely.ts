import { unreachable } from "../../base/unreachable.ts";
import { identityFromAnswer } from "../../config/identity/identity-from-answer.ts";
import {
  REMOTE_FACE_REFUSALS,
  type RemoteFaceParams,
  type RemoteFaceRefusal,
  remoteFaceContext,
} from "../../config/identity/remote-face.ts";
import type { FlowEvent } from "../../config/service-items/flow-types.ts";
import type { QueryFailure } from "../../sync-agent/agent/api.ts";
import type { Captured } from "../neighbours/faces.ts";
import { askService } from "./ask-service.ts";
import { failedTry, type IdentifyEffect, type Identifying, type IdentifyOutcome, lockedOut } from "./identifying.ts";
import { lookAtFace } from "./look.ts";
import { unseen } from "./verify-face.ts";

type RemoteEffect = Extract<IdentifyEffect, { kind: "verify-face-remotely" }>;

/**
 * Has the city's identity service compare a living person with the number that was typed. The picture is sealed to the service in the face
 * engine; this process, the agent and the hub pass on what they cannot read, and keep nothing of it.
 */
export async function verifyFaceRemotely(effect: RemoteEffect, one: Identifying): Promise<IdentifyOutcome> {
  const { visit, person, work, parts } = one;
  const { faces, hub, kiosk, identityKey } = parts;
  // Nobody's picture is taken that cannot be compared.
  if (identityKey === null || hub.link.hub !== "reachable") return { kind: "identify-unavailable", visit };
  const seen = await lookAtFace<Captured>(one, effect.minAssurance, (look) =>
    faces.capture(look, identityKey, remoteFaceContext(kiosk, look.attempt)),
  );
  if (!seen) return null;
  if (!seen.ok) return unseen(visit, seen.error);
  const { verdict, sealed, attempt } = seen.value;
  if (verdict.decision === "attack") return lockedOut(visit, "no-match");
  if (verdict.decision === "unsure" || sealed === null) return failedTry(visit, "unsure");
  const picture: RemoteFaceParams = { picture: sealed, attempt };
  const { operation, withinMs, params } = effect;
  const answer = await askService({ operation, withinMs, params: { ...params, ...picture } }, one);
  if (!answer) return null;
  if (!answer.ok) return refusedBy(visit, answer.error);
  const asked = typeof params["number"] === "string" ? params["number"] : undefined;
  const identity = identityFromAnswer(answer.value, "remote", asked);
  if (!identity.ok) {
    parts.log.error("identity.answer-unusable", { operation, kind: identity.error.kind, key: identity.error.key });
    return { kind: "identify-unavailable", visit };
  }
  // Nobody stands for two, and what is refused here may not count as the applicant's number.
  if (work.judgeHolder(person, identity.value.number) === "same-person") return failedTry(visit, "same-person", true);
  return { kind: "identified", visit, factor: "remote-face", identity: identity.value };
}

function refusedBy(visit: number, failure: QueryFailure): FlowEvent {
  if (failure.code !== "query.refused") return { kind: "identify-unavailable", visit };
  const reason = REMOTE_FACE_REFUSALS.find((one): one is RemoteFaceRefusal => one === failure.reason);
  switch (reason) {
    // One answer for both, as the service has: nobody learns here which numbers there are.
    case "no-match":
    case "unknown-person":
      return failedTry(visit, "no-match");
    case "not-live":
      return failedTry(visit, "unsure");
    case "no-face":
    case "bad-picture":
      return failedTry(visit, "not-seen");
    // Of the kiosk, not of the person.
    case "too-many":
      return { kind: "identify-unavailable", visit };
    case undefined:
      return failedTry(visit, "no-match", true);
    default:
      return unreachable(reason);
  }
}
