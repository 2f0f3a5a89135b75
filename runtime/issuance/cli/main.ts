import { systemClock } from "../../../base/clock.ts";
import { EXIT } from "../../../device-drivers/cli/exit-codes.ts";
import { Terminal } from "../../../device-drivers/cli/terminal.ts";
import { languageOf } from "../../../device-drivers/cli/texts.ts";
import { run } from "./run.ts";
import { speaker } from "./texts.ts";

/** `zizhu blanks`: the book of numbered blanks, for a technician at a shell. */
process.stdout.on("error", (cause: NodeJS.ErrnoException) => process.exit(cause.code === "EPIPE" ? EXIT.ok : EXIT.bug));
const terminal = new Terminal({ input: process.stdin, output: process.stdout, errors: process.stderr });
try {
  process.exitCode = run({ typed: process.argv.slice(3), environment: process.env, terminal, clock: systemClock });
} catch (cause) {
  const words = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  terminal.note(speaker(languageOf(process.env))("bug", { cause: words }));
  process.exitCode = EXIT.bug;
}
