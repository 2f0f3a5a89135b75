/**
 * The wire between the runtime and the pages at the kiosk. The page is a view: it draws a `View` and sends `Intent`s.
 * Words of the catalogue arrive in the session's language; words of the house are the page's own, chosen by the closed unions here.
 *
 *   GET  /api/view      server-sent events, each `data:` one View
 *   POST /api/intent    IntentRequest → IntentReply
 *   POST /api/preview   { key } → the camera's frames, sealed to the page's key (preview-seal.ts), while a face is looked at, else 404
 *   GET  /next          after a session: the page anew under the server's other name, and so in a new process of the browser
 *   POST /api/alive     {} → 204; every 5 s, so that the runtime knows that the page lives
 *   GET  /voice/…       index.json, a list of names (`zh-CN/guidance.blink`), and each as `<name>.ogg`; 404 where no voice is installed
 *   GET  /              the citizen page. Between sessions the answer carries `Clear-Site-Data`: the page loads itself anew once it has
 *                       seen `ended` followed by `home`.
 *
 * Errors of these routes: `{ error: string, detail: string }` with 400, 403, 404, 405, 413 or 415.
 *
 * While somebody types or reads, the page sends `extend` (at most every few seconds): the runtime cannot see a touch that changes nothing.
 * An intent is accepted with any revision since the screen last changed its meaning; guidance, countdown and print progress do not count.
 */
import type { Signature } from "../../config/documents/signature.ts";
import type { Factor } from "../../config/identity/factors.ts";
import type { Language, LocalText } from "../../config/language.ts";
import type { PrintOrder } from "../../config/service-items/flow-types.ts";
import type { ChoiceRow, FormField, ItemScreen, Outcome, ReviewSection } from "../../config/service-items/screen.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { DeviceState, DeviceStatus, LeaseHolder, ModeRefusal, ModeWait, Supply } from "../../device-drivers/host/api.ts";
import type { HubLink } from "../../sync-agent/agent/api.ts";
import type { Assurance, FaceStatus, Guidance } from "../face-engine/api.ts";

export type {
  BlankAccount,
  BlankBatch,
  DeviceHealth,
  Evidence,
  MaintenanceOverview,
  OpenIssuance,
  SecondFor,
  SetAsideRow,
  StatementReply,
  TechnicianAct,
  TechnicianLogin,
  TechnicianOverview,
  TechnicianRefusal,
  TechnicianReply,
} from "./technician-api.ts";
export type {
  Assurance,
  ChoiceRow,
  DeviceKind,
  DeviceState,
  DeviceStatus,
  FaceStatus,
  Factor,
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
  /** What was printed in this session so far; shown beside result and handoff. Null before the first print. */
  readonly papers: Papers | null;
  readonly screen: Screen;
}

/** `reprinting`: the receipt is on its way once more. */
export interface Papers {
  readonly prints: readonly PrintProgress[];
  readonly canReprint: boolean;
  readonly reprinting: boolean;
}

export interface Progress {
  readonly item: string;
  /** Id of the item's step: what is asked again at the same one is the same question. */
  readonly step: string;
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
  /** `choose` with the method's id; `refuse` when none will do. */
  | { readonly kind: "methods"; readonly title: string; readonly paragraphs: readonly string[]; readonly methods: readonly MethodCard[] }
  /**
   * `person`, here and below: what another person of the case is called whose turn it is (监护人); null for the applicant. `otherWay`: there
   * is another way to prove who one is, and `refuse` leads to the choice.
   */
  | ({ readonly kind: "identify-card" } & CardState)
  | ({ readonly kind: "identify-social-card" } & CardState)
  | { readonly kind: "identify-licence"; readonly state: LicencePrompt; readonly triesLeft: number }
  /** `action`: which of how many movements is asked for; null while none is. `leavesDevice`: the picture goes, sealed, to the identity service. */
  | {
      readonly kind: "identify-face";
      readonly person: string | null;
      readonly guidance: Guidance;
      readonly action: { readonly at: number; readonly of: number } | null;
      readonly state: FacePrompt;
      readonly leavesDevice: boolean;
      readonly triesLeft: number;
    }
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

interface CardState {
  readonly person: string | null;
  readonly state: CardPrompt;
  readonly triesLeft: number;
  readonly otherWay: boolean;
}

export type OutOfService = "starting" | "maintenance" | "device-host-away" | "stopping";

export interface ItemCard {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly department: string;
  readonly topic: string;
  /** Null when it can be done now. */
  readonly unavailable: Unavailable | null;
  /** `no-receipt-paper`: the receipt goes to the person's phone this time; whoever has none may prefer another kiosk. */
  readonly notice: "no-receipt-paper" | null;
}

/** Why an item cannot be done now, and where else it can. */
export interface Unavailable {
  readonly reason: "hub-away" | "device-down" | "paper-out" | "blanks-out" | "outside-hours";
  readonly device: DeviceKind | null;
  readonly elsewhere: string;
}

export interface MethodCard {
  readonly id: string;
  readonly factors: readonly Factor[];
  readonly title: string;
  readonly detail: string;
  /** Why it cannot be used now; null when it can. `locked`: too many failed tries in this session. */
  readonly unavailable: "device-down" | "hub-away" | "locked" | null;
}

/** `code-expired`: the code lived for a minute or so and is to be refreshed. Of a licence that has run out a window has to speak. */
export type LicencePrompt = "show-code" | "checking" | "wrong-type" | "unreadable" | "not-known" | "code-expired";

export type CardPrompt =
  | "place-card"
  | "reading"
  | "unreadable"
  | "expired"
  | "not-yet-valid"
  | "wrong-type"
  | "bad-number"
  | "reader-down"
  | "card-swapped"
  /** The card of somebody who has proved who they are already, where another person's is asked for. */
  | "same-person";
/** `restarting`: the engine or the camera came back and looks again. `not-seen`: no good picture in time. `lost-track`: the face went away, or changed. */
export type FacePrompt =
  | "starting"
  | "looking"
  | "restarting"
  | "asking-service"
  | "no-match"
  | "unsure"
  | "not-seen"
  | "lost-track"
  | "camera-down"
  | "photo-unusable";

export type ScanPrompt = "show-code" | "wrong-type" | "unreadable" | "check-differs" | "scanner-down";

export interface PrintProgress {
  readonly document: string;
  readonly kind: PrintOrder["kind"];
  readonly state: "waiting" | "printing" | "printed" | "paperless" | "failed" | "unknown";
  readonly problem: "paper-out" | "cover-open" | "jam" | "no-reply" | "other" | null;
  /** Number of the blank, for a serialised document; "" otherwise. */
  readonly serial: string;
  /** Address behind the code that the screen shows: a receipt or a file for the person's phone. Null where there is none. */
  readonly code: string | null;
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
  /** The receipt once more, marked 补打: from a result or handoff screen with `papers.canReprint`. */
  | { readonly kind: "reprint" }
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
