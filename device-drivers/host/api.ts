import type { Result } from "../../base/result.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";

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
  | "printer.paper-out"
  | "printer.cover-open"
  | "printer.jam"
  | "printer.cutter"
  | "printer.no-reply"
  | "printer.bad-status"
  | "printer.aborted"
  | "printer.lost-track"
  | "printer.document-refused";

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

export interface DeviceHostContract {
  requests: {
    "devices.list": { params: Record<never, never>; result: DeviceStatus[] };
    "device.execute": { params: Execute; result: Result<unknown, DeviceFailure> };
    /** One holder at a time for all devices; refused with who holds it. */
    "lease.acquire": { params: { holder: LeaseHolder }; result: Result<{ lease: string }, { heldBy: LeaseHolder }> };
    "lease.release": { params: { lease: string }; result: { released: boolean } };
    "device.statistics": { params: { device: string }; result: Record<string, number> };
  };
  notifications: {
    /** Sent only when something changed; the whole status, not a part. */
    "device.status": DeviceStatus;
  };
}
