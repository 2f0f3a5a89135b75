import { err } from "../../base/result.ts";
import type { DeviceState, FailureCode } from "./api.ts";
import { checkedResult, isCount } from "./claims.ts";
import type { DeviceParts } from "./device-parts.ts";
import { type Connect, failed, type Observed } from "./driver.ts";
import type { HostContext, Known } from "./hosted-driver.ts";
import { isNamed } from "./ports.ts";
import type { Session } from "./session.ts";
import { framesOf, within } from "./within.ts";

/** A driver may try several addresses or wait for a module to start; longer, and it hangs. */
export const OPEN_WITHIN_MS = 20_000;
export const CLOSE_WITHIN_MS = 3_000;

/** Where a device hears what its driver says. */
export interface Ears {
  report(change: unknown): void;
  known(what: Known): void;
}

/** Has the driver open; afterwards the session has an instance or has ended. */
export async function openSession(session: Session, parts: DeviceParts, ears: Ears): Promise<void> {
  const { driver, clock, log } = parts;
  const open = async () => {
    const opened = await driver.open(contextOf(session, parts, ears));
    if (!opened.ok || !session.isOver) return opened;
    // It answers after all, but nobody waits for it any more.
    await within(clock, CLOSE_WITHIN_MS, () => opened.value.close());
    return failed("device.closed", "no", "retry");
  };
  const opened = await within(clock, OPEN_WITHIN_MS, () =>
    Promise.race([open(), session.gone.then(() => failed("device.closed", "no", "retry"))]),
  );
  if (opened.kind !== "value") {
    const isLate = opened.kind === "late";
    const reason = isLate ? `driver did not open within ${OPEN_WITHIN_MS} ms` : `driver threw in open: ${framesOf(opened.cause).error}`;
    log.error("driver.failed", { in: "open", reason, ...(isLate ? {} : framesOf(opened.cause)) });
    session.end("hardwareError", reason, "fault");
    return;
  }
  if (opened.value.ok) {
    session.instance = opened.value.value as never;
    return;
  }
  const checked = checkedResult(opened.value);
  if (!checked.ok) session.end("hardwareError", `driver answers wrongly in open: ${checked.error}`, "fault");
  else if (!checked.value.ok) {
    const { code, facts } = checked.value.error;
    session.end(stateFor(code), [code, ...Object.entries(facts).map(([name, value]) => `${name}=${value}`)].join(" "));
  }
}

function contextOf(session: Session, parts: DeviceParts, ears: Ears): HostContext {
  const { id, clock, random, log, options, count, connect } = parts;
  return {
    ...{ id, clock, random, log, options, signal: session.signal },
    connect: namedPorts((settings) => connect(settings, clock, session.signal), options, ears.report),
    report: ears.report,
    known: ears.known,
    lost: (reason) => session.end("offline", reason),
    count: (name, by = 1) => {
      if (isCount(name, by)) count(name, by);
      else session.end("hardwareError", "driver answers wrongly in count", "fault");
    },
    broke: (reason) => {
      if (!session.isOver) log.error("driver.failed", { reason });
      session.end("hardwareError", reason, "fault");
    },
    misconfigured: (problem) => {
      log.error("device.misconfigured", { problem });
      session.end("userError", problem, "final");
    },
  };
}

/** Lets a driver open the ports that its options name, and no other. A port of this machine that is not there is told as `noDevice`. */
export function namedPorts(connect: Connect, options: unknown, report: (change: Partial<Observed>) => void): Connect {
  return async (settings) => {
    if (!isNamed(settings, options)) return err({ code: "transport.not-permitted", facts: { why: "the settings do not name this port" } });
    const opened = await connect(settings);
    if (!opened.ok && opened.error.code === "transport.no-such-port" && settings.kind !== "tcp") report({ state: "noDevice" });
    return opened;
  };
}

function stateFor(code: FailureCode): DeviceState {
  switch (code) {
    case "device.offline":
    case "device.timeout":
    case "device.closed":
    case "device.cancelled":
      return "offline";
    case "device.refused":
    case "device.unsupported":
      return "userError";
    default:
      return "hardwareError";
  }
}
