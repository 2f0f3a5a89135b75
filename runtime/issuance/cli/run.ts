import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { describeInvalid } from "../../../base/checked.ts";
import type { Clock } from "../../../base/clock.ts";
import { Database, DatabaseUnusable } from "../../../base/database.ts";
import { err, ok, type Result } from "../../../base/result.ts";
import { LANGUAGES } from "../../../config/language.ts";
import { loadSettings } from "../../../config/settings/load-settings.ts";
import { EXIT, type ExitCode } from "../../../device-drivers/cli/exit-codes.ts";
import type { Terminal } from "../../../device-drivers/cli/terminal.ts";
import { languageOf } from "../../../device-drivers/cli/texts.ts";
import { blanksCsv } from "../blanks-csv.ts";
import { isInOrder, readBook } from "./book.ts";
import { tell } from "./tell.ts";
import { type Say, speaker } from "./texts.ts";

/** Where the settings lie on a kiosk. */
const SETTINGS_FILE = "/etc/zizhu/settings.json";

export interface RunParts {
  /** After `zizhu blanks`. */
  readonly typed: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  readonly clock: Clock;
}

const OPTIONS = {
  data: { type: "string" },
  settings: { type: "string" },
  lang: { type: "string" },
  json: { type: "boolean", default: false },
  csv: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** One `zizhu blanks …`, from what was typed to the exit code. Changes nothing; the runtime may be running or not. */
export function run({ typed, environment, terminal, clock }: RunParts): ExitCode {
  const read = readTyped(typed);
  const language = LANGUAGES.find((one) => read.ok && one === read.value.lang) ?? languageOf(environment);
  const say = speaker(language);
  if (!read.ok) {
    terminal.note(say("usage.unknown", { what: read.error }));
    return EXIT.usage;
  }
  const { values } = { values: read.value };
  if (values.help) {
    terminal.out(say("usage"));
    return EXIT.ok;
  }
  const data = values.data ?? dataOf(values.settings ?? environment["ZIZHU_SETTINGS"], say);
  if (typeof data !== "string") {
    terminal.note(data.problem);
    return EXIT.settings;
  }
  const opened = open(join(data, "kiosk.db"), say);
  if (!opened.ok) {
    terminal.note(opened.error);
    return EXIT.unavailable;
  }
  const db = opened.value;
  // One look at one moment: the runtime may be writing beside.
  db.script("BEGIN");
  const book = readBook(db, clock);
  if (values.csv) terminal.out(blanksCsv(db).trimEnd());
  else if (values.json) terminal.out(JSON.stringify(book));
  else tell(book, say, (line) => terminal.out(line));
  db.close();
  return isInOrder(book) ? EXIT.ok : EXIT.failed;
}

function parse(typed: readonly string[]) {
  return parseArgs({ args: [...typed], options: OPTIONS, allowPositionals: true });
}

function readTyped(typed: readonly string[]): Result<ReturnType<typeof parse>["values"], string> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(typed);
  } catch (cause) {
    // Node's own words name the option and what is wrong with it.
    return err(cause instanceof Error ? cause.message : String(cause));
  }
  const { values, positionals } = parsed;
  if (positionals.length > 0) return err(positionals.join(" "));
  if (values.lang !== undefined && !LANGUAGES.some((one) => one === values.lang)) return err(`--lang ${values.lang}`);
  if (values.csv && values.json) return err("--csv --json");
  return ok(values);
}

function dataOf(named: string | undefined, say: Say): string | { readonly problem: string } {
  const file = named ?? SETTINGS_FILE;
  if (named === undefined && !existsSync(file)) return { problem: say("settings.none") };
  const settings = loadSettings(file);
  return settings.ok ? settings.value.data : { problem: say("settings.wrong", { problem: describeInvalid(settings.error) }) };
}

function open(file: string, say: Say): Result<Database, string> {
  if (!existsSync(file)) return err(say("book.none", { file }));
  try {
    const db = new Database(file, [], "reader", { readOnly: true });
    const tables = db.all(
      "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name IN ('blank', 'issuance', 'stock_act', 'blank_statement')",
    );
    if (tables.length === 4) return ok(db);
    db.close();
    return err(say("book.old", { file }));
  } catch (cause) {
    if (cause instanceof DatabaseUnusable) return err(say("book.unusable", { problem: cause.message }));
    // SQLite reads the file at the first question.
    return err(say("book.unusable", { problem: `${file}: ${cause instanceof Error ? cause.message : String(cause)}` }));
  }
}
