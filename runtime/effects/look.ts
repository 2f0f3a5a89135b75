import { uuidv7 } from "../../base/random.ts";
import { err, type Result } from "../../base/result.ts";
import { reaches } from "../../config/identity/factors.ts";
import type { FaceEvidence, FailedLook } from "../face-engine/api.ts";
import type { Journal } from "../journal/journal.ts";
import type { FailedAttempt, Look, LookFailure } from "../neighbours/faces.ts";
import type { Identifying } from "./identifying.ts";

/** One look: long enough to take off a cap and step closer, or for somebody who keeps still to be asked to move; short enough to try again. */
const LOOK_WITHIN_MS = 30_000;
/** Movements take a slow person up to 21 s, and 8 s more when one of them is exchanged for another. */
const CHALLENGE_WITHIN_MS = 40_000;
/** After a restart the rest of that time, and at least this: somebody has to come back into the picture. */
const LOOK_AGAIN_MS = 10_000;
/** The supervisor has the engine back within a few seconds; loading its models takes the most of them. */
const BACK_WITHIN_MS = 12_000;
const MAX_RESTARTS = 2;
/** A verdict that comes later is of a look that nobody remembers (a machine that was suspended). */
const VERDICT_LASTS_MS = 60_000;

interface Seen {
  readonly verdict: { readonly decision: "match" | "mismatch" | "unsure" | "attack" | "live" };
  readonly evidence: FaceEvidence;
}

export type LookOutcome<T> = Result<T & { readonly attempt: string }, LookFailure | "face.expired">;

/**
 * Looks at a face, through restarts of the engine: one that goes down in the middle costs the person neither the try nor the session, it is
 * waited for and looks again. Each look has its own attempt id, and only its own answer is taken. Null: the person has moved on.
 */
export async function lookAtFace<T extends Seen>(
  one: Identifying,
  minAssurance: Look["minAssurance"],
  once: (look: Look) => Promise<Result<T, FailedAttempt>>,
): Promise<LookOutcome<T> | null> {
  const { parts, signal, work } = one;
  const { clock, random, faces, journal } = parts;
  const { session } = work;
  const say = sayOf(one);
  const lookMs = reaches(minAssurance, "rgb-challenge") ? CHALLENGE_WITHIN_MS : LOOK_WITHIN_MS;
  const until = clock.monotonic() + lookMs;
  for (let restarts = 0; ; restarts++) {
    const attempt = uuidv7(clock.now(), random);
    const began = clock.monotonic();
    const withinMs = restarts === 0 ? lookMs : Math.max(LOOK_AGAIN_MS, until - began);
    const answer = await once({ attempt, minAssurance, withinMs, signal, onGuidance: say.guidance });
    noteLook(journal, session, answer);
    if (signal.aborted) return null;
    if (answer.ok) {
      const { verdict, evidence } = answer.value;
      // What the engine says was reached, held against what the item asks: two processes must agree before a face opens anything.
      const isPass = verdict.decision === "match" || verdict.decision === "live";
      if (isPass && !reaches(evidence.liveness, minAssurance)) return err("face.assurance-unavailable");
      const isFresh = clock.monotonic() - began <= VERDICT_LASTS_MS;
      return isFresh ? { ok: true, value: { ...answer.value, attempt } } : err("face.expired");
    }
    const { failure } = answer.error;
    if (!CUT_SHORT.has(failure) || restarts === MAX_RESTARTS) return err(failure);
    say.doing("restarting");
    if (!(await faces.whenReady(BACK_WITHIN_MS, signal))) return signal.aborted ? null : err(failure);
    say.doing(null);
  }
}

// An engine that is told to end answers what runs before it goes; `busy` is the last look on its way out, or a technician's.
const CUT_SHORT: ReadonlySet<LookFailure> = new Set<LookFailure>(["face.away", "face.cancelled", "face.busy"]);

/** What the screen is told while this visit lasts. */
export function sayOf({ signal, report, work }: Pick<Identifying, "signal" | "report" | "work">) {
  const { session } = work;
  return {
    guidance: ((guidance, action) => {
      if (!signal.aborted) report({ kind: "guidance", session, guidance, action });
    }) satisfies Look["onGuidance"],
    doing: (doing: "restarting" | "asking-service" | null) => {
      if (!signal.aborted) report({ kind: "doing", session, doing });
    },
  };
}

// Order 19 of 2025 wants each processing of a face on record: decision, band and engine, never a picture, never how alike.
function noteLook(
  journal: Journal,
  session: string,
  answer: Result<Seen, Omit<FailedLook, "failure"> & { readonly failure: LookFailure }>,
) {
  if (!answer.ok) {
    const { failure, framesSeen, restarts, ms } = answer.error;
    journal.append("face.not-judged", { session, failure, framesSeen, restarts, ms: whole(ms) });
    return;
  }
  const { verdict, evidence } = answer.value;
  const { engine, modelSha256, thresholdSet, band, liveness, livenessChecks, frames, framesSeen, restarts, ms } = evidence;
  journal.append("face.judged", {
    session,
    decision: verdict.decision,
    band: band ?? "none",
    liveness,
    livenessChecks: asCode(livenessChecks),
    engine: asCode(engine),
    modelSha256,
    thresholdSet: asCode(thresholdSet),
    frames,
    framesSeen,
    restarts,
    ms: whole(ms),
  });
}

function whole(ms: number): number {
  return Math.max(0, Math.round(ms));
}

// A vendor's engine may name itself with spaces; the journal's words have none.
function asCode(text: string): string {
  return text.replace(/[^A-Za-z0-9._:@/-]+/g, "-").slice(0, 120);
}
