import type { Clock } from "../../../base/clock.ts";
import { must, type Result } from "../../../base/result.ts";
import type { TransportSettings } from "../../../config/settings/settings.ts";
import type { DriverFailure, DriverInstance, Observed } from "../../../device-drivers/host/driver.ts";
import driver, { type IdCardReaderOptions } from "../../../device-drivers/id-card-reader/driver.ts";
import type { PhotoDecoderSettings } from "../../../device-drivers/id-card-reader/photo-decoder.ts";
import { SamSimulator } from "../../../device-drivers/id-card-reader/simulator.ts";
import { driverContext } from "../../support/driver-context.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/** What a host would have been told. */
export interface Heard {
  readonly lost: string[];
  readonly counts: Record<string, number>;
  readonly reports: Partial<Observed>[];
}

export function openReader(transport: TransportSettings, clock: Clock, photoDecoder: PhotoDecoderSettings = { kind: "none" }) {
  const heard: Heard = { lost: [], counts: {}, reports: [] };
  const context = driverContext<IdCardReaderOptions>({
    id: "reader",
    clock,
    options: { transport, photoDecoder },
    report: (change) => void heard.reports.push(change),
    lost: (reason) => void heard.lost.push(reason),
    count: (name, by = 1) => {
      heard.counts[name] = (heard.counts[name] ?? 0) + by;
    },
  });
  return { heard, opened: driver.open(context) as Promise<Result<DriverInstance<"id-card-reader">, DriverFailure>> };
}

/** A reader on TCP with time that stands still until told. */
export async function readerBench(photoDecoder?: PhotoDecoderSettings) {
  const clock = new FakeClock();
  const simulator = new SamSimulator(clock);
  const server = await simulator.listen(0);
  const { heard, opened } = openReader({ kind: "tcp", host: "127.0.0.1", port: server.port }, clock, photoDecoder);
  const reader = must(await until(clock, opened));
  return {
    clock,
    simulator,
    reader,
    heard,
    until: <T>(work: Promise<T>) => until(clock, work),
    async close() {
      await until(clock, reader.close());
      await server.close();
    },
  };
}

/** Lets time pass in small steps, and the machine's sockets work in between, until `work` is done. */
export async function until<T>(clock: FakeClock, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  // The caller gets the rejection from `done`; this only keeps it from counting as unhandled meanwhile.
  done.catch(() => undefined);
  while (!isDone) await clock.advance(50);
  return done;
}

export const call = (signal: AbortSignal = new AbortController().signal) => ({ signal, deadline: Number.POSITIVE_INFINITY });
