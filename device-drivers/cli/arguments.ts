import { parseArgs } from "node:util";
import { err, ok, type Result } from "../../base/result.ts";
import { LANGUAGES, type Language } from "../../config/language.ts";
import type { HealthLevel } from "../contract/contract.ts";
import { type Trouble, troubled } from "./trouble.ts";

/** One command to execute while recording. */
export interface RunWanted {
  readonly command: string;
  readonly args: unknown;
}

export type Wanted =
  | { readonly verb: "help" }
  | { readonly verb: "list" }
  | { readonly verb: "watch"; readonly seconds: number | undefined }
  | { readonly verb: "info"; readonly device: string }
  | { readonly verb: "test"; readonly device: string; readonly level: HealthLevel }
  | {
      readonly verb: "trace";
      readonly device: string;
      readonly out: string;
      readonly seconds: number | undefined;
      readonly run: readonly RunWanted[];
    }
  | { readonly verb: "replay"; readonly file: string };

export interface Arguments {
  readonly wanted: Wanted;
  readonly settings: string | undefined;
  readonly language: Language | undefined;
  readonly json: boolean;
}

const OPTIONS = {
  settings: { type: "string" },
  lang: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
  external: { type: "boolean", default: false },
  interactive: { type: "boolean", default: false },
  out: { type: "string" },
  seconds: { type: "string" },
  run: { type: "string", multiple: true },
} as const;

type Values = ReturnType<typeof parse>["values"];

const MOST_SECONDS = 86_400;

/** What was typed after `zizhu`. */
export function readArguments(typed: readonly string[]): Result<Arguments, Trouble> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(typed);
  } catch (cause) {
    // Node's own words name the option and what is wrong with it.
    return troubled("usage", "usage.unknown", { what: cause instanceof Error ? cause.message : String(cause) });
  }
  const { values, positionals } = parsed;
  const language = LANGUAGES.find((one) => one === values.lang);
  if (values.lang !== undefined && !language) return troubled("usage", "usage.unknown", { what: `--lang ${values.lang}` });
  const wanted = values.help || positionals.length === 0 ? ok<Wanted>({ verb: "help" }) : readVerb(positionals, values);
  return wanted.ok ? ok({ wanted: wanted.value, settings: values.settings, language, json: values.json }) : wanted;
}

function parse(typed: readonly string[]) {
  return parseArgs({ args: [...typed], options: OPTIONS, allowPositionals: true });
}

function readVerb([noun, verb, object, ...rest]: readonly string[], values: Values): Result<Wanted, Trouble> {
  if (noun !== "device") return troubled("usage", "usage.unknown", { what: noun ?? "" });
  if (rest.length > 0) return troubled("usage", "usage.unknown", { what: rest.join(" ") });
  const seconds = readSeconds(values.seconds);
  if (!seconds.ok) return seconds;
  switch (verb) {
    case undefined:
      return ok({ verb: "help" });
    case "list":
      return object === undefined ? ok({ verb }) : troubled("usage", "usage.unknown", { what: object });
    case "watch":
      return object === undefined ? ok({ verb, seconds: seconds.value }) : troubled("usage", "usage.unknown", { what: object });
    case "info":
      return object === undefined ? missing("usage.device") : ok({ verb, device: object });
    case "test":
      if (object === undefined) return missing("usage.device");
      return ok({ verb, device: object, level: values.interactive ? "interactive" : values.external ? "external" : "internal" });
    case "trace":
      if (object === undefined) return missing("usage.device");
      return readTraceWanted(object, values, seconds.value);
    case "replay":
      return object === undefined ? missing("usage.file") : ok({ verb, file: object });
    default:
      return troubled("usage", "usage.unknown", { what: verb });
  }
}

function readTraceWanted(device: string, { out, run }: Values, seconds: number | undefined): Result<Wanted, Trouble> {
  if (out === undefined) return missing("usage.out");
  const runs: RunWanted[] = [];
  for (const one of run ?? []) {
    const [, command = "", json = "{}"] = /^([a-z-]+)\s*(\{.*\})?$/su.exec(one.trim()) ?? [];
    try {
      if (command === "") return troubled("usage", "usage.run", { found: one });
      runs.push({ command, args: JSON.parse(json) });
    } catch {
      return troubled("usage", "usage.run", { found: one });
    }
  }
  return ok({ verb: "trace", device, out, seconds, run: runs });
}

function readSeconds(typed: string | undefined): Result<number | undefined, Trouble> {
  if (typed === undefined) return ok(undefined);
  const seconds = Number(typed);
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= MOST_SECONDS
    ? ok(seconds)
    : troubled("usage", "usage.seconds", { found: typed });
}

function missing(what: "usage.device" | "usage.file" | "usage.out"): Result<never, Trouble> {
  return err({ exit: "usage", text: "usage.missing", values: {}, inner: { what } });
}
