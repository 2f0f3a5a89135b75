import type { Clock, Timer } from "../../../base/clock.ts";
import type { View } from "../../../runtime/server/api.ts";
import { sentencesOf } from "./spoken.ts";

/** Plays one clip at a time; a new one cuts the old one off. The browser's own in `browser-clips.ts`. */
export interface Clips {
  /** The names that there are: `zh-CN/guidance.blink`. Empty where no voice is installed. */
  load(): Promise<ReadonlySet<string>>;
  /** `ended`: played to its end. Not called for one that was cut off, or that the browser would not play. */
  play(name: string, volume: number, ended: () => void): void;
  volume(volume: number): void;
  stop(): void;
}

export type SoundLevel = "loud" | "soft" | "off";

const VOLUMES: Readonly<Record<SoundLevel, number>> = { loud: 1, soft: 0.4, off: 0 };
const NEXT: Readonly<Record<SoundLevel, SoundLevel>> = { loud: "soft", soft: "off", off: "loud" };

/** Guidance that comes and goes within this is not worth a word: it would be cut off before it means anything. */
export const SETTLE_MS = 250;
/** The same words are not said more often. */
export const AGAIN_AFTER_MS = 4_000;

/** What somebody chose at the first screen, and went away without beginning, is not for the next person. */
export const FORGET_AFTER_MS = 60_000;

/** Says what the screen asks for. Every person begins with the full voice, and may turn it down or off for themself. */
export class KioskVoice {
  readonly #clips: Clips;
  readonly #clock: Clock;
  readonly #changed: () => void;
  #names: ReadonlySet<string> = new Set();
  #level: SoundLevel = "loud";
  #session: string | null = null;
  /** What the screen asks for now, as one key; and when each was last begun. */
  #wanted = "";
  readonly #saidAt = new Map<string, number>();
  #timer: Timer | null = null;
  #forget: Timer | null = null;

  constructor(parts: { readonly clips: Clips; readonly clock: Clock; readonly changed: () => void }) {
    this.#clips = parts.clips;
    this.#clock = parts.clock;
    this.#changed = parts.changed;
    void parts.clips.load().then((names) => {
      this.#names = names;
      this.#changed();
    });
  }

  /** Null where no voice is installed. */
  get level(): SoundLevel | null {
    return this.#names.size > 0 ? this.#level : null;
  }

  /** One step softer, then off, then loud again. */
  turn(): void {
    this.#level = NEXT[this.#level];
    this.#clips.volume(VOLUMES[this.#level]);
    this.#changed();
    this.#forget?.cancel();
    this.#forget = this.#clock.after(FORGET_AFTER_MS, () => {
      if (this.#session !== null) return;
      this.#reset();
      this.#changed();
    });
  }

  follow(view: View | null): void {
    if (view && view.session !== this.#session) {
      const isLeft = this.#session !== null;
      this.#session = view.session;
      if (isLeft) this.#reset();
    }
    const names = view
      ? sentencesOf(view)
          .map((id) => `${view.display.language}/${id}`)
          .filter((name) => this.#names.has(name))
      : [];
    const wanted = names.join();
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#timer?.cancel();
    if (names.length === 0) this.#clips.stop();
    else this.#timer = this.#clock.after(this.#waitFor(wanted), () => this.#say(names));
  }

  #waitFor(wanted: string): number {
    const saidAt = this.#saidAt.get(wanted) ?? Number.NEGATIVE_INFINITY;
    return Math.max(SETTLE_MS, saidAt + AGAIN_AFTER_MS - this.#clock.monotonic());
  }

  #reset(): void {
    this.#level = "loud";
    this.#saidAt.clear();
  }

  #say(names: readonly string[]): void {
    this.#saidAt.set(names.join(), this.#clock.monotonic());
    this.#sayFrom(names, 0);
  }

  #sayFrom(names: readonly string[], at: number): void {
    const name = names[at];
    if (name !== undefined) this.#clips.play(name, VOLUMES[this.#level], () => this.#sayFrom(names, at + 1));
  }
}
