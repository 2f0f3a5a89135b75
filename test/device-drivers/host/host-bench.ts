import { type Log, silentLog } from "../../../base/log.ts";
import type { Random } from "../../../base/random.ts";
import { must, ok, type Result } from "../../../base/result.ts";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import type { DeviceStatus, Execute } from "../../../device-drivers/host/api.ts";
import {
  type Call,
  type DriverContext,
  type DriverFailure,
  type DriverInstance,
  defineDriver,
  failed,
  type Observed,
  stopReason,
} from "../../../device-drivers/host/driver.ts";
import { DeviceHost } from "../../../device-drivers/host/host.ts";
import type { Counts } from "../../../device-drivers/host/statistics.ts";
import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import type { CardReading } from "../../../device-drivers/kinds/id-card-reader.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";

export const ONLINE: Observed = { state: "online", paper: {}, cover: "unknown", reasons: [] };
type Read = (args: { photo: boolean }, call: Call) => Promise<Result<CardReading, DriverFailure>>;

/** A driver whose every answer the test writes; it counts what is asked of it. */
export class ScriptedDriver {
  opens = 0;
  closes = 0;
  reads = 0;
  context: DriverContext<unknown> | undefined;
  open: () => Promise<Result<void, DriverFailure>> = () => Promise.resolve(ok());
  status: () => Promise<Observed> = () => Promise.resolve(ONLINE);
  read: Read = () => Promise.resolve(ok({ card: SAMPLE_CARDS.resident }));
  close: () => Promise<void> = () => Promise.resolve();

  readonly module = {
    default: defineDriver<"id-card-reader", unknown>({
      kind: "id-card-reader",
      models: ["Scripted"],
      settings: { type: "object", properties: { mood: { type: "string", default: "calm" } }, additionalProperties: false },
      open: async (context) => {
        this.opens += 1;
        this.context = context;
        const opened = await this.open();
        return opened.ok ? ok(this.#instance()) : opened;
      },
    }),
  };

  #instance(): DriverInstance<"id-card-reader"> {
    return {
      commands: {
        "read-card": (args, call) => {
          this.reads += 1;
          return this.read(args, call);
        },
        "await-removal": () => Promise.resolve(ok({ removed: true as const })),
      },
      status: () => this.status(),
      close: () => {
        this.closes += 1;
        return this.close();
      },
    };
  }
}

/** A read that answers only when it is told to stop. */
export const readUntilStopped: Read = (_args, { signal }) =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve(failed(stopReason(signal), "yes", "retry"))));

/** Randomness whose fractions are all one half. */
export const half: Random = { bytes: (count) => Buffer.alloc(count, 0x80) };

export interface HostBenchOptions {
  readonly devices?: readonly DeviceSettings[];
  readonly modules?: Readonly<Record<string, unknown>>;
  readonly log?: Log;
  readonly counts?: Counts;
}

export const reader = (id: string, driver = "scripted"): DeviceSettings => ({ id, kind: "id-card-reader", driver, options: {} });

/** A host with one scripted reader called `reader`, or with what the test names. */
export async function hostBench(options: HostBenchOptions = {}) {
  const clock = new FakeClock();
  const driver = new ScriptedDriver();
  const saved: Counts[] = [];
  const told: DeviceStatus[] = [];
  const modules: Readonly<Record<string, unknown>> = { scripted: driver.module, ...options.modules };
  const host = new DeviceHost({
    devices: options.devices ?? [reader("reader")],
    clock,
    random: half,
    log: options.log ?? silentLog,
    counts: { load: () => structuredClone(options.counts ?? {}), save: (counts) => void saved.push(structuredClone(counts)) },
    load: async (name) => {
      if (!(name in modules)) throw new Error(`Cannot find package '${name}'`);
      return modules[name];
    },
  });
  host.onStatus((status) => told.push(status));
  await host.start();
  await settle();
  const { lease } = must(host.acquire("citizen", 1));
  let key = 0;
  const execute = (request: Partial<Execute> = {}, signal = new AbortController().signal) =>
    host.execute(
      { device: "reader", command: "read-card", args: { photo: false }, lease, key: `key-${key++}`, withinMs: 10_000, ...request },
      signal,
    );
  return { clock, driver, host, told, saved, lease, execute };
}

/** `device.timeout no` of a failure, `ok` of a success. */
export function inShort(result: Result<unknown, { code: string; sent: string }>): string {
  return result.ok ? "ok" : `${result.error.code} ${result.error.sent}`;
}
