import { unreachable } from "../../base/unreachable.ts";
import type { FlowEvent } from "../../config/service-items/flow-types.ts";
import type { Assurance } from "../face-engine/api.ts";
import type { Journal } from "../journal/journal.ts";
import type { FaceAnswer, Faces } from "../neighbours/faces.ts";
import type { FacePrompt } from "../server/api.ts";
import type { SessionWork } from "../session/work.ts";

/** One look: long enough to take off a cap and step closer, short enough to try again. */
const LOOK_WITHIN_MS = 25_000;

/** Compares the person with the photo in their card. Frames stay in the face engine; here there is only its verdict. */
export async function verifyFace(
  visit: number,
  minAssurance: Assurance,
  work: SessionWork,
  parts: {
    readonly faces: Faces;
    readonly journal: Journal;
    readonly attempt: string;
    readonly identity: Readonly<Record<string, string>>;
  },
): Promise<FlowEvent | null> {
  const { signal, photo } = work;
  if (!photo) return { kind: "identify-unavailable", visit };
  const answer = await parts.faces.verify(parts.attempt, photo, minAssurance, LOOK_WITHIN_MS, signal);
  note(parts.journal, work.session, answer);
  return signal.aborted ? null : eventOf(visit, answer, parts.identity);
}

function eventOf(visit: number, answer: FaceAnswer, identity: Readonly<Record<string, string>>): FlowEvent {
  const failed = (why: FacePrompt, final: boolean): FlowEvent => ({ kind: "identify-failed", visit, why, final });
  if (!answer.ok) {
    switch (answer.error) {
      case "face.no-good-frames":
      case "face.lost-track":
      case "face.cancelled":
        return failed("unsure", false);
      case "face.no-camera":
      case "face.reference-unusable":
      case "face.assurance-unavailable":
      case "face.busy":
      case "face.away":
        return { kind: "identify-unavailable", visit };
      default:
        return unreachable(answer.error);
    }
  }
  const { decision } = answer.value.verdict;
  switch (decision) {
    case "match":
      return { kind: "identified", visit, factor: "face", identity };
    case "unsure":
      return failed("unsure", false);
    case "mismatch":
    case "attack":
      return failed("no-match", true);
    default:
      return unreachable(decision);
  }
}

// Order 19 of 2025 wants each processing of a face on record: decision, band and engine, never a picture.
function note(journal: Journal, session: string, answer: FaceAnswer): void {
  if (!answer.ok) return;
  const { verdict, evidence } = answer.value;
  const { engine, modelSha256, thresholdSet, band, liveness, frames, ms } = evidence;
  journal.append("face.judged", {
    session,
    decision: verdict.decision,
    band,
    liveness,
    engine: asCode(engine),
    modelSha256,
    thresholdSet: asCode(thresholdSet),
    frames,
    ms: Math.max(0, Math.round(ms)),
  });
}

// A vendor's engine may name itself with spaces; the journal's words have none.
function asCode(text: string): string {
  return text.replace(/[^A-Za-z0-9._:@/-]+/g, "-").slice(0, 120);
}
