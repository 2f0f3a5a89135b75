import type { Assurance } from "../../../config/identity/factors.ts";
import type { LiveFrame, LivenessCheck, LivenessOpinion } from "../liveness.ts";

/** What one frame alone says. `blind`: the sensor gave nothing to judge. */
export interface Vote {
  readonly verdict: LivenessOpinion["verdict"] | "blind";
  readonly reason: string;
}

/** A check whose frames speak one by one, so that its votes can be kept for a whole track of which no picture is. */
export interface FrameCheck extends LivenessCheck {
  look(frame: LiveFrame): Vote;
  sum(votes: readonly Vote[]): LivenessOpinion;
}

export interface FrameCheckRules {
  readonly id: string;
  readonly assurance: Assurance;
  /** Share of the votes that must be `live`; one blind frame is too many, whatever it is. */
  readonly liveShare: number;
}

export const MIN_VOTES = 5;
const ATTACK_SHARE = 0.5;

export function frameCheck(rules: FrameCheckRules, look: (frame: LiveFrame) => Vote): FrameCheck {
  const sum = (votes: readonly Vote[]) => summed(votes, rules.liveShare);
  return { ...rules, look, sum, evaluate: async (frames) => sum(frames.map(look)) };
}

function summed(votes: readonly Vote[], liveShare: number): LivenessOpinion {
  const share = (verdict: Vote["verdict"]) => votes.filter((vote) => vote.verdict === verdict).length / Math.max(1, votes.length);
  const score = share("attack");
  const reasonOf = (verdict: Vote["verdict"]) => mostFrequent(votes.filter((vote) => vote.verdict === verdict));
  if (votes.length < MIN_VOTES) return { verdict: "unsure", score, reason: "too-few-frames" };
  if (score >= ATTACK_SHARE) return { verdict: "attack", score, reason: reasonOf("attack") };
  // A face could be shown to one sensor while the other is blind.
  if (share("blind") > 0) return { verdict: "unsure", score, reason: reasonOf("blind") };
  if (share("live") >= liveShare) return { verdict: "live", score, reason: reasonOf("live") };
  return { verdict: "unsure", score, reason: share("unsure") > 0 ? reasonOf("unsure") : reasonOf("attack") };
}

function mostFrequent(votes: readonly Vote[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of votes) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}
