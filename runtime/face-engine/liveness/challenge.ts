import { fraction, type Random } from "../../../base/random.ts";
import type { Asked, ChallengeRun, LiveFrame, LivenessOpinion } from "../liveness.ts";
import type { Pick } from "./challenge-rules.ts";
import { beginChallenge, type ChallengeState, restartChallenge, stepChallenge } from "./challenge-state.ts";
import { measure } from "./measures.ts";

/** Asks for movements, drawn anew for each run; the rules are in challenge-rules.ts. It raises the cost of a film, no more. */
export class MovementChallenge implements ChallengeRun {
  readonly id = "challenge";
  readonly assurance = "rgb-challenge";
  readonly #pick: Pick;
  #state: ChallengeState;

  constructor(pick: Pick) {
    this.#pick = pick;
    this.#state = beginChallenge(pick);
  }

  /** While the face is to come back between two actions, that is asked for: those frames are still part of the challenge. */
  get asked(): Asked | null {
    const { phase, sequence, at, exchanged } = this.#state;
    const guidance = sequence[at];
    const count = { at: at + 1, of: sequence.length };
    if (phase.kind === "asking" && guidance) return { guidance, ...count };
    return phase.kind === "settling" && at + exchanged > 0 ? { guidance: "face-straight", ...count } : null;
  }

  get isOver(): boolean {
    return this.#state.phase.kind === "over";
  }

  see(frame: LiveFrame): void {
    this.#state = stepChallenge(this.#state, measure(frame), this.#pick);
  }

  reset(): void {
    this.#state = restartChallenge(this.#state, this.#pick);
  }

  /** Of what `see` saw: a challenge has no opinion on frames by themselves. */
  async evaluate(frames: readonly LiveFrame[]): Promise<LivenessOpinion> {
    const { phase, sequence, at } = this.#state;
    if (frames.length === 0 || phase.kind !== "over") return { verdict: "unsure", score: 0, reason: "not-over" };
    const score = phase.verdict === "live" ? 0 : 1 - at / Math.max(1, sequence.length);
    return { verdict: phase.verdict, score, reason: phase.reason };
  }
}

export function pickWith(random: Random): Pick {
  return (count) => Math.floor(fraction(random) * count);
}
