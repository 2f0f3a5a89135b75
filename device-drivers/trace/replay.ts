import { isDeepStrictEqual } from "node:util";
import { unreachable } from "../../base/unreachable.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { Driver } from "../host/driver.ts";
import type { Redactor } from "./redaction.ts";
import { ReplayClock, turn } from "./replay-clock.ts";
import { type Departure, type Difference, ReplayStage, type Said } from "./replay-stage.ts";
import type { Trace, TraceEvent } from "./trace-file.ts";

/** How much later than in the recording a driver may do a thing. In a replay nothing but its own timers holds it up. */
const LATENESS_MS = 1_000;

/**
 * Lets a driver live through a recording again. Every wait of the recording is kept, counted from what came before it,
 * so that a driver's deadlines fall as they fell; nothing waits in real time. Ends at the first departure.
 */
export async function replay(
  { header, events }: Trace,
  driver: Driver<DeviceKind>,
  redactor: (() => Redactor) | undefined,
  tell: (said: Said) => void,
): Promise<Departure | undefined> {
  const clock = new ReplayClock(Date.parse(header.started));
  const stage = new ReplayStage(driver, header, events, clock, redactor, tell);
  let [base, recordedAt] = [0, 0];
  for (const [index, event] of events.entries()) {
    stage.at = { line: index + 2, atMs: event.atMs };
    const due = Math.max(clock.monotonic(), base + event.atMs - recordedAt);
    const found = await step(stage, clock, event, due);
    if (stage.departure) return stage.departure;
    if (found !== undefined) return { ...stage.at, way: event.way, ...found };
    [base, recordedAt] = [clock.monotonic(), event.atMs];
  }
  await stage.close();
  return stage.departure;
}

/** One line of the recording; what differs, if something does. */
async function step(stage: ReplayStage, clock: ReplayClock, event: TraceEvent, due: number): Promise<Difference | undefined> {
  const awaited = (done: () => boolean, expected: string) => until(clock, due, done, expected);
  switch (event.way) {
    case "asked":
      await clock.moveTo(due);
      return stage.ask(event);
    case "stopped":
      await clock.moveTo(due);
      return stage.stop(event.call, event.reason);
    case "over":
      await clock.moveTo(due);
      return stage.endSession(event.session);
    case "answered":
      return (
        (await awaited(() => stage.answers.has(event.call), text(event.result))) ?? compare(event.result, stage.answers.get(event.call))
      );
    case "opened":
    case "not-opened": {
      const missing = await awaited(() => stage.wantsConnection(event.connection), "connects");
      if (missing) return missing;
      await clock.moveTo(due);
      return stage.connect(event);
    }
    case "sent":
      stage.expectSent(event);
      return awaited(() => stage.isSent(event.connection), event.hex ?? "");
    case "written": {
      const missing = await awaited(() => (stage.line(event.connection)?.writes ?? 0) >= event.write, `write ${event.write}`);
      if (missing) return missing;
      await clock.moveTo(due);
      stage.line(event.connection)?.written(event.write, event.error);
      return undefined;
    }
    case "received":
      await clock.moveTo(due);
      stage.line(event.connection)?.received(Buffer.from(event.hex ?? "", "hex"));
      return undefined;
    case "closed":
      if (event.by === "driver") return awaited(() => stage.line(event.connection)?.isClosed ?? false, "closes the connection");
      await clock.moveTo(due);
      stage.line(event.connection)?.closed(event.why);
      return undefined;
    case "reported":
      return (await awaited(() => stage.said.length > 0, text(event.change))) ?? compare(event.change, stage.said.shift());
    case "lost":
      return (await awaited(() => stage.said.length > 0, event.reason)) ?? compare(event.reason, stage.said.shift());
    case "random":
      return undefined;
    case "ended":
      await turn();
      return undefined;
    default:
      return unreachable(event);
  }
}

async function until(clock: ReplayClock, due: number, done: () => boolean, expected: string): Promise<Difference | undefined> {
  for (;;) {
    await turn();
    if (done()) return undefined;
    if (clock.next > due + LATENESS_MS) return { expected, found: "" };
    await clock.fireNext();
  }
}

function compare(expected: unknown, found: unknown): Difference | undefined {
  // As it went through the file: what is `undefined` here is absent there.
  const plain: unknown = found === undefined ? undefined : JSON.parse(JSON.stringify(found));
  return isDeepStrictEqual(expected, plain) ? undefined : { expected: text(expected), found: text(plain) };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
