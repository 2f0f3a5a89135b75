import { pause } from "../../base/clock.ts";
import { uuidv7 } from "../../base/random.ts";
import { ok, type Result } from "../../base/result.ts";
import type { Settings } from "../../config/settings/settings.ts";
import { recordDevice } from "../trace/record.ts";
import { type TraceSink, traceFile } from "../trace/trace-file.ts";
import type { RunWanted } from "./arguments.ts";
import type { Bench } from "./bench.ts";
import type { EXIT } from "./exit-codes.ts";
import { openOwnDevices } from "./own-devices.ts";
import { hostSocket, probe } from "./reach-devices.ts";
import { failureInWords } from "./status-words.ts";
import { type Trouble, troubled } from "./trouble.ts";
import { settled } from "./wait-for-device.ts";

const RUN_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;

export interface TraceWanted {
  readonly device: string;
  readonly out: string;
  readonly seconds: number | undefined;
  readonly run: readonly RunWanted[];
}

/**
 * `zizhu device trace <id> --out <file>`: a host of its own for this one device. While device-host runs it has the
 * ports, and a citizen may stand before them: neither is recorded.
 */
export async function traceDevice(bench: Bench, settings: Settings, wanted: TraceWanted): Promise<Result<keyof typeof EXIT, Trouble>> {
  const { terminal, say, clock, random } = bench;
  const socket = hostSocket(settings);
  const there = await probe(socket);
  if (there === "running") return troubled("unavailable", "reach.running");
  if (there === "not-permitted") return troubled("unavailable", "reach.not-permitted", { socket });
  const device = settings.devices.find(({ id }) => id === wanted.device);
  if (!device) {
    const known = settings.devices.map(({ id }) => id).join(", ") || "-";
    return troubled("unavailable", "device.unknown", { device: wanted.device, known });
  }
  const file = newFile(wanted.out);
  if (!file.ok) return file;
  const recording = recordDevice({ device, clock, sink: file.value });
  const counts = { load: () => ({}), save: () => undefined };
  const devices = await openOwnDevices({ devices: [device], clock, random, counts, load: recording.load });
  try {
    if (recording.redaction) terminal.note(say(`trace.redaction.${recording.redaction}`));
    terminal.note(say("trace.recording", { device: device.id, file: wanted.out }));
    const list = await settled(bench, devices, device.id);
    if (list.ok && list.value[0]?.reasons.some((reason) => reason.includes("transport.locked"))) {
      return troubled("unavailable", "device.locked", { device: device.id, reason: list.value[0].reasons.join(" ") });
    }
    const stop = endOf(bench, wanted.seconds);
    await runAll({ ...bench, stop }, devices, wanted);
    await untilDone({ ...bench, stop }, wanted, () => recording.isFull);
  } finally {
    await devices.close();
    recording.close();
  }
  if (recording.isFull && !bench.stop.aborted && wanted.seconds === undefined) terminal.note(say("trace.full"));
  const lines = file.value.lines;
  terminal.out(
    bench.json
      ? JSON.stringify({ file: wanted.out, lines, redaction: recording.redaction })
      : say("trace.done", { file: wanted.out, lines }),
  );
  return ok("ok");
}

async function runAll(
  { terminal, say, clock, random, stop }: Bench,
  devices: Awaited<ReturnType<typeof openOwnDevices>>,
  wanted: TraceWanted,
): Promise<void> {
  if (wanted.run.length === 0) return;
  const lease = await devices.enter(stop);
  for (const { command, args } of wanted.run) {
    if (stop.aborted || !lease.ok) return;
    const key = uuidv7(clock.now(), random);
    const request = { device: wanted.device, command, args, lease: lease.value, key, withinMs: RUN_WITHIN_MS };
    const executed = await devices.execute(request, stop);
    if (!executed.ok) return;
    terminal.note(executed.value.ok ? say("trace.ran", { command, result: "ok" }) : failureInWords(executed.value.error, say));
  }
}

/** Aborts when somebody stops the recording or its time is over, whatever still runs. */
function endOf({ clock, stop }: Bench, seconds: number | undefined): AbortSignal {
  if (seconds === undefined) return stop;
  const over = new AbortController();
  const timer = clock.after(seconds * 1_000, () => over.abort());
  stop.addEventListener("abort", () => timer.cancel(), { once: true });
  return AbortSignal.any([stop, over.signal]);
}

async function untilDone({ clock, stop }: Bench, { seconds, run }: TraceWanted, isFull: () => boolean): Promise<void> {
  // What was to be recorded has been: commands without a time end it.
  if (run.length > 0 && seconds === undefined) return;
  while (!stop.aborted && !isFull()) await pause(clock, LOOK_EVERY_MS, stop);
}

function newFile(path: string): Result<TraceSink & { readonly lines: number }, Trouble> {
  try {
    const file = traceFile(path);
    let lines = 0;
    return ok({
      line(text) {
        lines += 1;
        file.line(text);
      },
      close: () => file.close(),
      get lines() {
        return lines;
      },
    });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "EEXIST") return troubled("cannotWrite", "trace.exists", { file: path });
    return troubled("cannotWrite", "trace.cannot-write", { file: path, cause: message });
  }
}
