import { err, type Result } from "../../base/result.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import { ConnectionEvents } from "./connection-events.ts";
import type { Transport, TransportError } from "./transport.ts";

type HidSettings = Extract<TransportSettings, { kind: "hid" }>;

export class HidTransport implements Transport {
  readonly name: string;
  readonly #events = new ConnectionEvents();

  constructor(settings: HidSettings) {
    this.name = `hid ${settings.path}`;
  }

  open(): Promise<Result<void, TransportError>> {
    return Promise.resolve(err({ code: "transport.failed", facts: {} }));
  }

  write(): Promise<Result<void, TransportError>> {
    return this.open();
  }

  onData(then: (bytes: Buffer) => void): void {
    this.#events.onData(then);
  }

  onClose(then: (why: TransportError) => void): void {
    this.#events.onClose(then);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
