import type { LocalText } from "../../config/language.ts";
import type { SecondPersonAct } from "../../config/settings/second-person.ts";
import type { DeviceStatus, LeaseHolder, ModeRefusal, ModeWait } from "../../device-drivers/host/api.ts";
import type { DeviceAdvice, DeviceHealing } from "../../device-drivers/host/device-info.ts";
import type { HubLink } from "../../sync-agent/agent/api.ts";
import type { BlankStatementBody, OpenReason, RowKind } from "../../sync-agent/protocol/messages.ts";
import type { FaceStatus } from "../face-engine/api.ts";

/*
 * The technician console, behind the technician's PIN (a cookie, HttpOnly, SameSite=Strict):
 *
 *   POST /technician/api/login     TechnicianLogin → 204 and the cookie, else 401 or 429 with TechnicianRefusal
 *   POST /technician/api/logout    {} → 204
 *   GET  /technician/api/overview  → TechnicianOverview, else 401
 *   POST /technician/api/act       TechnicianAct → TechnicianReply, else 401
 *   GET  /technician/api/statement → StatementReply, else 401
 *   GET  /technician/api/blanks.csv  every number for the ledger book, a line each: type, number, pack, state, issuance, since when (in the
 *                                    hall), and who took it out by hand with whom; else 401
 */
export interface TechnicianLogin {
  readonly pin: string;
}

/**
 * `retryAt`: epoch ms before which no PIN is looked at; null when one may be tried now. `pin-of-two`: two technicians have this PIN, which
 * tells nobody who is there; neither gets in until an administrator has given one of them another.
 */
export interface TechnicianRefusal {
  readonly why: "wrong-pin" | "locked" | "pin-of-two";
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
  /** The oldest 20 of `link.quarantined`. */
  readonly setAside: readonly SetAsideRow[];
  /** Kinds of numbered sheets this kiosk's items print on. */
  readonly blankTypes: readonly { readonly id: string; readonly name: LocalText }[];
  readonly batches: readonly BlankBatch[];
  /** What the loaded sheets of each kind add up to, whether it agrees, and the newest count by hand. */
  readonly accounts: readonly BlankAccount[];
  /** Id of the technician who is logged in, and the acts that want a second person's PIN. */
  readonly technician: string;
  readonly secondFor: readonly SecondFor[];
  readonly openIssuances: readonly OpenIssuance[];
  /** What those are called, by `OpenIssuance.document`; without an entry its id is all that is known. */
  readonly documentNames: Readonly<Record<string, LocalText>>;
  readonly journal: { readonly entries: number; readonly head: string; readonly intact: boolean };
  readonly sessionActive: boolean;
  /** What the face engine last said of itself; null until it has. While it is away, `camera.state` is `offline`. */
  readonly face: FaceStatus | null;
  readonly maintenance: MaintenanceOverview;
  /** Epoch ms at which a citizen page last said that it lives; null when none has. */
  readonly pageAliveAt: number | null;
}

/** A row that the hub refused for good. */
export interface SetAsideRow {
  readonly kind: RowKind;
  /** The hub's words for why, English. */
  readonly problem: string;
  /** Epoch ms. */
  readonly at: number;
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

export type SecondFor = SecondPersonAct;

/** The book of one day, and whether it added up when it was drawn up. */
export type KeptStatement = BlankStatementBody & { readonly isBalanced: boolean };

/** `newest`: as it went to the hub at a day's end; null before the first. `live`: of every pack, now. */
export interface StatementReply {
  readonly newest: KeptStatement | null;
  readonly live: KeptStatement;
}

/** loaded = inStock + reserved + printed + issued + spoiled + unknown + returned, always; `isBalanced` says whether it was so when looked at. */
export interface BlankAccount {
  readonly blankType: string;
  readonly loaded: number;
  readonly inStock: number;
  readonly printed: number;
  readonly issued: number;
  readonly spoiled: number;
  readonly returned: number;
  /** Reserved or of unknown fate: these hold the tray. */
  readonly open: number;
  readonly isBalanced: boolean;
  /** The next number that the tray will feed; null when it is empty or held. */
  readonly next: string | null;
  readonly count: { readonly counted: number; readonly expected: number; readonly at: number; readonly by: string } | null;
}

export interface BlankBatch {
  readonly batch: string;
  readonly blankType: string;
  readonly first: string;
  readonly last: string;
  readonly loaded: number;
  readonly inStock: number;
  readonly reserved: number;
  /** Proved to be printed, but nobody was seen to take it. */
  readonly printed: number;
  readonly issued: number;
  readonly spoiled: number;
  readonly returned: number;
  /** Numbers whose fate nobody knows yet; the tray is held while this is not 0. */
  readonly unknown: number;
}

export interface OpenIssuance {
  readonly id: string;
  readonly document: string;
  readonly blankType: string | null;
  readonly serial: string | null;
  readonly state: "intent" | "sent" | "printed" | "unknown";
  /** Null while it is on its way in the session that runs now. */
  readonly why: OpenReason | null;
  readonly since: number;
  /** What the printer said, for somebody who has to decide; null where it said nothing. */
  readonly evidence: Evidence | null;
}

/** Figures, not words: the page says them in the technician's language. */
export interface Evidence {
  /** The ledger's own word for what went wrong (`printer.jam; then job not-found`). */
  readonly problem: string;
  /** Pages that the printer says came out of the document's `pages`; null when it does not say. */
  readonly pagesDone: number | null;
  readonly pages: number;
  /** By how much the engine's page counter moved, and should have; null where nothing counts. */
  readonly counterMoved: number | null;
  readonly counterExpected: number | null;
  readonly restarted: boolean;
}

/** The PIN of another technician than the one who is logged in; where the settings ask for one, an act without it is refused (`second.needed`). */
export interface Second {
  readonly second?: { readonly pin: string };
}

export type TechnicianAct =
  | ({ readonly act: "load-blanks"; readonly blankType: string; readonly first: string; readonly count: number } & Second)
  /** What the technician saw with their own eyes. `printed`: and the person has it. */
  | ({ readonly act: "resolve"; readonly issuance: string; readonly finding: "printed" | "spoiled" | "blank-unused" } & Second)
  /** One sheet of the stock, or all from `serial` to `last`. */
  | ({ readonly act: "spoil"; readonly serial: string; readonly last?: string; readonly blankType: string } & Second)
  /** How many sheets lie in the tray, counted by hand. A difference is written down and reported, never smoothed over. */
  | ({ readonly act: "count-blanks"; readonly blankType: string; readonly counted: number } & Second)
  /** Sheets `first` … `last` of the stock, taken out unused and given back to the store. */
  | ({ readonly act: "return-blanks"; readonly blankType: string; readonly first: string; readonly last: string } & Second)
  /** Ask one device how it is, now; or close its connection and open a new one. */
  | { readonly act: "check" | "reset"; readonly device: string }
  /** Send what the hub refused once more, after its cause was mended there. */
  | { readonly act: "release-quarantined" }
  /** Enter technician mode (after the citizen being served), or leave it. */
  | { readonly act: "maintenance"; readonly on: boolean };
