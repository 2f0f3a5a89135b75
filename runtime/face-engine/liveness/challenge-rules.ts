import type { Guidance } from "../api.ts";
import type { Measures } from "./measures.ts";

/** What a person can be asked to do. Left is the person's own left. */
export const ACTIONS = ["turn-left", "turn-right", "blink", "come-closer"] as const satisfies readonly Guidance[];
export type Action = (typeof ACTIONS)[number];

/** A number from 0 to `count` − 1, all alike probable. Handed in, so that a test can go through them all. */
export type Pick = (count: number) => number;

export const CHALLENGE = {
  /** With two the best film passes more than every third time. */
  actions: 3,
  /**
   * From the straight face before it, and from straight ahead. 24 prints turned by hand moved the measure by 0.09 in the middle and by
   * 0.18 at the ninth decile; from one end of such a swing to the other it is twice that, so neither alone will do.
   */
  turnBy: 0.25,
  straightWithin: 0.15,
  closerBy: 1.22,
  steadyTurnWithin: 0.1,
  steadySizeWithin: 0.1,
  shutBelow: 0.75,
  openAbove: 0.85,
  /** One frame may be the landmarks' error. */
  framesInARow: 2,
  /** Of a still, straight face before each action, and a wait on top that a film cannot know. */
  stillMs: 400,
  waitsMs: [200, 600, 1_100],
  /** Nobody hears, understands and moves in less: it had begun before it was asked. */
  reactionMs: 200,
  /** Slow people are people; a first action not done in time is exchanged for another. */
  answerMs: 8_000,
  exchanges: 1,
  /** Left for right happens to anybody: once. */
  sequences: 2,
  /** Whole movements while nothing was asked: a film that plays on. */
  maxUnasked: 3,
  stillDeadlineMs: 15_000,
  maxGapMs: 1_000,
} as const;

/** What a frame shows beside the straight face before it. `between`: on the way. */
export type Movement = "none" | "between" | Action;

export function movementOf(now: Measures, straight: Measures): Movement {
  const fromStraight = now.turn - straight.turn;
  if (Math.min(now.turn, fromStraight) >= CHALLENGE.turnBy) return "turn-left";
  if (Math.max(now.turn, fromStraight) <= -CHALLENGE.turnBy) return "turn-right";
  const size = now.size / Math.max(1, straight.size);
  if (size >= CHALLENGE.closerBy) return "come-closer";
  if (!isStraight(now, straight)) return "between";
  const open = now.opening / Math.max(1e-6, straight.opening);
  if (open < CHALLENGE.shutBelow) return "blink";
  return open < CHALLENGE.openAbove ? "between" : "none";
}

export function isStraight(now: Measures, straight: Measures): boolean {
  const size = now.size / Math.max(1, straight.size);
  const isStill = Math.abs(now.turn - straight.turn) <= CHALLENGE.steadyTurnWithin && Math.abs(size - 1) <= CHALLENGE.steadySizeWithin;
  return isStill && Math.abs(now.turn) <= CHALLENGE.straightWithin;
}

/** What a completed movement is worth. Eyes blink unasked, so that is never wrong. */
export function answer(asked: Action, movement: Action): "done" | "wrong" | "ignored" {
  if (movement === asked) return "done";
  return movement === "blink" ? "ignored" : "wrong";
}

function isTurn(action: Action): boolean {
  return action === "turn-left" || action === "turn-right";
}

/** Every sequence that may be asked: no action twice. Each has a turned head: a print with holes for the eyes can blink and come closer. */
export const SEQUENCES: readonly (readonly Action[])[] = sequences(CHALLENGE.actions).filter((sequence) => sequence.some(isTurn));

function sequences(length: number): readonly (readonly Action[])[] {
  if (length === 0) return [[]];
  return sequences(length - 1).flatMap((start) => ACTIONS.filter((next) => !start.includes(next)).map((next) => [...start, next]));
}

export function drawSequence(pick: Pick, before: readonly Action[] | null): readonly Action[] {
  const open = SEQUENCES.filter((one) => !before || one.join() !== before.join());
  return open[pick(open.length)] ?? SEQUENCES[0] ?? [];
}

/** Another action instead of the one that somebody cannot do; the sequence keeps its turned head. */
export function exchange(sequence: readonly Action[], at: number, pick: Pick): readonly Action[] {
  const rest = sequence.filter((_, index) => index !== at);
  const open = ACTIONS.filter((action) => !sequence.includes(action) && (isTurn(action) || rest.some(isTurn)));
  const chosen = open[pick(open.length)];
  return chosen ? sequence.map((action, index) => (index === at ? chosen : action)) : sequence;
}
