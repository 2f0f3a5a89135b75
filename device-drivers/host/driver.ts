import type { AnySchemaObject } from "ajv";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Random } from "../../base/random.ts";
import { type Err, err, type Result } from "../../base/result.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import type { CommandName, Commands } from "../kinds/kinds.ts";
import type { Transport, TransportError } from "../transport/transport.ts";
import type { DeviceFailure, DeviceStatus } from "./api.ts";

/** What a driver says of its device; the host adds who and when. Sensors only where the device has some. */
export type Observed = Pick<DeviceStatus, "state" | "paper" | "cover" | "reasons"> & Partial<Pick<DeviceStatus, "sensors">>;

/** Opens the way to a device. Attach the listeners in the same tick in which this answers. */
export type Connect = (settings: TransportSettings) => Promise<Result<Transport, TransportError>>;

/** Why a command or an `open` failed; the host adds which device and which command. */
export type DriverFailure = Omit<DeviceFailure, "device" | "command">;

/** Names of UnifiedPOS where it has one. */
export type StatisticName =
  | "CommunicationErrorCount"
  | "GoodReadCount"
  | "FailedReadCount"
  | "ReceiptLinePrintedCount"
  | "PaperCutCount"
  | "FailedPaperCutCount"
  | "PrinterFaultCount"
  | "ReceiptCoverOpenCount"
  | "FormPagePrintedCount"
  | "FailedPrintCount"
  | "GoodPrintCount";

/** Why the host stops a command; it is the `reason` of the call's signal. */
export type StopReason = "device.timeout" | "device.cancelled" | "device.closed";

export interface Call {
  /**
   * Aborts at the deadline, when the caller gives up and when the device is being closed. A driver then answers at
   * once, with what it knows of `sent`; the host waits a moment for that answer and gives a harsher one if none comes.
   */
  readonly signal: AbortSignal;
  /** On `clock.monotonic()`. */
  readonly deadline: number;
}

/** What a driver is given. It reads no other clock, randomness or settings. */
export interface DriverContext<Options> {
  readonly id: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Checked by the driver's own schema, defaults filled in. */
  readonly options: Options;
  /** Aborts when the host gives this device up, also while `open` is still running. */
  readonly signal: AbortSignal;
  /** The only way to a port: the host traces it, watches for it to be plugged in again, and gives it up with the device. */
  readonly connect: Connect;
  /** Tells a change; what is left out stays. Identical reports cost nothing. */
  report(change: Partial<Observed>): void;
  /** The connection is gone. The host closes this instance and opens a new one after a while. */
  lost(reason: string): void;
  count(name: StatisticName, by?: number): void;
}

export type DriverCommands<K extends DeviceKind> = {
  readonly [C in CommandName<K>]: (
    args: Commands[K][C] extends { args: infer A } ? A : never,
    call: Call,
  ) => Promise<Result<Commands[K][C] extends { value: infer V } ? V : never, DriverFailure>>;
};

/** One open connection to one device. The host runs one command at a time. */
export interface DriverInstance<K extends DeviceKind> {
  readonly commands: DriverCommands<K>;
  /**
   * Looks at the device now. Runs beside commands, so it must not disturb one: answer what is known when the line is
   * busy. A question without an answer is `unknown` or `offline`, not a throw.
   */
  status(signal: AbortSignal): Promise<Observed>;
  /** Settles everything that waits. */
  close(): Promise<void>;
}

export interface Driver<K extends DeviceKind = DeviceKind, Options = unknown> {
  readonly kind: K;
  /** Device families it was written for; the first one names a device in its status. */
  readonly models: readonly [string, ...string[]];
  /** JSON Schema (2020-12) of its options. */
  readonly settings: AnySchemaObject;
  /** Connects and finds out whether the device answers. An error is tried again later by the host. */
  open(context: DriverContext<Options>): Promise<Result<DriverInstance<K>, DriverFailure>>;
}

/** A driver is a module whose default export is `defineDriver({kind, models, settings, open})`. */
export function defineDriver<K extends DeviceKind, Options>(driver: Driver<K, Options>): Driver<K, Options> {
  return driver;
}

/** `failed("device.timeout", "indeterminate", "retry", {request: "DLE EOT 4", waitedMs: 500})`. */
export function failed(
  code: DriverFailure["code"],
  sent: DriverFailure["sent"],
  recovery: DriverFailure["recovery"],
  facts: DriverFailure["facts"] = {},
): Err<DriverFailure> {
  return err({ code, sent, recovery, facts });
}

/** An `open` whose port could not be opened; the host has told already where there is none. */
export function unopened({ code, facts }: TransportError): Err<DriverFailure> {
  return failed("device.offline", "no", "operator", { transport: code, ...facts });
}

/** The code under which a stopped command is reported. */
export function stopReason(signal: AbortSignal): StopReason {
  const reason: unknown = signal.reason;
  return reason === "device.timeout" || reason === "device.closed" ? reason : "device.cancelled";
}
