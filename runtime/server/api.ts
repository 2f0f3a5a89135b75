/**
 * The wire between the runtime and the pages at the kiosk. The page is a view: it draws a `View` and sends `Intent`s.
 * Words of the catalogue arrive in the session's language; words of the house are the page's own, chosen by the closed unions here.
 *
 *   GET  /api/view      server-sent events, each `data:` one View
 *   POST /api/intent    IntentRequest → IntentReply
 *   GET  /api/preview   multipart/x-mixed-replace JPEG while a face is being looked at, else 404
 *   POST /api/alive     {} → 204; every 5 s, so that the runtime knows that the page lives
 *   GET  /              the citizen page. Between sessions the answer carries `Clear-Site-Data`: the page loads itself anew once it has
 *                       seen `ended` followed by `home`.
 *
 * Errors of these routes: `{ error: string, detail: string }` with 400, 403, 404, 405, 413 or 415.
 *
 * While somebody types or reads, the page sends `extend` (at most every few seconds): the runtime cannot see a touch that changes nothing.
 * An intent is accepted with any revision since the screen last changed its meaning; guidance, countdown and print progress do not count.
 */
import type { Signature } from "../../config/documents/signature.ts";
import type { Language, LocalText } from "../../config/language.ts";
import type { ChoiceRow, FormField, ItemScreen, Outcome, ReviewSection } from "../../config/service-items/screen.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { DeviceState, DeviceStatus, LeaseHolder, ModeRefusal, ModeWait, Supply } from "../../device-drivers/host/api.ts";
import type { DeviceAdvice, DeviceHealing } from "../../device-drivers/host/device-info.ts";
import type { HubLink } from "../../sync-agent/agent/api.ts";
import type { Guidance } from "../face-engine/api.ts";

export type {
  ChoiceRow,
  DeviceKind,
  DeviceState,
  DeviceStatus,
  FormField,
  Guidance,
  HubLink,
  Language,
  LeaseHolder,
  LocalText,
  ModeRefusal,
  ModeWait,
  Outcome,
  ReviewSection,
  Signature,
  Supply,
};

export interface Display {
  readonly language: Language;
  readonly size: "standard" | "senior";
  readonly contrast: "standard" | "high";
  /** Controls in the lower half, for a person who sits. */
  readonly reach: "standard" | "low";
}

export interface View {
  /** Rises with every change; an intent must carry the one it answers. */
  readonly revision: number;
  /** Random per session, null between sessions. */
  readonly session: string | null;
  readonly display: Display;
  readonly hall: string;
  /** Present while somebody is served. */
  readonly progress: Progress | null;
  readonly timeLeft: TimeLeft | null;
  readonly screen: Screen;
}

export interface Progress {
  readonly item: string;
  /** Names of the steps a person would count, and where they are (0-based). */
  readonly steps: readonly string[];
  readonly at: number;
  /** Masked name, once known: 张*. */
  readonly person: string | null;
  readonly canGoBack: boolean;
}

/** `endsAt` in epoch ms of the kiosk's own clock; `warning` once the countdown is to be shown large. */
export interface TimeLeft {
  readonly endsAt: number;
  readonly now: number;
  readonly warning: boolean;
}

export type Screen =
  /** What the service item determines: guide, consent, choose, form, review, wait, result, evaluate, handoff. */
  | ItemScreen
  | { readonly kind: "out-of-service"; readonly reason: OutOfService }
  | { readonly kind: "home"; readonly items: readonly ItemCard[] }
  | { readonly kind: "identify-card"; readonly state: CardPrompt; readonly triesLeft: number }
  | { readonly kind: "identify-face"; readonly guidance: Guidance; readonly state: FacePrompt; readonly triesLeft: number }
  /** `typing`: the code may be typed (`fill` with `code`). `check-differs`: it can be taken all the same (`confirm`). `refuse`: has none. */
  | {
      readonly kind: "scan";
      readonly title: string;
      readonly paragraphs: readonly string[];
      readonly typing: boolean;
      readonly state: ScanPrompt;
      readonly triesLeft: number;
    }
  /** `screenMm`: the longer side of the glass, from which the page tells how large a signature was written. */
  | {
      readonly kind: "sign";
      readonly title: string;
      readonly paragraphs: readonly string[];
      readonly confirm: string;
      readonly otherWay: string;
      readonly screenMm: number;
    }
  | { readonly kind: "print"; readonly prints: readonly PrintProgress[] }
  /** `cardLeft`: the ID card still lies on the reader; absent when it does not, or nobody knows. */
  | { readonly kind: "ended"; readonly reason: EndReason; readonly cardLeft?: boolean };

export type OutOfService = "starting" | "maintenance" | "device-host-away" | "stopping";

export interface ItemCard {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly department: string;
  readonly topic: string;
  /** Null when it can be done now. */
  readonly unavailable: Unavailable | null;
}

/** Why an item cannot be done now, and where else it can. */
export interface Unavailable {
  readonly reason: "hub-away" | "device-down" | "paper-out" | "blanks-out" | "outside-hours";
  readonly device: DeviceKind | null;
  readonly elsewhere: string;
}

export type CardPrompt =
  | "place-card"
  | "reading"
  | "unreadable"
  | "expired"
  | "not-yet-valid"
  | "wrong-type"
  | "bad-number"
  | "reader-down"
  | "card-swapped";
export type FacePrompt = "starting" | "looking" | "no-match" | "unsure" | "camera-down" | "photo-unusable";

export type ScanPrompt = "show-code" | "wrong-type" | "unreadable" | "check-differs" | "scanner-down";

export interface PrintProgress {
  readonly document: string;
  readonly state: "waiting" | "printing" | "printed" | "failed" | "unknown";
  readonly problem: "paper-out" | "cover-open" | "jam" | "no-reply" | "other" | null;
}

export type EndReason = "finished" | "cancelled" | "timeout" | "card-taken" | "card-swapped" | "identity-failed" | "technician" | "fault";

export type Intent =
  | { readonly kind: "start"; readonly item: string }
  | { readonly kind: "display"; readonly display: Partial<Display> }
  | { readonly kind: "agree" }
  | { readonly kind: "refuse" }
  | { readonly kind: "choose"; readonly row: string }
  | { readonly kind: "fill"; readonly values: Readonly<Record<string, string>> }
  /** At most `INK_LIMITS` of config/documents/signature.ts. */
  | { readonly kind: "sign"; readonly signature: Signature }
  /** 确认 · 下一步 · 完成: go on from guide, review, result, handoff. */
  | { readonly kind: "confirm" }
  | { readonly kind: "retry" }
  | { readonly kind: "rate"; readonly grade: 1 | 2 | 3 | 4 | 5; readonly tags: readonly string[] }
  | { readonly kind: "skip" }
  | { readonly kind: "back" }
  | { readonly kind: "cancel" }
  | { readonly kind: "extend" };

export interface IntentRequest {
  readonly session: string | null;
  readonly revision: number;
  readonly intent: Intent;
}

/** `stale`: the page answered a screen that has gone; it will have the new one already. */
export type IntentReply =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly why: "stale" | "not-here" | "malformed" | "unavailable"; readonly detail: string };

/*
 * The technician console, behind the technician's PIN (a cookie, HttpOnly, SameSite=Strict):
 *
 *   POST /technician/api/login     TechnicianLogin → 204 and the cookie, else 401 or 429 with TechnicianRefusal
 *   POST /technician/api/logout    {} → 204
 *   GET  /technician/api/overview  → TechnicianOverview, else 401
 *   POST /technician/api/act       TechnicianAct → TechnicianReply, else 401
 */
export interface TechnicianLogin {
  readonly pin: string;
}

/** `retryAt`: epoch ms before which no PIN is looked at; null when one may be tried now. */
export interface TechnicianRefusal {
  readonly why: "wrong-pin" | "locked";
  readonly triesLeft: number;
  readonly retryAt: number | null;
}

/** `detail` is for the technician: what stands in the way and what to do. */
export type TechnicianReply =
  | { readonly done: true; readonly health?: DeviceHealth }
  | { readonly done: false; readonly why: string; readonly detail: string };

/** What a check found: the device was asked anew. `healing` says what the host does by itself to get it back. */
export interface DeviceHealth {
  readonly device: string;
  /** Epoch ms. */
  readonly at: number;
  readonly isHealthy: boolean;
  readonly status: DeviceStatus;
  readonly healing: DeviceHealing;
  readonly advice: readonly DeviceAdvice[];
}

export interface TechnicianOverview {
  readonly kiosk: string;
  readonly release: string;
  readonly devices: readonly DeviceStatus[];
  readonly link: HubLink;
  /** Kinds of numbered sheets this kiosk's items print on. */
  readonly blankTypes: readonly { readonly id: string; readonly name: LocalText }[];
  readonly batches: readonly BlankBatch[];
  readonly openIssuances: readonly OpenIssuance[];
  readonly journal: { readonly entries: number; readonly head: string; readonly intact: boolean };
  readonly sessionActive: boolean;
  readonly maintenance: MaintenanceOverview;
  /** Epoch ms at which a citizen page last said that it lives; null when none has. */
  readonly pageAliveAt: number | null;
}

export interface MaintenanceOverview {
  /** `asked`: nobody new is served; the mode is entered when all have agreed. */
  readonly state: "off" | "asked" | "on" | "leaving";
  /** Who asked for it, `page` from this console; null while off. */
  readonly by: string | null;
  /** This console asked for it, and may end it. */
  readonly isOwn: boolean;
  readonly waitingFor: readonly ModeWait[];
  /** All have agreed, but the devices are still in use. */
  readonly heldBy: LeaseHolder | null;
  /** Epoch ms since which it is so; null while device-host is away. */
  readonly since: number | null;
  /** Why this console's last wish came to nothing. */
  readonly problem: ModeRefusal | null;
}

export interface BlankBatch {
  readonly batch: string;
  readonly blankType: string;
  readonly first: string;
  readonly last: string;
  readonly loaded: number;
  readonly inStock: number;
  readonly reserved: number;
  readonly issued: number;
  readonly spoiled: number;
  /** Numbers whose fate nobody knows yet; the tray is held while this is not 0. */
  readonly unknown: number;
}

export interface OpenIssuance {
  readonly id: string;
  readonly document: string;
  readonly serial: string | null;
  readonly state: "intent" | "sent" | "unknown";
  readonly since: number;
}

export type TechnicianAct =
  | { readonly act: "load-blanks"; readonly blankType: string; readonly first: string; readonly count: number }
  /** What the technician saw with their own eyes. */
  | { readonly act: "resolve"; readonly issuance: string; readonly finding: "printed" | "spoiled" | "blank-unused" }
  | { readonly act: "spoil"; readonly serial: string; readonly blankType: string }
  /** Ask one device how it is, now; or close its connection and open a new one. */
  | { readonly act: "check" | "reset"; readonly device: string }
  /** Enter technician mode (after the citizen being served), or leave it. */
  | { readonly act: "maintenance"; readonly on: boolean };
