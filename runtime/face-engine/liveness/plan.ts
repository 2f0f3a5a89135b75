import type { Random } from "../../../base/random.ts";
import { ASSURANCES, type Assurance, reaches } from "../../../config/identity/factors.ts";
import type { Face } from "../geometry.ts";
import type {
  Asked,
  ChallengeRun,
  Crop,
  LiveFrame,
  LivenessCheck,
  LivenessConclusion,
  LivenessOpinion,
  LivenessPlan,
  LivenessRun,
} from "../liveness.ts";
import type { Picture } from "../picture.ts";
import { carrierMotion } from "./carrier-motion.ts";
import { certifiedModule } from "./certified-module.ts";
import { MovementChallenge, pickWith } from "./challenge.ts";
import { depth } from "./depth.ts";
import type { FrameCheck, Vote } from "./frame-check.ts";
import { infrared } from "./infrared.ts";
import type { SiteModel } from "./site-model.ts";

export interface LivenessParts {
  /** What the camera has besides colour. */
  readonly sensors: { readonly ir: boolean; readonly depth: boolean; readonly module: boolean };
  readonly siteModels: readonly SiteModel[];
  readonly random: Random;
}

/**
 * Somebody who sits or leans may sway by less than `carrier-motion` can see, however long they are looked at: they are asked to move. Of those
 * who stand, a sway of 2 mm was enough for it by then.
 */
export const STILL_MS = 3_000;

/** All checks that this kiosk can make. Passive ones always run; people are asked to move only where nothing less will do. */
export function livenessPlan({ sensors, siteModels, random }: LivenessParts): LivenessPlan {
  const sensing = [...(sensors.ir ? [infrared] : []), ...(sensors.depth ? [depth] : []), ...(sensors.module ? [certifiedModule] : [])];
  const watching: readonly LivenessCheck[] = [carrierMotion, ...siteModels];
  const strongest = strongestOf(["rgb-challenge", ...sensing.map((check) => check.assurance)]);
  return {
    assurance: strongest,
    cut: (picture: Picture, face: Face): Crop[] => siteModels.map((model) => model.cut(picture, face)),
    begin(minAssurance) {
      if (!reaches(strongest, minAssurance)) return null;
      const draw = () => new MovementChallenge(pickWith(random));
      // Every other sensor is worth more than movements.
      const later = sensing.length > 0 ? null : { afterMs: reaches(minAssurance, "rgb-challenge") ? 0 : STILL_MS, draw };
      return new PlannedRun(minAssurance, watching, sensing, later);
    },
  };
}

/** A challenge that begins when the track has lasted so long without an answer. */
interface LaterChallenge {
  readonly afterMs: number;
  draw(): ChallengeRun;
}

class PlannedRun implements LivenessRun {
  readonly #minAssurance: Assurance;
  readonly #watching: readonly LivenessCheck[];
  /** Their votes stay for the whole track: frames that are compared may be older than the pictures that are kept. */
  readonly #sensing: readonly { readonly check: FrameCheck; votes: Vote[] }[];
  readonly #later: LaterChallenge | null;
  #challenge: ChallengeRun | null = null;
  #seen = new WeakSet<LiveFrame>();
  #since: number | null = null;
  #hasAsked = false;

  constructor(minAssurance: Assurance, watching: readonly LivenessCheck[], sensing: readonly FrameCheck[], later: LaterChallenge | null) {
    this.#minAssurance = minAssurance;
    this.#watching = watching;
    this.#sensing = sensing.map((check) => ({ check, votes: [] }));
    this.#later = later;
  }

  get asked(): Asked | null {
    return this.#challenge?.asked ?? null;
  }

  see(frame: LiveFrame): void {
    this.#seen.add(frame);
    for (const { check, votes } of this.#sensing) votes.push(check.look(frame));
    this.#since ??= frame.at;
    if (this.#later && frame.at - this.#since >= this.#later.afterMs) this.#challenge ??= this.#later.draw();
    this.#challenge?.see(frame);
    this.#hasAsked ||= this.asked !== null;
  }

  /** From the first movement on there are frames in any pose, and not each of them is compared: then movements alone will do. */
  get #needed(): Assurance {
    return this.#hasAsked ? "rgb-challenge" : this.#minAssurance;
  }

  reset(): void {
    this.#seen = new WeakSet();
    for (const sensed of this.#sensing) sensed.votes = [];
    this.#since = null;
    this.#hasAsked = false;
    this.#challenge?.reset();
  }

  async conclude(frames: readonly LiveFrame[]): Promise<LivenessConclusion> {
    const opinions: Judged[] = [];
    for (const check of this.#watching) opinions.push({ check, opinion: await check.evaluate(frames) });
    for (const { check, votes } of this.#sensing) opinions.push({ check, opinion: check.sum(votes) });
    if (this.#challenge) opinions.push({ check: this.#challenge, opinion: await this.#challenge.evaluate(frames) });
    const allSeen = frames.length > 0 && frames.every((frame) => this.#seen.has(frame));
    const found = { ...concluded(opinions, allSeen, this.#needed), checks: described(opinions) };
    const isFinal = found.verdict === "unsure" && this.#challenge?.isOver && this.#needed === "rgb-challenge";
    return isFinal ? { ...found, isFinal } : found;
  }
}

interface Judged {
  readonly check: LivenessCheck;
  readonly opinion: LivenessOpinion;
}

/** One attack is an attack. A level is reached when all checks of that level say live: a model's doubt is not outvoted by our own cue. */
function concluded(opinions: readonly Judged[], allSeen: boolean, minAssurance: Assurance): Omit<LivenessConclusion, "checks"> {
  if (opinions.some(({ opinion }) => opinion.verdict === "attack")) return { verdict: "attack", assurance: "none" };
  const isReached = (level: Assurance) => {
    const those = opinions.filter(({ check }) => check.assurance === level);
    return those.length > 0 && those.every(({ opinion }) => opinion.verdict === "live");
  };
  const reached = allSeen ? strongestOf(ASSURANCES.filter(isReached)) : "none";
  // Asked for nothing, everything that is no attack will do.
  if (!allSeen || !reaches(reached, minAssurance)) return { verdict: "unsure", assurance: "none" };
  return { verdict: "live", assurance: reached };
}

function strongestOf(levels: readonly Assurance[]): Assurance {
  return levels.reduce<Assurance>((best, level) => (reaches(level, best) ? level : best), "none");
}

/** The journal takes so many letters, digits and `._:@/-`, and no spaces. */
const MAX_CHECKS = 120;

function described(opinions: readonly Judged[]): string {
  return opinions
    .map(({ check, opinion }) => `${check.id}:${opinion.verdict}`)
    .join("/")
    .slice(0, MAX_CHECKS);
}
