import { type Duplex, duplexPair } from "node:stream";
import { silentLog } from "../../base/log.ts";
import type { Random } from "../../base/random.ts";
import { err, must, ok, type Result } from "../../base/result.ts";
import type { DeviceSettings } from "../../config/settings/settings.ts";
import type { Unit } from "../../device-drivers/contract/contract.ts";
import type { DeviceStatus } from "../../device-drivers/host/api.ts";
import { DeviceHost } from "../../device-drivers/host/host.ts";
import type { ModuleLoader } from "../../device-drivers/host/registry.ts";
import type { OpenTransport } from "../../device-drivers/transport/open-transport.ts";
import type { Transport, TransportError } from "../../device-drivers/transport/transport.ts";
import type { WatchPath } from "../../device-drivers/transport/watch-path.ts";
import { FakeClock, settle } from "./fake-clock.ts";

const CLOSED: TransportError = { code: "transport.closed", facts: { why: "pulled" } };

/** One end of a pair of streams as a transport: real bytes, no sockets, so that only the fake clock makes time pass. */
export class StreamTransport implements Transport {
  readonly name = "stream";
  readonly #stream: Duplex;
  #closed = false;

  constructor(stream: Duplex) {
    this.#stream = stream;
    stream
      .on("error", () => undefined)
      .on("close", () => {
        this.#closed = true;
      });
  }

  open(): Promise<Result<void, TransportError>> {
    return Promise.resolve(ok());
  }

  write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    if (this.#closed) return Promise.resolve(err(CLOSED));
    return new Promise((resolve) => {
      // A stream that is pulled while it writes never calls back.
      const pulled = () => resolve(err(CLOSED));
      this.#stream.once("close", pulled);
      this.#stream.write(bytes, (cause) => {
        this.#stream.off("close", pulled);
        resolve(cause ? err(CLOSED) : ok());
      });
    });
  }

  onData(then: (bytes: Buffer) => void): void {
    this.#stream.on("data", then);
  }

  onClose(then: (why: TransportError) => void): void {
    if (this.#closed) then(CLOSED);
    else this.#stream.once("close", () => then(CLOSED));
  }

  async close(): Promise<void> {
    this.#stream.destroy();
  }
}

/** A cable between a driver and a simulator that takes a stream: it can be pulled and plugged in again. */
export class Cable {
  #plugged = true;
  #stream: Duplex | undefined;
  readonly #attach: (stream: Duplex) => void;

  constructor(attach: (stream: Duplex) => void) {
    this.#attach = attach;
  }

  readonly connect: OpenTransport = async () => {
    if (!this.#plugged) return err({ code: "transport.no-such-port", facts: { port: "cable" } });
    const [ours, theirs] = duplexPair();
    // A pair of streams does not tell one end that the other is gone; a cable does.
    theirs.once("close", () => ours.destroy());
    ours.once("close", () => theirs.destroy());
    this.#stream = ours;
    this.#attach(theirs);
    return ok(new StreamTransport(ours));
  };

  pull(): void {
    this.#plugged = false;
    this.#stream?.destroy();
  }

  plug(): void {
    this.#plugged = true;
  }
}

/** Randomness whose fractions are all one half. */
const half: Random = { bytes: (count) => Buffer.alloc(count, 0x80) };

export interface DeviceBench {
  readonly clock: FakeClock;
  readonly host: DeviceHost;
  readonly unit: Unit<never>;
  status(): DeviceStatus;
  /** Connects; separate, so that a test can break the device before. */
  start(): Promise<void>;
  /** Lets time pass in small steps until `work` is done. */
  until<T>(work: Promise<T>): Promise<T>;
  /** Lets time pass until the status is as wanted; false after `ms`. */
  untilStatus(is: (status: DeviceStatus) => boolean, ms?: number): Promise<boolean>;
  close(): Promise<void>;
}

export interface DeviceBenchOptions {
  /** One that a simulator already goes by. */
  readonly clock?: FakeClock;
  /** Brings the driver, where a test hands in another than the registry's. */
  readonly load?: ModuleLoader;
  /** Tells of ports that are plugged in; without it nobody does. */
  readonly watch?: WatchPath;
  /** How far time moves at once while something is waited for. */
  readonly stepMs?: number;
}

/** The real host around one device, with time that stands still until told. `connect` is needed by drivers on a transport. */
export function deviceBench(settings: DeviceSettings, connect?: OpenTransport, options: DeviceBenchOptions = {}): DeviceBench {
  const { clock = new FakeClock(), stepMs = 50 } = options;
  const host = new DeviceHost({
    devices: [settings],
    clock,
    random: half,
    log: silentLog,
    counts: { load: () => ({}), save: () => undefined },
    ...(connect ? { connect } : {}),
    watch: options.watch ?? (() => ok({ close: () => undefined })),
    ...(options.load ? { load: options.load } : {}),
  });
  const status = () => host.list()[0] as DeviceStatus;
  let lease: string | undefined;
  let key = 0;
  const unit: Unit<never> = {
    id: settings.id,
    status: async () => status(),
    execute: async (command, args, call = {}) => {
      lease ??= must(host.acquire("self-test", 1)).lease;
      const { withinMs = 30_000, signal = new AbortController().signal } = call;
      return (await host.execute({ device: settings.id, command, args, lease, key: `key-${key++}`, withinMs }, signal)) as never;
    },
  };
  const until = async <T>(work: Promise<T>): Promise<T> => {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    // The caller gets the rejection from `done`; this only keeps it from counting as unhandled meanwhile.
    done.catch(() => undefined);
    await settle();
    while (!isDone) await clock.advance(stepMs);
    return done;
  };
  return {
    ...{ clock, host, unit, status, until },
    start: () => host.start(),
    untilStatus: async (is, ms = 120_000) => {
      for (let waited = 0; waited <= ms; waited += 10 * stepMs) {
        await settle();
        if (is(status())) return true;
        await clock.advance(10 * stepMs);
      }
      return false;
    },
    close: () => until(host.close()),
  };
}
