import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeInvalid } from "../../../base/checked.ts";
import type { Clock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { Client } from "../../../base/rpc.ts";
import { LANGUAGES } from "../../../config/language.ts";
import { loadSettings } from "../../../config/settings/load-settings.ts";
import { EXIT, type ExitCode } from "../../../device-drivers/cli/exit-codes.ts";
import type { Terminal } from "../../../device-drivers/cli/terminal.ts";
import { languageOf } from "../../../device-drivers/cli/texts.ts";
import type { FaceEngineContract } from "../api.ts";
import { calibrate } from "./calibrate.ts";
import type { Desk } from "./desk.ts";
import { showStatus } from "./status.ts";
import { speaker } from "./texts.ts";

/** Where the settings lie on a kiosk. */
const SETTINGS_FILE = "/etc/zizhu/settings.json";
/** A process that is being restarted is back by then. */
const LINK_WITHIN_MS = 5_000;
const SECONDS = 20;
const MOST_SECONDS = 3_600;

export interface RunParts {
  /** After `zizhu face`. */
  readonly typed: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** Aborts at Ctrl-C. */
  readonly stop: AbortSignal;
}

const OPTIONS = {
  settings: { type: "string" },
  lang: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
  seconds: { type: "string" },
} as const;

/** One `zizhu face …`, from what was typed to the exit code. */
export async function run({ typed, environment, terminal, clock, stop }: RunParts): Promise<ExitCode> {
  const read = readTyped(typed);
  const language = LANGUAGES.find((one) => "values" in read && one === read.values.lang) ?? languageOf(environment);
  const say = speaker(language);
  if ("unknown" in read) {
    terminal.note(say("usage.unknown", { what: read.unknown }));
    return EXIT.usage;
  }
  const { verb, values, seconds } = read;
  if (values.help || verb === undefined) {
    terminal.out(say("usage"));
    return EXIT.ok;
  }
  const sockets = socketsOf(values.settings ?? environment["ZIZHU_SETTINGS"]);
  if (typeof sockets !== "string") {
    terminal.note(sockets.problem === undefined ? say("settings.none") : say("settings.wrong", { problem: sockets.problem }));
    return EXIT.settings;
  }
  const desk: Desk = { terminal, say, language, json: values.json, clock, stop };
  const socket = join(sockets, "face-engine.sock");
  const client = new Client<FaceEngineContract>(socket, clock, silentLog);
  try {
    if (!(await isLinked(client, clock, stop))) {
      terminal.note(say("away", { socket }));
      return EXIT.unavailable;
    }
    return EXIT[await (verb === "status" ? showStatus(desk, client) : calibrate(desk, client, seconds))];
  } finally {
    client.close();
  }
}

function parse(typed: readonly string[]) {
  return parseArgs({ args: [...typed], options: OPTIONS, allowPositionals: true });
}

function readTyped(typed: readonly string[]) {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(typed);
  } catch (cause) {
    // Node's own words name the option and what is wrong with it.
    return { unknown: cause instanceof Error ? cause.message : String(cause) };
  }
  const { values, positionals } = parsed;
  const [verb, ...rest] = positionals;
  if (rest.length > 0) return { unknown: rest.join(" ") };
  if (verb !== undefined && verb !== "status" && verb !== "calibrate") return { unknown: verb };
  if (values.lang !== undefined && !LANGUAGES.some((one) => one === values.lang)) return { unknown: `--lang ${values.lang}` };
  const seconds = values.seconds === undefined ? SECONDS : Number(values.seconds);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > MOST_SECONDS) return { unknown: `--seconds ${values.seconds}` };
  return { verb, values, seconds } as const;
}

function socketsOf(named: string | undefined): string | { readonly problem: string | undefined } {
  const file = named ?? SETTINGS_FILE;
  if (named === undefined && !existsSync(file)) return { problem: undefined };
  const settings = loadSettings(file);
  return settings.ok ? settings.value.sockets : { problem: describeInvalid(settings.error) };
}

function isLinked(client: Client<FaceEngineContract>, clock: Clock, stop: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = clock.after(LINK_WITHIN_MS, () => resolve(false));
    const end = (isUp: boolean) => {
      timer.cancel();
      resolve(isUp);
    };
    stop.addEventListener("abort", () => end(false), { once: true });
    client.onLink((isUp) => isUp && end(true));
  });
}
