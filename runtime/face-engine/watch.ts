import type { Clock } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Camera } from "../../device-drivers/camera/camera.ts";
import { type FrameSet, frameSets, type Sensors } from "../../device-drivers/camera/frame-set.ts";
import type { FaceFailure } from "./api.ts";
import type { FaceEmbedder } from "./embedder.ts";
import type { Face } from "./geometry.ts";
import { type SayGuidance, throttled } from "./guidance.ts";
import type { Asked, LivenessConclusion, LivenessRun } from "./liveness.ts";
import { type Eyes, type LiveEyes, lookAt, type Seen, type Sight } from "./look.ts";
import type { Picture } from "./picture.ts";
import { RULES, Track } from "./track.ts";

export interface WatchParts extends Eyes {
  readonly clock: Clock;
  readonly embedder: FaceEmbedder;
}

/** One look at one person. */
export interface Watched {
  readonly camera: Camera;
  /** What the liveness checks need besides colour. */
  readonly needed: Sensors;
  readonly liveness: LivenessRun;
  readonly cut: LiveEyes["cut"];
  /** Aborts at the deadline and at cancellation alike. */
  readonly stop: AbortSignal;
  readonly onGuidance: SayGuidance;
  readonly onPreview: (jpegBase64: string) => void;
  /** Gets a look at each frame that is compared; `onLost`: those so far are of somebody else. */
  readonly onCompared?: (jpeg: Buffer, face: Face, sharpness: number) => void;
  readonly onLost?: () => void;
}

/** The page shows ten pictures a second; more would only heat the machine. */
const PREVIEW_EVERY_MS = 100;
const UNDECIDED: LivenessConclusion = { verdict: "unsure", assurance: "none", checks: "" };

/** Watches the camera until liveness has concluded, or none can be had: gate, track, liveness, all on the frames that are compared. */
export class Watch {
  readonly track: Track;
  readonly #watched: Watched;
  readonly #parts: WatchParts;
  readonly #eyes: LiveEyes;
  readonly #say: SayGuidance;
  #framesSeen = 0;
  #previewAt = Number.NEGATIVE_INFINITY;
  /** When the last movement was asked for: a frame after it must be compared, or somebody else could step in once it was made. */
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(watched: Watched, parts: WatchParts) {
    this.#watched = watched;
    this.#parts = parts;
    this.#eyes = { ...parts, cut: watched.cut };
    this.#say = throttled(parts.clock, watched.onGuidance);
    this.track = new Track(parts.buffers);
  }

  get framesSeen(): number {
    return this.#framesSeen;
  }

  async run(): Promise<Result<LivenessConclusion, FaceFailure>> {
    const { camera, stop, needed } = this.#watched;
    for await (const set of frameSets(camera, stop, needed)) {
      if (!set.ok) return err("face.no-camera");
      await this.#take(set.value);
      if (stop.aborted) break;
      if (this.track.isLost) return err("face.lost-track");
      const concluded = await this.#conclude();
      if (concluded.verdict !== "unsure" || concluded.isFinal) return ok(concluded);
    }
    // Time is up. Enough frames without a clear answer is an answer; too few is not.
    if (this.track.isEnough()) return ok(await this.#conclude());
    return err(this.track.restarts > 0 ? "face.lost-track" : "face.no-good-frames");
  }

  async #conclude(): Promise<LivenessConclusion> {
    if (!this.track.isEnough()) return UNDECIDED;
    const concluded = await this.#watched.liveness.conclude(this.track.frames);
    return concluded.verdict === "live" && !this.track.isEnough(this.#askedAt) ? { ...UNDECIDED, checks: concluded.checks } : concluded;
  }

  async #take(set: FrameSet): Promise<void> {
    const { buffers } = this.#parts;
    const held = [set.jpeg, set.ir, set.depth?.mm].filter((bytes) => bytes !== null && bytes !== undefined);
    for (const bytes of held) buffers.keep(bytes);
    this.#framesSeen += 1;
    this.#preview(set);
    const sight = await lookAt(set, this.#watched.liveness.asked !== null, this.#eyes);
    if (sight && !this.#watched.stop.aborted) await this.#follow(sight, set);
    if (sight?.seen) buffers.wipe(sight.seen.chip.rgba);
    for (const bytes of held) buffers.wipe(bytes);
  }

  async #follow({ people, guidance, seen }: Sight, set: FrameSet): Promise<void> {
    // Two people at the screen may be changing places.
    if (people > 1) this.#lose();
    if (seen) await this.#keep(seen, guidance === null, set);
    const asked = seen && this.#watched.liveness.asked;
    if (asked) this.#say(asked.guidance, { at: asked.at, of: asked.of });
    else this.#say(guidance ?? "checking", null);
  }

  async #keep({ frame, chip, sharpness }: Seen, isStraight: boolean, set: FrameSet): Promise<void> {
    const { embedder, buffers } = this.#parts;
    const { liveness, onCompared, onLost } = this.#watched;
    const isCompared = isStraight && this.track.wants(frame, this.#askedAt);
    const embedding = isCompared ? buffers.keep(await embedder.embed(chip)) : null;
    if (this.track.keep(frame, embedding) === "restarted") {
      liveness.reset();
      onLost?.();
    }
    if (isCompared) onCompared?.(set.jpeg, frame.face, sharpness);
    const before = liveness.asked;
    liveness.see(frame);
    if (liveness.asked) this.#askedAt = frame.at;
    if (isMade(before, liveness.asked) && !(await this.#isTheirs(chip))) this.#lose();
  }

  /** A turned head is not compared with the card: somebody else could move whenever the photo that is compared is lowered. */
  async #isTheirs(chip: Picture): Promise<boolean> {
    const { embedder, buffers } = this.#parts;
    const embedding = buffers.keep(await embedder.embed(chip));
    const isTheirs = this.track.isSameFace(embedding, RULES.sameFaceMoved);
    buffers.wipe(embedding);
    return isTheirs;
  }

  #lose(): void {
    if (this.track.frames.length === 0) return;
    this.track.break();
    this.#watched.liveness.reset();
    this.#watched.onLost?.();
  }

  #preview({ at, jpeg }: FrameSet): void {
    if (at < this.#previewAt) return;
    this.#previewAt = at + PREVIEW_EVERY_MS;
    this.#watched.onPreview(jpeg.toString("base64"));
  }
}

/** Whether this frame completed the movement that was asked for before it. */
function isMade(before: Asked | null, after: Asked | null): boolean {
  return before !== null && before.guidance !== "face-straight" && after?.at !== before.at;
}
