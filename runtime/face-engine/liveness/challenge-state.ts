import { unreachable } from "../../../base/unreachable.ts";
import {
  type Action,
  answer,
  CHALLENGE,
  drawSequence,
  exchange,
  isStraight,
  type Movement,
  movementOf,
  type Pick,
} from "./challenge-rules.ts";
import { baseline, type Measures } from "./measures.ts";

/** Until the face was straight and still for `forMs`. `first`: the first straight face in it, which unasked movements are told by. */
interface Settling {
  readonly kind: "settling";
  readonly since: number | null;
  readonly forMs: number;
  readonly first: Measures | null;
  readonly still: readonly Measures[];
  readonly hint: Hint;
}

interface Asking {
  readonly kind: "asking";
  readonly since: number;
  readonly straight: Measures;
  readonly hint: Hint;
}

interface Over {
  readonly kind: "over";
  readonly verdict: "live" | "attack" | "unsure";
  readonly reason: "done-as-asked" | "moved-otherwise" | "moved-unasked" | "no-answer" | "never-still";
}

/** A movement, and in how many frames in a row it was seen. */
interface Hint {
  readonly movement: Movement;
  readonly frames: number;
}

export interface ChallengeState {
  readonly sequence: readonly Action[];
  readonly at: number;
  readonly phase: Settling | Asking | Over;
  /** Nothing of this sequence was asked yet. */
  readonly isFresh: boolean;
  /** Sequences of which something was asked. */
  readonly begun: number;
  readonly exchanged: number;
  readonly unasked: number;
  readonly lastAt: number | null;
}

const NO_HINT: Hint = { movement: "none", frames: 0 };

export function beginChallenge(pick: Pick): ChallengeState {
  const counts = { begun: 0, exchanged: 0, unasked: 0, lastAt: null };
  return { sequence: drawSequence(pick, null), at: 0, phase: settling(pick), isFresh: true, ...counts };
}

/** The track broke: what was asked is not asked again, or a film could wait for it. */
export function restartChallenge(state: ChallengeState, pick: Pick): ChallengeState {
  if (state.phase.kind === "over" && state.phase.verdict !== "live") return state;
  return { ...(state.isFresh ? { ...state, phase: settling(pick) } : begunAnew(state, pick)), lastAt: null };
}

/** One frame further. A frame that is not later than the last is none. */
export function stepChallenge(before: ChallengeState, now: Measures, pick: Pick): ChallengeState {
  if (before.lastAt !== null && now.at <= before.lastAt) return before;
  const broke = before.lastAt !== null && now.at - before.lastAt > CHALLENGE.maxGapMs;
  const state = { ...(broke ? restartChallenge(before, pick) : before), lastAt: now.at };
  switch (state.phase.kind) {
    case "settling":
      return settle(state, state.phase, now, pick);
    case "asking":
      return ask(state, state.phase, now, pick);
    case "over":
      return state;
    default:
      return unreachable(state.phase);
  }
}

function settle(state: ChallengeState, phase: Settling, now: Measures, pick: Pick): ChallengeState {
  const since = phase.since ?? now.at;
  if (now.at - since > CHALLENGE.stillDeadlineMs) return over(state, "unsure", "never-still");
  const isAhead = Math.abs(now.turn) <= CHALLENGE.straightWithin;
  const first = phase.first ?? (isAhead ? now : null);
  const hint = first ? counted(phase.hint, movementOf(now, first)) : NO_HINT;
  const whole = completed(phase.hint, hint);
  if (whole && whole !== "blink") return afterUnasked({ ...state, phase: { ...settling(pick), since } });
  const [earliest] = phase.still;
  const still = earliest && isStraight(now, earliest) ? [...phase.still, now] : isAhead ? [now] : [];
  if (now.at - (still[0]?.at ?? now.at) < phase.forMs) return { ...state, phase: { ...phase, since, first, still, hint } };
  const begun = state.begun + (state.isFresh ? 1 : 0);
  return { ...state, isFresh: false, begun, phase: { kind: "asking", since: now.at, straight: baseline(still), hint: NO_HINT } };
}

function ask(state: ChallengeState, phase: Asking, now: Measures, pick: Pick): ChallengeState {
  if (now.at - phase.since > CHALLENGE.answerMs) return afterNoAnswer(state, pick);
  const hint = counted(phase.hint, movementOf(now, phase.straight));
  const movement = completed(phase.hint, hint);
  const asked = state.sequence[state.at];
  const given = movement && asked ? answer(asked, movement) : "ignored";
  if (given === "ignored") return { ...state, phase: { ...phase, hint } };
  if (given === "wrong") return begunAnew(state, pick);
  if (now.at - phase.since < CHALLENGE.reactionMs) return afterUnasked(begunAnew(state, pick));
  if (state.at + 1 === state.sequence.length) return over(state, "live", "done-as-asked");
  return { ...state, at: state.at + 1, phase: settling(pick) };
}

function afterUnasked(state: ChallengeState): ChallengeState {
  const unasked = state.unasked + 1;
  return unasked >= CHALLENGE.maxUnasked ? over(state, "attack", "moved-unasked") : { ...state, unasked };
}

function afterNoAnswer(state: ChallengeState, pick: Pick): ChallengeState {
  if (state.exchanged >= CHALLENGE.exchanges) return over(state, "unsure", "no-answer");
  const sequence = exchange(state.sequence, state.at, pick);
  return { ...state, sequence, exchanged: state.exchanged + 1, phase: settling(pick) };
}

function begunAnew(state: ChallengeState, pick: Pick): ChallengeState {
  if (state.begun >= CHALLENGE.sequences) return over(state, "unsure", "moved-otherwise");
  return { ...state, sequence: drawSequence(pick, state.sequence), at: 0, isFresh: true, phase: settling(pick) };
}

function over(state: ChallengeState, verdict: Over["verdict"], reason: Over["reason"]): ChallengeState {
  return { ...state, phase: { kind: "over", verdict, reason } };
}

function settling(pick: Pick): Settling {
  const waitMs = CHALLENGE.waitsMs[pick(CHALLENGE.waitsMs.length)] ?? 0;
  return { kind: "settling", since: null, forMs: CHALLENGE.stillMs + waitMs, first: null, still: [], hint: NO_HINT };
}

/** Lids that are half way up belong to the blink before. */
function counted(before: Hint, movement: Movement): Hint {
  if (before.movement === "blink" && movement === "between") return before;
  return { movement, frames: movement === before.movement ? before.frames + 1 : 1 };
}

/** A blink is one when the eyes are open again; the others when they have lasted. */
function completed(before: Hint, now: Hint): Action | null {
  if (before.movement === "blink" && now.movement === "none") return "blink";
  if (now.movement === "none" || now.movement === "between" || now.movement === "blink") return null;
  return now.frames === CHALLENGE.framesInARow ? now.movement : null;
}
