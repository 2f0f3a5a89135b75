import type { LocalText } from "../../config/language.ts";
import type { DeviceStatus, LeaseHolder, ModeRefusal, ModeWait } from "../../device-drivers/host/api.ts";
import type { DeviceAdvice, DeviceHealing } from "../../device-drivers/host/device-info.ts";
import type { HubLink } from "../../sync-agent/agent/api.ts";
import type { FaceStatus } from "../face-engine/api.ts";

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
  /** What the face engine last said of itself; null until it has. While it is away, `camera.state` is `offline`. */
  readonly face: FaceStatus | null;
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
