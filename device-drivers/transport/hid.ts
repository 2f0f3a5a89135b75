import { err, ok, type Result } from "../../base/result.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import { ConnectionEvents } from "./connection-events.ts";
import type { Transport, TransportError, TransportErrorCode } from "./transport.ts";

type HidSettings = Extract<TransportSettings, { kind: "hid" }>;

/** An open HID device, as much of node-hid's `HIDAsync` as is used here. */
export interface HidDevice {
  on(event: "data", then: (report: Buffer) => void): unknown;
  on(event: "error", then: (cause: unknown) => void): unknown;
  /** A whole report behind its number, which is 0 where the device does not number its reports. */
  write(report: Buffer): Promise<number>;
  close(): Promise<void>;
}

/** The machine's HID devices. */
export interface HidPort {
  /** A device is listed once for every usage of its report descriptor, each time with the same path. */
  list(vendorId: number, productId: number): Promise<readonly { readonly path?: string | undefined }[]>;
  open(path: string): Promise<HidDevice>;
}

/** The native addon is loaded when a device is first asked for. */
const nodeHid: HidPort = {
  list: async (vendorId, productId) => (await import("node-hid")).devicesAsync(vendorId, productId),
  open: async (path) => (await import("node-hid")).HIDAsync.open(path),
};

/**
 * A USB-HID device that talks in reports of one size. What is written is cut to that size and padded with 00; what
 * comes is handed over a report at a time, padding included, because only the driver knows where its message ends.
 * Nothing locks a hidraw device: two programs that open it both get every report.
 */
export class HidTransport implements Transport {
  readonly name: string;
  readonly #settings: HidSettings;
  readonly #port: HidPort;
  readonly #events = new ConnectionEvents();
  #device: HidDevice | undefined;
  #opening: Promise<Result<void, TransportError>> | undefined;
  #closing: Promise<void> | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(settings: HidSettings, port: HidPort = nodeHid) {
    this.#settings = settings;
    this.#port = port;
    this.name = `hid ${this.#which}`;
  }

  open(): Promise<Result<void, TransportError>> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    const device = this.#device;
    if (!device) return Promise.resolve(err(this.#events.closedWhy ?? this.#error("transport.closed", "not open")));
    return this.#events.write(
      (done) => {
        // Reports of two messages must not be mixed.
        const sending = this.#turn.then(() => this.#send(device, bytes));
        this.#turn = sending.catch(() => undefined);
        sending.then(() => done(), done);
      },
      (cause) => this.#error("transport.failed", wordsOf(cause)),
    );
  }

  onData(then: (bytes: Buffer) => void): void {
    this.#events.onData(then);
  }

  onClose(then: (why: TransportError) => void): void {
    this.#events.onClose(then);
  }

  async close(): Promise<void> {
    this.#events.closed(this.#error("transport.closed", "closed by this side"));
    await this.#opening;
    await this.#release();
  }

  async #open(): Promise<Result<void, TransportError>> {
    const path = await this.#path();
    const opened = path.ok ? await attempt(() => this.#port.open(path.value)) : path;
    if (!opened.ok) {
      const why = typeof opened.error === "string" ? this.#error(openErrorCode(opened.error), opened.error) : opened.error;
      this.#events.closed(why);
      return err(why);
    }
    const device = opened.value;
    this.#device = device;
    if (this.#events.closedWhy) {
      await this.#release();
      return err(this.#events.closedWhy);
    }
    device.on("data", (report) => this.#received(report));
    device.on("error", (cause) => {
      this.#events.closed(this.#error("transport.closed", wordsOf(cause)));
      void this.#release();
    });
    return ok();
  }

  /** Its path, or the path of the only device with these numbers: which of two it is, is never guessed. */
  async #path(): Promise<Result<string, TransportError>> {
    const { path, vendorId, productId } = this.#settings;
    if (path !== undefined) return ok(path);
    if (vendorId === undefined || productId === undefined)
      return err(this.#error("transport.no-such-port", "neither a path nor both of vendorId and productId are set"));
    const listed = await attempt(() => this.#port.list(vendorId, productId));
    if (!listed.ok) return err(this.#error("transport.failed", listed.error));
    const paths = [...new Set(listed.value.flatMap((one) => (one.path ? [one.path] : [])))];
    const [only, ...others] = paths;
    if (only === undefined) return err(this.#error("transport.no-such-port", "no such device is plugged in"));
    if (others.length > 0)
      return err(
        this.#error("transport.failed", `${paths.length} devices or interfaces have these numbers: set the path of the right one`),
      );
    return ok(only);
  }

  async #send(device: HidDevice, bytes: Uint8Array): Promise<void> {
    const { reportBytes, reportNumber = 0 } = this.#settings;
    for (let at = 0; at < bytes.length; at += reportBytes) {
      if (this.#events.closedWhy) throw new Error("closed before all reports had left");
      const report = Buffer.alloc(1 + reportBytes);
      report[0] = reportNumber;
      report.set(bytes.subarray(at, at + reportBytes), 1);
      const written = await device.write(report);
      if (!(written > 0)) throw new Error(`the system took ${written} bytes of a report`);
    }
  }

  #received(report: Buffer): void {
    const { reportNumber } = this.#settings;
    if (reportNumber === undefined) this.#events.data(report);
    else if (report[0] === reportNumber) this.#events.data(report.subarray(1));
  }

  #release(): Promise<void> {
    // A device that was pulled fails to close; it is gone all the same.
    this.#closing ??= this.#device?.close().catch(() => undefined);
    return this.#closing ?? Promise.resolve();
  }

  get #which(): string {
    const { path, vendorId = 0, productId = 0 } = this.#settings;
    return path ?? `${hex4(vendorId)}:${hex4(productId)}`;
  }

  #error(code: TransportErrorCode, why: string): TransportError {
    return { code, facts: { port: this.#which, why } };
  }
}

async function attempt<T>(work: () => Promise<T>): Promise<Result<T, string>> {
  try {
    return ok(await work());
  } catch (cause) {
    return err(wordsOf(cause));
  }
}

/** node-hid tells a failed read as a string, everything else as an Error. */
function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

// hidapi gives words, no errno.
function openErrorCode(message: string): TransportErrorCode {
  if (/no such (file|device)/i.test(message)) return "transport.no-such-port";
  if (/permission|not permitted|access denied/i.test(message)) return "transport.not-permitted";
  return "transport.failed";
}

const hex4 = (value: number) => value.toString(16).padStart(4, "0");
