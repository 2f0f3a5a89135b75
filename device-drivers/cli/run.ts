import { existsSync } from "node:fs";
import { describeInvalid } from "../../base/checked.ts";
import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import { ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import { loadSettings } from "../../config/settings/load-settings.ts";
import type { Settings } from "../../config/settings/settings.ts";
import { type Arguments, readArguments, type Wanted } from "./arguments.ts";
import type { Bench } from "./bench.ts";
import type { Devices } from "./devices.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { listDevices, showDevice, watchDevices } from "./list.ts";
import { reachDevices } from "./reach-devices.ts";
import { replayTrace } from "./replay-trace.ts";
import type { Terminal } from "./terminal.ts";
import { testDevice } from "./test-device.ts";
import { languageOf, speaker } from "./texts.ts";
import { traceDevice } from "./trace-device.ts";
import { inWords, type Trouble, troubled } from "./trouble.ts";

/** Where the settings lie on a kiosk. */
const SETTINGS_FILE = "/etc/zizhu/settings.json";

export interface RunParts {
  readonly typed: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly random: Random;
  /** Aborts at Ctrl-C. */
  readonly stop: AbortSignal;
}

type Ended = Result<keyof typeof EXIT, Trouble>;

/** One `zizhu …`, from what was typed to the exit code. */
export async function run({ typed, environment, terminal, clock, random, stop }: RunParts): Promise<ExitCode> {
  const read = readArguments(typed);
  const language = (read.ok ? read.value.language : undefined) ?? languageOf(environment);
  const say = speaker(language);
  const bench: Bench = { terminal, say, language, json: read.ok && read.value.json, clock, random, stop };
  const ended = read.ok ? await perform(bench, read.value, environment) : read;
  if (ended.ok) return EXIT[ended.value];
  terminal.note(inWords(ended.error, say));
  return EXIT[ended.error.exit];
}

async function perform(bench: Bench, { wanted, settings: file }: Arguments, environment: RunParts["environment"]): Promise<Ended> {
  if (wanted.verb === "help") {
    bench.terminal.out(bench.say("usage"));
    return ok("ok");
  }
  if (wanted.verb === "replay") return replayTrace(bench, wanted.file);
  const settings = readSettings(file ?? environment["ZIZHU_SETTINGS"]);
  if (!settings.ok) return settings;
  if (wanted.verb === "trace") return traceDevice(bench, settings.value, wanted);
  const devices = await reachDevices(bench, settings.value);
  if (!devices.ok) return devices;
  try {
    return await withDevices(bench, devices.value, wanted);
  } finally {
    await devices.value.close();
  }
}

function withDevices(bench: Bench, devices: Devices, wanted: Exclude<Wanted, { verb: "help" | "replay" | "trace" }>): Promise<Ended> {
  switch (wanted.verb) {
    case "list":
      return listDevices(bench, devices);
    case "info":
      return showDevice(bench, devices, wanted.device);
    case "watch":
      return watchDevices(bench, devices, wanted.seconds);
    case "test":
      return testDevice(bench, devices, wanted);
    default:
      return unreachable(wanted);
  }
}

function readSettings(named: string | undefined): Result<Settings, Trouble> {
  const file = named ?? SETTINGS_FILE;
  if (named === undefined && !existsSync(file)) return troubled("settings", "settings.none");
  const settings = loadSettings(file);
  return settings.ok ? settings : troubled("settings", "settings.wrong", { problem: describeInvalid(settings.error) });
}
