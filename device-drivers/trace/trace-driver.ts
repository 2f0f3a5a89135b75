import { ok, type Result } from "../../base/result.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { Call, Driver, DriverContext, DriverFailure, DriverInstance } from "../host/driver.ts";
import { commandRule } from "../kinds/kinds.ts";
import type { Recorder } from "./recorder.ts";
import type { TraceStep } from "./trace-file.ts";
import { TracedTransport } from "./traced-transport.ts";

type Asked = Extract<TraceStep, { way: "asked" }>;
type AnyCommand = (args: unknown, call: Call) => Promise<Result<unknown, DriverFailure>>;

/** The same driver, with everything that crosses its border written down. The recorder is asked for with the checked options. */
export function traceDriver(driver: Driver<DeviceKind>, recorderFor: (options: unknown) => Recorder): Driver<DeviceKind> {
  return {
    ...driver,
    open: async (context) => {
      const recorder = recorderFor(context.options);
      const session = recorder.nextSession();
      const asked: Asked = { way: "asked", session, call: recorder.nextCall(), what: "open" };
      context.signal.addEventListener("abort", () => recorder.tell({ way: "over", session }), { once: true });
      const opened = await answered(recorder, asked, () => driver.open(traceContext(context, recorder, session)), inShort);
      return opened.ok ? ok(traceInstance(opened.value, driver.kind, context, recorder, session)) : opened;
    },
  };
}

function traceContext(context: DriverContext<unknown>, recorder: Recorder, session: number): DriverContext<unknown> {
  return {
    ...context,
    random: {
      bytes(count) {
        const bytes = context.random.bytes(count);
        recorder.tell({ way: "random", hex: bytes.toString("hex") });
        return bytes;
      },
    },
    async connect(settings) {
      const connection = recorder.nextConnection();
      const opened = await context.connect(settings);
      if (opened.ok) return ok(new TracedTransport(opened.value, recorder, connection));
      recorder.tell({ way: "not-opened", connection, error: opened.error });
      return opened;
    },
    report(change) {
      recorder.tell({ way: "reported", session, change });
      context.report(change);
    },
    lost(reason) {
      recorder.tell({ way: "lost", session, reason });
      context.lost(reason);
    },
  };
}

function traceInstance(
  instance: DriverInstance<DeviceKind>,
  kind: DeviceKind,
  { clock }: DriverContext<unknown>,
  recorder: Recorder,
  session: number,
): DriverInstance<DeviceKind> {
  const commands: Record<string, AnyCommand> = {};
  for (const [command, act] of Object.entries(instance.commands as Record<string, AnyCommand>)) {
    commands[command] = (args, call) => {
      const withinMs = call.deadline - clock.monotonic();
      const tellArgs = recorder.tellsArgs || commandRule(kind, command)?.personal === "nowhere" || isPlain(args);
      const asked: Asked = {
        ...{ way: "asked", session, call: recorder.nextCall(), what: "command", command },
        ...(tellArgs ? { args } : {}),
        ...(Number.isFinite(withinMs) ? { withinMs } : {}),
      };
      const stopped = () => recorder.tell({ way: "stopped", call: asked.call, reason: String(call.signal.reason) });
      call.signal.addEventListener("abort", stopped, { once: true });
      const answer = answered(recorder, asked, () => act.call(instance.commands, args, call), inShort);
      return answer.finally(() => call.signal.removeEventListener("abort", stopped));
    };
  }
  const plain = (what: "status" | "close"): Asked => ({ way: "asked", session, call: recorder.nextCall(), what });
  return {
    commands: commands as never,
    status: (signal) =>
      answered(
        recorder,
        plain("status"),
        () => instance.status(signal),
        (status) => status,
      ),
    close: () =>
      answered(
        recorder,
        plain("close"),
        () => instance.close(),
        () => "closed",
      ),
  };
}

async function answered<T>(recorder: Recorder, asked: Asked, work: () => Promise<T>, short: (value: T) => unknown): Promise<T> {
  recorder.tell(asked);
  try {
    const value = await work();
    recorder.tell({ way: "answered", call: asked.call, result: short(value) });
    return value;
  } catch (cause) {
    recorder.tell({ way: "answered", call: asked.call, result: THREW });
    throw cause;
  }
}

// What a personal command is told in words or bytes may be a person's; a switch or a number is not.
function isPlain(args: unknown): boolean {
  if (typeof args !== "object" || args === null) return false;
  return Object.values(args).every((value) => typeof value === "boolean" || typeof value === "number");
}

/** What is written of an exception: its message may quote what the code was working on. */
export const THREW = "threw";

/** `ok`, or `device.timeout sent=no`: what came out is a person's, or long. */
export function inShort(result: Result<unknown, DriverFailure>): string {
  return result.ok ? "ok" : `${result.error.code} sent=${result.error.sent}`;
}
