import type { FlowEffect, FlowEvent, FlowState } from "../../config/service-items/flow-types.ts";
import type { ServiceItem } from "../../config/service-items/item.ts";
import type { ActionCount, Guidance } from "../face-engine/api.ts";
import type { Display, EndReason, Intent, MethodCard, OutOfService, PrintProgress, Unavailable } from "../server/api.ts";

/** Where the kiosk is with its citizens. All that is known of a person is in `serving`, and goes with it. */
export type State = Closed | Home | Serving | Ended;

export interface Closed {
  readonly at: "closed";
  readonly why: OutOfService;
}

export interface Home {
  readonly at: "home";
  readonly display: Display;
  /** When a display that somebody changed goes back to what it was; null while it is as delivered. Monotonic ms, as all deadlines here. */
  readonly deadline: number | null;
}

export interface Serving {
  readonly at: "serving";
  readonly session: string;
  readonly item: ServiceItem;
  readonly flow: FlowState;
  readonly display: Display;
  /** When the session ends for want of a touch; null while the kiosk works and the person can only wait. */
  readonly deadline: number | null;
  readonly guidance: FaceGuidance | null;
  /** What the kiosk does at an identify step while the person can only wait. */
  readonly doing: Doing | null;
  /** Somebody else's card came while a sheet was being printed: the session ends with that sheet. */
  readonly isCardSwapped: boolean;
  /** Of the step that prints now. */
  readonly prints: readonly PrintProgress[];
  /** Of the steps before it. */
  readonly papers: readonly PrintProgress[];
  readonly reprint: { readonly times: number; readonly isUnderWay: boolean };
}

export interface FaceGuidance {
  readonly guidance: Guidance;
  readonly action: ActionCount | null;
}

/** `restarting`: the face engine, or its camera, is waited for. */
export type Doing = "restarting" | "asking-service";

/** The farewell. Nothing of the person is left in here. */
export interface Ended {
  readonly at: "ended";
  readonly reason: EndReason;
  readonly display: Display;
  readonly deadline: number;
  /** What the session held (lease, card on the reader) has been let go. */
  readonly cleared: boolean;
  readonly cardLeft: boolean;
}

export type Input =
  | { readonly kind: "intent"; readonly intent: Intent }
  /** What an effect came to. Of another session: too late, ignored. */
  | { readonly kind: "outcome"; readonly session: string; readonly event: FlowEvent }
  | ({ readonly kind: "guidance"; readonly session: string } & FaceGuidance)
  | { readonly kind: "doing"; readonly session: string; readonly doing: Doing | null }
  | { readonly kind: "print-progress"; readonly session: string; readonly prints: readonly PrintProgress[] }
  /** What became of a receipt that was printed once more: it stands in place of the first. */
  | { readonly kind: "reprinted"; readonly session: string; readonly print: PrintProgress }
  | { readonly kind: "card-swapped"; readonly session: string }
  | { readonly kind: "fault"; readonly session: string }
  | { readonly kind: "card-left" }
  | { readonly kind: "cleared" }
  /** A deadline may have come. */
  | { readonly kind: "time" }
  /** Whether the kiosk may serve has changed (`World.closed`). */
  | { readonly kind: "service" }
  /** The process is to stop, or a technician cannot wait. A sheet under way is let finish. */
  | { readonly kind: "stop" };

export type Effect =
  | { readonly kind: "begin"; readonly session: string; readonly item: ServiceItem }
  | {
      readonly kind: "perform";
      readonly session: string;
      readonly item: ServiceItem;
      readonly flow: FlowState;
      readonly effect: FlowEffect;
    }
  /** The last receipt once more, marked 补打, with the same number. */
  | { readonly kind: "reprint"; readonly session: string }
  /** The person went on after their papers had come out: they have them. */
  | { readonly kind: "taken"; readonly session: string }
  /** A new visit: what the last one started is not wanted any more. `isCardDue`: another person's card may be laid down already. */
  | { readonly kind: "drop-work"; readonly session: string; readonly isCardDue: boolean }
  | { readonly kind: "finish"; readonly session: string; readonly item: string; readonly reason: EndReason };

/** `not-here`: nothing to do it with is fitted, so nobody is shown it. */
export type ClosedMethod = NonNullable<MethodCard["unavailable"]> | "not-here";

/** What the machine may look at besides its own state. */
export interface World {
  /** Monotonic ms. */
  readonly now: number;
  readonly startedAt: string;
  readonly timing: { readonly idleMs: number; readonly countdownMs: number; readonly seniorFactor: number };
  readonly kiosk: { readonly id: string; readonly hall: { readonly "zh-CN": string; readonly en: string } };
  /** Why nobody can be served now; null when the kiosk is open. */
  readonly closed: OutOfService | null;
  readonly find: (item: string) => { readonly item: ServiceItem; readonly unavailable: Unavailable | null } | null;
  /** Why a method of the step cannot be used now, by its id; what can be used is not in it. */
  readonly closedMethods: (item: ServiceItem, flow: FlowState) => ReadonlyMap<string, ClosedMethod>;
  /** Whether a receipt would come out on paper now. */
  readonly printsReceipts: () => boolean;
  readonly newSession: () => string;
}

export type Step =
  | { readonly ok: true; readonly state: State; readonly effects: readonly Effect[] }
  | { readonly ok: false; readonly why: "not-here" | "unavailable"; readonly detail: string };

export const DELIVERED_DISPLAY: Display = { language: "zh-CN", size: "standard", contrast: "standard", reach: "standard" };

/** A receipt is printed again at most so often in one session: a roll of paper is not to be played with. */
export const MAX_REPRINTS = 2;

/** How long the farewell stands, and how long it waits at most for a card to be taken from the reader. */
export const FAREWELL_MS = 6_000;
export const CARD_REMINDER_MS = 60_000;
