import { describeInvalid } from "../../../base/checked.ts";
import { err, ok, type Result } from "../../../base/result.ts";
import { unreachable } from "../../../base/unreachable.ts";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import { type Call, type DriverFailure, type DriverInstance, failed, type Observed, stopReason } from "../driver.ts";
import type { HostContext, HostedDriver } from "../hosted-driver.ts";
import { type Answer, DriverChild } from "./driver-child.ts";
import type { StartDriverProcess } from "./driver-process.ts";
import { checkOpening, type Threw } from "./messages.ts";

type AnyInstance = DriverInstance<never>;

/**
 * Stands in for a driver that runs in a process of its own: each `open` starts one, which loads the driver, checks the
 * options and opens the port, and ends with the connection.
 */
export function isolatedDriver(settings: DeviceSettings, index: number, start: StartDriverProcess): HostedDriver {
  return {
    kind: settings.kind,
    models: [settings.driver],
    open: (context) => open(new DriverChild(start, context), settings, index, context) as never,
  };
}

async function open(
  child: DriverChild,
  settings: DeviceSettings,
  index: number,
  context: HostContext,
): Promise<Result<AnyInstance, DriverFailure>> {
  const giveUp = () => void child.dismiss();
  context.signal.addEventListener("abort", giveUp, { once: true });
  const answer = await child.ask({ what: "open", settings, index }).answer;
  context.signal.removeEventListener("abort", giveUp);
  const opened = await concludeOpening(answer, child, context);
  if (opened.ok) return opened;
  await child.dismiss();
  return opened;
}

async function concludeOpening(answer: Answer, child: DriverChild, context: HostContext): Promise<Result<AnyInstance, DriverFailure>> {
  if (answer.kind === "gone") return failed("device.hardware", "no", "maintenance", { driverProcess: answer.why });
  if (answer.kind === "threw") {
    context.log.error("driver.failed", { in: "open", ...answer.threw });
    context.broke(`driver threw in open: ${answer.threw.error}`);
    return failed("device.hardware", "no", "maintenance");
  }
  const checked = checkOpening(answer.value, "open");
  if (!checked.ok) {
    context.broke(`driver process answers wrongly: ${describeInvalid(checked.error)}`);
    return failed("device.hardware", "no", "maintenance");
  }
  const opening = checked.value;
  switch (opening.kind) {
    case "misconfigured":
      context.misconfigured(opening.problem);
      return failed("device.refused", "no", "maintenance");
    case "failed":
      return err(opening.failure);
    case "opened":
      context.known(opening.known);
      return ok(instanceOf(child, opening.commands, context));
    default:
      return unreachable(opening);
  }
}

function instanceOf(child: DriverChild, commands: readonly string[], context: HostContext): AnyInstance {
  return {
    commands: Object.fromEntries(
      commands.map((command) => [command, (args: unknown, call: Call) => run(child, command, args, call, context)]),
    ) as never,
    status: async () => {
      const answer = await child.ask({ what: "status" }).answer;
      if (answer.kind === "threw") throw thrown(answer.threw);
      // When it is gone the device has heard of it already, and hears nothing of this.
      return (answer.kind === "value" ? answer.value : undefined) as Observed;
    },
    close: () => child.close(),
  };
}

async function run(
  child: DriverChild,
  command: string,
  args: unknown,
  call: Call,
  { clock }: HostContext,
): Promise<Result<unknown, DriverFailure>> {
  const { number, answer } = child.ask({ what: "run", command, args, withinMs: call.deadline - clock.monotonic() });
  const stop = () => child.stop(number, stopReason(call.signal));
  if (call.signal.aborted) stop();
  call.signal.addEventListener("abort", stop, { once: true });
  const given = await answer;
  call.signal.removeEventListener("abort", stop);
  switch (given.kind) {
    case "value":
      return given.value as Result<unknown, DriverFailure>;
    case "threw":
      throw thrown(given.threw);
    case "gone":
      // It had the command, and nobody can ask it how far it came.
      return failed("device.hardware", "indeterminate", "maintenance", { driverProcess: given.why });
    default:
      return unreachable(given);
  }
}

/** What was thrown over there, as if here. */
function thrown({ error, at }: Threw): Error {
  const cause = new Error(error);
  cause.name = error;
  cause.stack = at;
  return cause;
}
