import type { Result } from "../../base/result.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { DeviceInfo, ResetRefusal } from "./device-info.ts";

/** What device-host offers on its socket. Words from XFS4IoT 2024-03 where it has one, else UnifiedPOS. */

export type DeviceState =
  | "online"
  | "offline"
  | "powerOff"
  | "noDevice"
  | "hardwareError"
  | "userError"
  | "deviceBusy"
  | "potentialFraud"
  | "starting";

export type Supply = "full" | "low" | "out" | "jammed" | "unknown";

export interface DeviceStatus {
  readonly id: string;
  readonly kind: DeviceKind;
  readonly model: string;
  readonly state: DeviceState;
  /** Per source: `roll` for a receipt printer, a tray's name for a certificate printer. Empty where there is no paper. */
  readonly paper: Readonly<Record<string, Supply>>;
  readonly cover: "open" | "closed" | "unknown";
  /** What its sensors say, by name: `{proximity: "present", door: "closed"}`, boxes of a locker by number. `unknown` is a value. */
  readonly sensors: Readonly<Record<string, string>>;
  /** The device's own words (`media-empty`, `SW3=66`), for the technician. */
  readonly reasons: readonly string[];
  /** Epoch ms of the last change. */
  readonly since: number;
}

export type FailureCode =
  | "device.unknown"
  | "device.unsupported"
  | "device.leased"
  | "device.no-lease"
  | "device.offline"
  | "device.closed"
  | "device.timeout"
  | "device.cancelled"
  | "device.bad-reply"
  | "device.hardware"
  | "device.refused"
  | "card.unreadable"
  | "card.wrong-type"
  | "card.text-malformed"
  | "card.reader-not-authorised"
  /** Not the application that was asked for, or it wants a PIN. */
  | "card.not-supported"
  | "scan.unreadable"
  | "locker.not-opened"
  | "stamp.no-sheet"
  | "stamp.ink-out"
  | "stamp.jam"
  | "stamp.cover-open"
  /** The machine says one number of stamped sheets and its counter another. */
  | "stamp.lost-track"
  | "printer.paper-out"
  | "printer.cover-open"
  | "printer.jam"
  | "printer.cutter"
  | "printer.no-reply"
  | "printer.bad-status"
  | "printer.aborted"
  | "printer.lost-track"
  | "printer.document-refused"
  /** The settings name no tray for this paper, one that holds another too, or one that the printer has not: `facts.why`. */
  | "printer.tray-unfit";

/** Why a command failed; `sent` is what a caller needs to know before it may try again. */
export interface DeviceFailure {
  readonly code: FailureCode;
  readonly device: string;
  readonly command: string;
  readonly sent: "no" | "yes" | "indeterminate";
  readonly recovery: "retry" | "clear" | "operator" | "maintenance";
  /** What was asked, what came, how long, which try. Never identity data, never raw payload. */
  readonly facts: Readonly<Record<string, string | number>>;
}

/** One command as it crosses the socket. */
export interface Execute {
  readonly device: string;
  readonly command: string;
  readonly args: unknown;
  /** From `lease.acquire`; a command without a live lease is refused. */
  readonly lease: string;
  /** The same key again answers what the first answered, without a second act. */
  readonly key: string;
  readonly withinMs: number;
}

export type LeaseHolder = "citizen" | "technician" | "self-test";

/** Technician mode, after XFS4IoT VendorMode: asked → every registered peer agrees → entered, so nobody is cut off. */
export type ModeState = "inactive" | "enter-pending" | "active" | "exit-pending";

/** A peer that has not agreed yet, and what it said it waits for (a code; empty when it has said nothing). */
export interface ModeWait {
  readonly name: string;
  readonly why: string;
}

export interface ModeReport {
  readonly state: ModeState;
  /** Number of the last question; an answer names it. */
  readonly request: number;
  /** Who asked for the mode or is in it; null while inactive. */
  readonly by: string | null;
  readonly waitingFor: readonly ModeWait[];
  /** All have agreed, but this holder has not let go of the devices yet. */
  readonly heldBy: LeaseHolder | null;
  /** Epoch ms of the last change of `state`, and of the moment at which the open question runs out. */
  readonly since: number;
  readonly until: number | null;
  /** How it last became inactive; null before the first time. */
  readonly ended: "exited" | "refused" | "not-answered" | "withdrawn" | "technician-gone" | null;
}

/** Why the mode was not entered. After each of these everybody is in service again. */
export type ModeRefusal =
  /** Somebody else is in the mode, asks for it, or is just leaving it. */
  | { readonly kind: "taken"; readonly by: string }
  | { readonly kind: "refused"; readonly by: string; readonly why: string }
  /** Time ran out: who had not agreed, and who had not let go of the devices. */
  | { readonly kind: "not-answered"; readonly waitingFor: readonly ModeWait[]; readonly heldBy: LeaseHolder | null }
  /** Whoever asked took it back. */
  | { readonly kind: "withdrawn" };

export interface DeviceHostContract {
  requests: {
    "devices.list": { params: Record<never, never>; result: DeviceStatus[] };
    "device.execute": { params: Execute; result: Result<unknown, DeviceFailure> };
    /** One holder at a time for all devices; refused with who holds it. */
    "lease.acquire": { params: { holder: LeaseHolder }; result: Result<{ lease: string }, { heldBy: LeaseHolder }> };
    "lease.release": { params: { lease: string }; result: { released: boolean } };
    /** Wants to be asked before the mode is entered or left; ends with the connection. Names: `^[a-z0-9][a-z0-9.-]{0,39}$`. */
    "mode.register": { params: { name: string }; result: ModeReport };
    /** Answers once entered, or with why not. Giving up the call withdraws the question. The lease ends with the mode. */
    "mode.enter": { params: { name: string; withinMs: number }; result: Result<{ lease: string }, ModeRefusal> };
    /** `later` keeps the question open and says what is waited for. `heard: false`: that question is not open any more. */
    "mode.answer": { params: { request: number; agree: "yes" | "later" | "no"; why?: string }; result: { heard: boolean } };
    /** Leaves the mode, or takes a question back; answers once that is done. `left: false`: this peer is not in it. */
    "mode.exit": { params: Record<never, never>; result: { left: boolean } };
    "mode.get": { params: Record<never, never>; result: ModeReport };
    "device.info": { params: { device: string }; result: Result<DeviceInfo, { code: "device.unknown" }> };
    /** Like `device.info`, once the device has been asked anew. */
    "device.look": { params: { device: string }; result: Result<DeviceInfo, { code: "device.unknown" }> };
    /** Closes and opens anew at once, also a device that was given up. Needs no lease; refused while a citizen holds one. */
    "device.reset": { params: { device: string }; result: Result<{ reset: true }, ResetRefusal> };
    "device.statistics": { params: { device: string }; result: Record<string, number> };
  };
  notifications: {
    /** Sent only when something changed; the whole status, not a part. */
    "device.status": DeviceStatus;
    /** The whole report, at every change of it. While it is `enter-pending` or `exit-pending`, each registered peer in `waitingFor` is asked. */
    "mode.changed": ModeReport;
  };
}
