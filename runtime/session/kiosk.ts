import { createHash } from "node:crypto";
import { type Clock, every, type Timer } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Random } from "../../base/random.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { FlowEvent } from "../../config/service-items/flow-types.ts";
import type { Intent, IntentReply, IntentRequest, OutOfService, View } from "../server/api.ts";
import { resting, step } from "./machine.ts";
import { isPrinting, warningAt } from "./patience.ts";
import type { Effect, Input, Serving, State, World } from "./state.ts";
import { type Around, viewOf } from "./view-model.ts";

/** What an effect of a session may report while it runs, and at its end. */
export type Report = Extract<
  Input,
  { kind: "guidance" | "doing" | "print-progress" | "reprinted" | "card-swapped" | "card-left" | "cleared" | "fault" }
>;

/** Does what the machine asks for. Every `perform` settles; its event, if any, goes back into the machine. */
export interface Hands {
  begin(session: string, item: Serving["item"], report: (report: Report) => void): void;
  dropWork(session: string, isCardDue: boolean): void;
  perform(effect: Extract<Effect, { kind: "perform" }>, report: (report: Report) => void): Promise<FlowEvent | null>;
  /** The last receipt once more; reports `reprinted`. */
  reprint(session: string, report: (report: Report) => void): Promise<void>;
  /** The person of this session has their papers in hand. */
  taken(session: string): void;
  /** Wipes at once; then lets go of the devices, and reports `card-left` and `cleared`. */
  finish(effect: Extract<Effect, { kind: "finish" }>, report: (report: Report) => void): void;
}

export interface KioskParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly hands: Hands;
  readonly timing: World["timing"];
  readonly kiosk: World["kiosk"];
  readonly screenMm: Around["screenMm"];
  /** Why nobody can be served, by the state of the house; null when it is open. */
  readonly closed: () => OutOfService | null;
  readonly find: World["find"];
  readonly closedMethods: World["closedMethods"];
  readonly printsReceipts: World["printsReceipts"];
  readonly items: Around["items"];
  readonly documentName: Around["documentName"];
  /** Told of each change, for the journal. */
  readonly witness: (before: State, after: State, input: Input) => void;
}

/** Opening hours begin and end without anybody touching anything. */
const LOOK_AGAIN_MS = 20_000;

/** The machine, living: one input at a time, its effects, its timers, and the view that the pages draw. */
export class Kiosk {
  readonly #parts: KioskParts;
  readonly #listeners = new Set<(view: View) => void>();
  readonly #ticking: Timer;
  #state: State;
  #revision = 1;
  /** The revision since which the screen has meant the same; an intent that answers an older one is stale. */
  #since = 1;
  #shown = "";
  #timer: Timer | undefined;
  #stopping = false;
  #drained: (() => void) | undefined;

  constructor(parts: KioskParts) {
    this.#parts = parts;
    this.#state = resting(this.#world()).state;
    this.#ticking = every(parts.clock, LOOK_AGAIN_MS, () => this.refresh());
  }

  get serving(): boolean {
    return this.#state.at === "serving";
  }

  /** What a technician waits for: somebody is being served, or what they held is being let go. */
  get busy(): "session" | "letting-go" | null {
    if (this.serving) return "session";
    return this.#state.at === "ended" && !this.#state.cleared ? "letting-go" : null;
  }

  get session(): string | null {
    return this.#state.at === "serving" ? this.#state.session : null;
  }

  view(): View {
    const { clock, kiosk } = this.#parts;
    const times = { now: clock.monotonic(), epochNow: clock.now() };
    return viewOf(this.#state, { ...this.#parts, ...times, revision: this.#revision, hall: kiosk.hall });
  }

  /** Calls `then` at each change; gives what ends that. */
  onView(then: (view: View) => void): () => void {
    this.#listeners.add(then);
    return () => void this.#listeners.delete(then);
  }

  /** One touch. Of two touches on the same screen one wins; the other answers a screen that has gone. */
  intend(request: IntentRequest): IntentReply {
    const session = this.session;
    if (request.session !== session) return { accepted: false, why: "stale", detail: "another session" };
    if (request.revision < this.#since || request.revision > this.#revision) {
      return {
        accepted: false,
        why: "stale",
        detail: `revision ${request.revision}, the screen is of ${this.#since} to ${this.#revision}`,
      };
    }
    const refused = this.#take({ kind: "intent", intent: request.intent });
    return refused ? { accepted: false, why: refused.why, detail: refused.detail } : { accepted: true };
  }

  /** Something around has changed (a device, the hub, the stock, maintenance): look again. */
  refresh(): void {
    this.#take({ kind: "service" });
    this.#show();
  }

  /** Ends what can be ended; resolves once nothing is being printed. The caller has made `closed` say why. */
  stop(): Promise<void> {
    this.#stopping = true;
    this.#ticking.cancel();
    if (isPrinting(this.#state)) return new Promise((resolve) => (this.#drained = resolve));
    this.#take({ kind: "stop" });
    this.#timer?.cancel();
    return Promise.resolve();
  }

  report(input: Report): void {
    this.#take(input);
  }

  #take(input: Input): { why: "not-here" | "unavailable"; detail: string } | null {
    const before = this.#state;
    const next = step(before, input, this.#world());
    if (!next.ok) return next;
    this.#state = next.state;
    let isWell = this.#tried("witness", () => this.#parts.witness(before, next.state, input));
    const meaning = changesMeaning(before, next.state, input);
    this.#show(meaning);
    if (meaning) this.#since = this.#revision;
    this.#wind();
    for (const effect of next.effects) {
      if (isWell || effect.kind === "finish") isWell = this.#tried(effect.kind, () => this.#do(effect)) && isWell;
    }
    // What the step was to do is not done, so nothing would ever lead on from it. (A sheet under way asks for no effects until it is out.)
    const { session } = this;
    if (!isWell && next.effects.length > 0 && session !== null) this.#take({ kind: "fault", session });
    if (this.#drained && !isPrinting(this.#state)) {
      const drained = this.#drained;
      this.#drained = undefined;
      this.#take({ kind: "stop" });
      this.#timer?.cancel();
      drained();
    }
    return null;
  }

  /** A bug, or a disk that is full: the screen must not stand still for it. */
  #tried(what: string, act: () => void): boolean {
    try {
      act();
      return true;
    } catch (cause) {
      this.#parts.log.error("session.effect-threw", { session: this.session, effect: what, cause });
      return false;
    }
  }

  #do(effect: Effect): void {
    const { hands } = this.#parts;
    switch (effect.kind) {
      case "begin":
        hands.begin(effect.session, effect.item, (report) => void this.#take(report));
        break;
      case "drop-work":
        hands.dropWork(effect.session, effect.isCardDue);
        break;
      case "finish":
        hands.finish(effect, (report) => void this.#take(report));
        break;
      case "perform":
        void this.#perform(effect);
        break;
      case "taken":
        hands.taken(effect.session);
        break;
      case "reprint":
        void this.#reprint(effect.session);
        break;
      default:
        unreachable(effect);
    }
  }

  async #reprint(session: string): Promise<void> {
    try {
      await this.#parts.hands.reprint(session, (report) => void this.#take(report));
    } catch (cause) {
      this.#parts.log.error("session.effect-threw", { session, effect: "reprint", cause });
      this.#take({ kind: "fault", session });
    }
  }

  async #perform(effect: Extract<Effect, { kind: "perform" }>): Promise<void> {
    const { session } = effect;
    try {
      const event = await this.#parts.hands.perform(effect, (report) => void this.#take(report));
      if (event) this.#take({ kind: "outcome", session, event });
    } catch (cause) {
      // A bug, or a disk that is full. The person gets a clean end, not a screen that stands still.
      this.#parts.log.error("session.effect-threw", { session, effect: effect.effect.kind, cause });
      this.#take({ kind: "fault", session });
    }
  }

  /** Sets the one timer for whatever comes next: the warning or the end. */
  #wind(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const state = this.#state;
    if (state.at === "closed" || state.deadline === null || this.#stopping) return;
    const now = this.#parts.clock.monotonic();
    const warning = state.at === "serving" ? warningAt(state.deadline, state.display, this.#parts) : state.deadline;
    const next = now < warning ? warning : state.deadline;
    // Past the deadline and still here: the farewell waits for a card to be taken.
    const inMs = next > now ? next - now : FAREWELL_LOOK_MS;
    this.#timer = this.#parts.clock.after(inMs, () => {
      this.#take({ kind: "time" });
      this.#show();
      this.#wind();
    });
  }

  #show(evenIfSame = false): void {
    const view = this.view();
    // A hash, not the view: a copy of somebody's answers must not outlive them.
    const shown = hashOf({ ...view, revision: 0, timeLeft: view.timeLeft && { ...view.timeLeft, now: 0 } });
    if (shown === this.#shown && !evenIfSame) return;
    this.#shown = shown;
    this.#revision += 1;
    const next = { ...view, revision: this.#revision };
    for (const listener of this.#listeners) listener(next);
  }

  #world(): World {
    const { clock, random, timing, kiosk, closed, find, closedMethods, printsReceipts } = this.#parts;
    return {
      now: clock.monotonic(),
      startedAt: new Date(clock.now()).toISOString(),
      timing,
      kiosk,
      closed: closed(),
      find,
      closedMethods,
      printsReceipts,
      newSession: () => random.bytes(16).toString("hex"),
    };
  }
}

function hashOf(view: unknown): string {
  return createHash("sha256").update(JSON.stringify(view)).digest("hex");
}

const FAREWELL_LOOK_MS = 1_000;

// Guidance, countdown, progress and looks leave the question on the screen as it is: a touch that crossed with them still answers it.
function changesMeaning(before: State, after: State, input: Input): boolean {
  if (before.at !== after.at) return true;
  if (input.kind === "outcome") return true;
  return input.kind === "intent" && !LOOKS.has(input.intent.kind);
}

const LOOKS: ReadonlySet<Intent["kind"]> = new Set(["display", "extend"]);
