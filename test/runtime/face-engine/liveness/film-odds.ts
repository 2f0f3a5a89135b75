import type { Action } from "../../../../runtime/face-engine/liveness/challenge-rules.ts";
import { beginChallenge, type ChallengeState, stepChallenge } from "../../../../runtime/face-engine/liveness/challenge-state.ts";
import type { Measures } from "../../../../runtime/face-engine/liveness/measures.ts";

const EVERY_MS = 200;

/** What a straight face measures here, and each movement done in full. */
export const STRAIGHT_FACE = { turn: 0, opening: 1, size: 80 };
export const DONE: Readonly<Record<Action, typeof STRAIGHT_FACE>> = {
  "turn-left": { ...STRAIGHT_FACE, turn: 0.4 },
  "turn-right": { ...STRAIGHT_FACE, turn: -0.4 },
  blink: { ...STRAIGHT_FACE, opening: 0.5 },
  "come-closer": { ...STRAIGHT_FACE, size: 110 },
};

/** A film: these movements in turn, each held for 600 ms after `pauseMs` of a straight face; then from the start again. */
export function film(actions: readonly Action[], pauseMs: number, lengthMs: number): Measures[] {
  const periodMs = pauseMs + 600;
  return Array.from({ length: Math.floor(lengthMs / EVERY_MS) }, (_, index) => {
    const at = index * EVERY_MS;
    const action = actions[Math.floor(at / periodMs) % actions.length];
    return { at, ...(action && at % periodMs >= pauseMs ? DONE[action] : STRAIGHT_FACE) };
  });
}

/** Asks for one more choice than was laid down: here the ways part. */
class Parting extends Error {
  readonly count: number;
  constructor(count: number) {
    super("parting");
    this.count = count;
  }
}

interface Branch {
  readonly state: ChallengeState;
  readonly odds: number;
}

/** Every way that the drawn choices can go, with its probability. */
function everyWay(step: (pick: (count: number) => number) => ChallengeState, odds: number): Branch[] {
  const explore = (choices: readonly number[], share: number): Branch[] => {
    let next = 0;
    try {
      const state = step((count) => {
        const choice = choices[next++];
        if (choice === undefined) throw new Parting(count);
        return choice;
      });
      return [{ state, odds: share }];
    } catch (parting) {
      if (!(parting instanceof Parting)) throw parting;
      return Array.from({ length: parting.count }, (_, choice) => explore([...choices, choice], share / parting.count)).flat();
    }
  };
  return explore([], odds);
}

/** The exact probability that this film is taken for a person, over all that may be drawn. */
export function oddsOf(frames: readonly Measures[]): { readonly passes: number; readonly total: number } {
  let open = everyWay(beginChallenge, 1);
  let [passes, total] = [0, 0];
  for (const frame of frames) {
    const next: Branch[] = [];
    for (const branch of open) {
      for (const way of everyWay((pick) => stepChallenge(branch.state, frame, pick), branch.odds)) {
        if (way.state.phase.kind !== "over") next.push(way);
        else {
          total += way.odds;
          if (way.state.phase.verdict === "live") passes += way.odds;
        }
      }
    }
    open = next.length > open.length ? merged(next) : next;
  }
  return { passes, total: total + open.reduce((sum, { odds }) => sum + odds, 0) };
}

/** Ways that have come to the same state go on as one. */
function merged(branches: readonly Branch[]): Branch[] {
  const odds = new Map<string, Branch>();
  for (const branch of branches) {
    const key = JSON.stringify(branch.state);
    odds.set(key, { ...branch, odds: branch.odds + (odds.get(key)?.odds ?? 0) });
  }
  return [...odds.values()];
}

/** All films that show some of the four movements in some order, no movement twice. */
export function allFilms(actions: readonly Action[]): readonly (readonly Action[])[] {
  const longer = (film: readonly Action[]): (readonly Action[])[] => [
    film,
    ...actions.filter((action) => !film.includes(action)).flatMap((action) => longer([...film, action])),
  ];
  return longer([]).slice(1);
}
