import type { Clock, Timer } from "../../base/clock.ts";
import type { Intent, IntentReply, IntentRequest, View } from "../../runtime/server/api.ts";

/** How the page reaches the runtime; the browser's own in `browser-wire.ts`. */
export interface Wire {
  /** Opens the stream of views and keeps it open until closed. `down` at every loss, `view` at every view. */
  openViews(heard: { view(view: View): void; down(): void }): { close(): void };
  sendIntent(request: IntentRequest): Promise<IntentReply>;
  sendAlive(revision: number | null): Promise<void>;
}

export type Link = "connecting" | "live" | "lost";

/** A stream that comes back within this is not worth a word. */
export const LOST_AFTER_MS = 1_500;
/** A page that cannot ask the runtime must not go on showing a person's data. */
export const FORGET_AFTER_MS = 10_000;
/** The runtime answers every accepted intent with a new view; when none comes, the controls work again after this. */
export const UNLOCK_AFTER_MS = 4_000;
export const ALIVE_EVERY_MS = 5_000;
/** Typing is no intent, so the runtime would think the person gone: the page asks for more time, at most this often. */
export const ACTIVITY_EVERY_MS = 15_000;

/** Mean the same whatever changed meanwhile on the same screen, so a stale refusal may be answered with one more try. */
const REPEATABLE: ReadonlySet<Intent["kind"]> = new Set(["cancel", "display", "extend", "refuse"]);

interface Held {
  readonly intent: Intent;
  readonly screen: string;
}

/** The page's side of the wire: the newest view, one intent per revision, nothing kept. */
export class ViewClient {
  view: View | null = null;
  link: Link = "connecting";
  /** Monotonic time at which the view came: what remains is counted from here. */
  receivedAt = 0;
  readonly #wire: Wire;
  readonly #clock: Clock;
  readonly #changed: () => void;
  #inFlight: { readonly revision: number; readonly from: "person" | "page"; readonly timer: Timer } | null = null;
  #held: Held | null = null;
  #lost: Timer | null = null;
  #forget: Timer | null = null;
  #lastSentAt = Number.NEGATIVE_INFINITY;

  constructor(parts: { wire: Wire; clock: Clock; changed: () => void }) {
    this.#wire = parts.wire;
    this.#clock = parts.clock;
    this.#changed = parts.changed;
  }

  /** True while an intent of the person is on its way or its answer has not been drawn yet. */
  get busy(): boolean {
    return this.#inFlight?.from === "person";
  }

  connect(): void {
    this.#wire.openViews({ view: (view) => this.#take(view), down: () => this.#down() });
    const beat = () => {
      this.#wire.sendAlive(this.view?.revision ?? null).catch(() => this.#down());
      this.#clock.after(ALIVE_EVERY_MS, beat);
    };
    beat();
  }

  /** Sends at most one intent per revision; a second touch of the same screen is dropped. */
  async send(intent: Intent, from: "person" | "page" = "person", repeated = false): Promise<void> {
    const view = this.view;
    if (!view || this.link !== "live") return;
    if (this.#inFlight) {
      if (this.#inFlight.from === "page" && from === "person") this.#held = { intent, screen: screenKey(view) };
      return;
    }
    const { revision } = view;
    this.#inFlight = { revision, from, timer: this.#clock.after(UNLOCK_AFTER_MS, () => this.#unlock(revision)) };
    this.#lastSentAt = this.#clock.monotonic();
    this.#changed();
    try {
      const reply = await this.#wire.sendIntent({ session: view.session, revision, intent });
      if (reply.accepted) return;
      if (reply.why !== "stale") this.#unlock(revision);
      else if (REPEATABLE.has(intent.kind) && !repeated) this.#repeat({ intent, screen: screenKey(view) });
    } catch {
      // The runtime is away: the stream says so too, and brings the view when it is back.
      this.#unlock(revision);
      this.#down();
    }
  }

  /** The person does something that is no intent: types, turns a page. */
  active(): void {
    if (!this.view?.timeLeft || this.#inFlight) return;
    if (this.#clock.monotonic() - this.#lastSentAt < ACTIVITY_EVERY_MS) return;
    void this.send({ kind: "extend" }, "page");
  }

  /** Milliseconds until the session ends, by the kiosk's own clock; null when no time runs. */
  remainingMs(): number | null {
    const time = this.view?.timeLeft;
    if (!time) return null;
    return Math.max(0, time.endsAt - time.now - (this.#clock.monotonic() - this.receivedAt));
  }

  #take(view: View): void {
    this.#lost?.cancel();
    this.#forget?.cancel();
    this.#lost = null;
    this.#forget = null;
    this.link = "live";
    this.view = view;
    this.receivedAt = this.#clock.monotonic();
    if (this.#inFlight && this.#inFlight.revision !== view.revision) this.#unlock(this.#inFlight.revision);
    this.#changed();
  }

  #unlock(revision: number): void {
    if (this.#inFlight?.revision !== revision) return;
    this.#inFlight.timer.cancel();
    this.#inFlight = null;
    const held = this.#held;
    this.#held = null;
    this.#changed();
    if (held && this.view && screenKey(this.view) === held.screen) void this.send(held.intent, "person", true);
  }

  #repeat(held: Held): void {
    this.#held = held;
    if (this.#inFlight === null && this.view && screenKey(this.view) === held.screen) {
      this.#held = null;
      void this.send(held.intent, "person", true);
    }
  }

  #down(): void {
    if (this.#lost) return;
    this.#lost = this.#clock.after(LOST_AFTER_MS, () => {
      this.link = "lost";
      this.#changed();
    });
    this.#forget = this.#clock.after(FORGET_AFTER_MS, () => {
      this.view = null;
      this.#held = null;
      this.#changed();
    });
  }
}

/**
 * Two views with the same key ask the same question, in whatever language: what was typed stays and the focus does not move. Two steps of
 * one kind that follow each other have two: the second person of a case must not find the signature of the first in the box.
 */
export function screenKey(view: View): string {
  const { screen } = view;
  const fields = screen.kind === "form" ? screen.fields.map((field) => field.name).join() : "";
  return [view.session ?? "", screen.kind, view.progress?.step ?? "", fields].join("|");
}
