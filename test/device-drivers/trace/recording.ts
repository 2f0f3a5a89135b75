import { silentLog } from "../../../base/log.ts";
import type { Random } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import { DeviceHost } from "../../../device-drivers/host/host.ts";
import { loadDriverModule, type ModuleLoader } from "../../../device-drivers/host/registry.ts";
import { recordDevice } from "../../../device-drivers/trace/record.ts";
import type { Trace, TraceEvent, TraceHeader } from "../../../device-drivers/trace/trace-file.ts";
import type { OpenTransport } from "../../../device-drivers/transport/open-transport.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";

export interface RecordingBench {
  readonly clock: FakeClock;
  readonly host: DeviceHost;
  readonly lines: string[];
  execute(command: string, args: unknown, withinMs?: number): Promise<unknown>;
  /** Lets time pass in small steps until `work` is done. */
  until<T>(work: Promise<T>): Promise<T>;
  /** Ends the recording and gives it as it would be read from its file. */
  end(): Promise<Trace>;
}

/** Each draw differs, each run is the same. */
export function counting(): Random {
  let next = 1;
  return { bytes: (count) => Buffer.from(Array.from({ length: count }, () => next++ & 0xff)) };
}

/** The real host around one device whose driver is recorded. */
export async function recordingBench(
  device: DeviceSettings,
  connect: OpenTransport,
  options: { clock?: FakeClock; load?: ModuleLoader; mostBytes?: number } = {},
): Promise<RecordingBench> {
  const { clock = new FakeClock() } = options;
  const lines: string[] = [];
  const sink = { line: (text: string) => void lines.push(text), close: () => undefined };
  const load = options.load ?? loadDriverModule;
  const { mostBytes } = options;
  const recording = recordDevice({ device, clock, sink, load, ...(mostBytes === undefined ? {} : { mostBytes }) });
  const host = new DeviceHost({
    ...{ devices: [device], clock, random: counting(), log: silentLog, connect, load: recording.load },
    counts: { load: () => ({}), save: () => undefined },
  });
  await host.start();
  let key = 0;
  const { lease } = must(host.acquire("self-test", 1));
  const until = async <T>(work: Promise<T>): Promise<T> => {
    let isDone = false;
    const done = work.finally(() => {
      isDone = true;
    });
    await settle();
    while (!isDone) await clock.advance(20);
    return done;
  };
  return {
    ...{ clock, host, lines, until },
    execute: (command, args, withinMs = 10_000) =>
      host.execute({ device: device.id, command, args, lease, key: `k${key++}`, withinMs }, new AbortController().signal),
    async end() {
      await until(host.close());
      recording.close();
      return traceOf(lines);
    },
  };
}

export function traceOf(lines: readonly string[]): Trace {
  const [header = "", ...events] = lines;
  return { header: JSON.parse(header) as TraceHeader, events: events.map((line) => JSON.parse(line) as TraceEvent) };
}
