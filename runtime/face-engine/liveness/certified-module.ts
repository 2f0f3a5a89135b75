import type { LiveFrame } from "../liveness.ts";
import { type FrameCheck, frameCheck, type Vote } from "./frame-check.ts";

/**
 * A module with liveness on board judges each frame itself; its adapter has checked the signature. Every frame must have a verdict, every
 * verdict must be live, and all must be of one certificate. What it stops stands in that certificate.
 */
const eachFrame = frameCheck({ id: "certified-module", assurance: "certified", liveShare: 1 }, look);

export const certifiedModule: FrameCheck = {
  ...eachFrame,
  sum(votes) {
    const summed = eachFrame.sum(votes);
    const isOne = new Set(votes.map((vote) => vote.reason)).size === 1;
    return summed.verdict === "live" && !isOne ? { ...summed, verdict: "unsure", reason: "certificates-differ" } : summed;
  },
  evaluate: async (frames) => certifiedModule.sum(frames.map(look)),
};

function look({ module }: LiveFrame): Vote {
  if (!module || module.certificate === "") return { verdict: "blind", reason: "no-module-verdict" };
  // The certificate's number is another maker's text: only what the journal takes of it.
  const certificate = module.certificate.replace(/[^A-Za-z0-9._:@/-]/gu, "-").slice(0, 40);
  return { verdict: module.isLive ? "live" : "attack", reason: module.isLive ? `certificate/${certificate}` : "module-says-no" };
}
