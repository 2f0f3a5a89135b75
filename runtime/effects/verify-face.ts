import { unreachable } from "../../base/unreachable.ts";
import {
  failedTry,
  type IdentifyEffect,
  type Identifying,
  type IdentifyOutcome,
  identityOf,
  lockedOut,
  unjudgedTry,
} from "./identifying.ts";
import { type LookOutcome, lookAtFace } from "./look.ts";

/** Compares the person with the photo in their own card. Frames stay in the face engine; here there is only its verdict. */
export async function verifyFace(
  { minAssurance }: Extract<IdentifyEffect, { kind: "verify-face" }>,
  one: Identifying,
): Promise<IdentifyOutcome> {
  const { visit, person, work, parts } = one;
  const photo = work.photoOf(person);
  if (!photo) return { kind: "identify-unavailable", visit };
  const seen = await lookAtFace(one, minAssurance, (look) => parts.faces.verify(look, photo));
  if (!seen) return null;
  if (!seen.ok) return unseen(visit, seen.error);
  const { decision } = seen.value.verdict;
  switch (decision) {
    case "match":
      return { kind: "identified", visit, factor: "face", identity: identityOf(one) };
    case "unsure":
      return failedTry(visit, "unsure");
    case "mismatch":
      return failedTry(visit, "no-match", true);
    case "attack":
      return lockedOut(visit, "no-match");
    default:
      return unreachable(decision);
  }
}

/** What a look that came to no verdict means to the person: another try, or another way. */
export function unseen(visit: number, failure: Extract<LookOutcome<never>, { ok: false }>["error"]): IdentifyOutcome {
  switch (failure) {
    case "face.no-good-frames":
      return unjudgedTry(visit, "not-seen");
    // There was a verdict, though it came too late to be taken.
    case "face.expired":
      return failedTry(visit, "not-seen");
    // Counts: a face that was exchanged for another in the middle ends so, too.
    case "face.lost-track":
      return failedTry(visit, "lost-track");
    case "face.no-camera":
    case "face.reference-unusable":
    case "face.assurance-unavailable":
    case "face.busy":
    case "face.cancelled":
    case "face.away":
      return { kind: "identify-unavailable", visit };
    default:
      return unreachable(failure);
  }
}
