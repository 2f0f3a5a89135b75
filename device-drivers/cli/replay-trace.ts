import { describeInvalid } from "../../base/checked.ts";
import { ok, type Result } from "../../base/result.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { Driver } from "../host/driver.ts";
import { loadDriverModule } from "../host/registry.ts";
import { redactionOf } from "../trace/redaction.ts";
import { replay } from "../trace/replay.ts";
import type { Departure, Said } from "../trace/replay-stage.ts";
import { readTrace } from "../trace/trace-file.ts";
import type { Bench } from "./bench.ts";
import type { EXIT } from "./exit-codes.ts";
import { statusInWords } from "./status-words.ts";
import { type Trouble, troubled } from "./trouble.ts";

/** `zizhu device replay <file>`: what the driver makes of a recording, and where it departs from it. */
export async function replayTrace(bench: Bench, file: string): Promise<Result<keyof typeof EXIT, Trouble>> {
  const { terminal, say, json } = bench;
  const trace = readTrace(file);
  if (!trace.ok) return troubled("badData", "replay.unreadable", { file, problem: describeInvalid(trace.error) });
  const { header, events } = trace.value;
  if (header.redaction === "lengths") return troubled("badData", "replay.lengths", { file });
  const loaded = await load(header.driver);
  if (!loaded.ok) return loaded;
  if (!json) terminal.note(say("replay.started", { device: header.device, driver: header.driver, started: header.started }));
  const rule = await redactionOf(header.kind, header.driver, loaded.value);
  const departure = await replay(trace.value, loaded.value.default, rule.redactor, (said) =>
    terminal.out(json ? JSON.stringify(said) : `${String(Math.round(said.atMs)).padStart(8)} ms  ${inWords(said, bench)}`),
  );
  if (departure) {
    terminal.out(json ? JSON.stringify({ departure }) : describe(departure, bench));
    return ok("failed");
  }
  if (!json) terminal.out(say("replay.same", { lines: events.length + 1 }));
  return ok("ok");
}

async function load(driver: string): Promise<Result<{ readonly default: Driver<DeviceKind> }, Trouble>> {
  try {
    return ok((await loadDriverModule(driver)) as { default: Driver<DeviceKind> });
  } catch (cause) {
    return troubled("badData", "replay.no-driver", { driver, cause: cause instanceof Error ? cause.message : String(cause) });
  }
}

function inWords(said: Said, { say }: Bench): string {
  switch (said.is) {
    case "status":
      return say("replay.status", { status: statusInWords(said.status, say) });
    case "lost":
      return say("replay.lost", { reason: said.reason });
    case "answer":
      return say("replay.answer", { command: said.command, result: said.result });
  }
}

function describe({ line, atMs, way, expected, found }: Departure, { say }: Bench): string {
  const nothing = say("replay.nothing");
  return say("replay.departs", { line, atMs, way, expected: expected || nothing, found: found || nothing });
}
