import { EventEmitter } from "node:events";
import type { HidDevice, HidPort } from "./hid.ts";

/** The device's end of a USB cable. */
export interface HidFarEnd {
  /** Called with each report as it was sent, without its number. */
  onReport(then: (report: Buffer) => void): void;
  /** Sends one report; it must have the size of the device's reports. */
  send(report: Uint8Array): void;
  onClose(then: () => void): void;
}

export interface HidSimulatorOptions {
  readonly reportBytes: number;
  /** Set for a device that numbers its reports. */
  readonly reportNumber?: number;
  readonly path?: string;
  /** Called for each opening with the device's end. */
  readonly attach: (end: HidFarEnd) => void;
}

/** A USB-HID device plugged in at one path, as node-hid shows it; it can be pulled. The kernel's own emulation is missing on test machines. */
export class HidSimulator implements HidPort {
  readonly path: string;
  readonly #options: HidSimulatorOptions;
  readonly #open = new Set<OpenDevice>();
  #isPlugged = true;

  constructor(options: HidSimulatorOptions) {
    this.#options = options;
    this.path = options.path ?? "/dev/hidraw0";
  }

  /** How many hold it open. */
  get openings(): number {
    return this.#open.size;
  }

  list(): Promise<readonly { readonly path: string }[]> {
    return Promise.resolve(this.#isPlugged ? [{ path: this.path }] : []);
  }

  open(path: string): Promise<HidDevice> {
    if (!this.#isPlugged || path !== this.path)
      return Promise.reject(new Error(`cannot open device with path ${path}: No such file or directory`));
    const device = new OpenDevice(this.#options, () => void this.#open.delete(device));
    this.#open.add(device);
    this.#options.attach(device.farEnd);
    return Promise.resolve(device);
  }

  pull(): void {
    this.#isPlugged = false;
    for (const device of this.#open) device.broke("could not read from HID device: No such device");
  }

  plug(): void {
    this.#isPlugged = true;
  }
}

class OpenDevice extends EventEmitter implements HidDevice {
  readonly #options: HidSimulatorOptions;
  readonly #onClosed: () => void;
  readonly #reports: ((report: Buffer) => void)[] = [];
  readonly #closers: (() => void)[] = [];
  #state: "open" | "broken" | "closed" = "open";

  constructor(options: HidSimulatorOptions, onClosed: () => void) {
    super();
    this.#options = options;
    this.#onClosed = onClosed;
  }

  readonly farEnd: HidFarEnd = {
    onReport: (then) => void this.#reports.push(then),
    onClose: (then) => void this.#closers.push(then),
    send: (report) => {
      const { reportBytes, reportNumber } = this.#options;
      if (report.length !== reportBytes) throw new RangeError(`a report has ${reportBytes} bytes, not ${report.length}`);
      if (this.#state !== "open") return;
      const numbered = reportNumber === undefined ? Buffer.from(report) : Buffer.concat([Buffer.of(reportNumber), report]);
      // As from the addon's reading thread: never within the call that caused it.
      setImmediate(() => {
        if (this.#state === "open") this.emit("data", numbered);
      });
    },
  };

  async write(report: Buffer): Promise<number> {
    const { reportBytes, reportNumber = 0 } = this.#options;
    if (this.#state !== "open") throw new Error("could not write to HID device: No such device");
    if (report.length !== 1 + reportBytes || report[0] !== reportNumber) throw new Error("could not write to HID device: Invalid argument");
    for (const then of this.#reports) then(Buffer.from(report.subarray(1)));
    return report.length;
  }

  async close(): Promise<void> {
    if (this.#state === "closed") throw new TypeError("device is already closed");
    this.#state = "closed";
    this.removeAllListeners();
    this.#onClosed();
    for (const then of this.#closers) then();
  }

  /** The addon tells of a read that failed with a string. */
  broke(why: string): void {
    if (this.#state !== "open") return;
    this.#state = "broken";
    for (const then of this.#closers) then();
    this.emit("error", why);
  }
}
