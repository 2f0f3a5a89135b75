import { systemClock } from "../../../base/clock.ts";
import { EXIT } from "../../../device-drivers/cli/exit-codes.ts";
import { Terminal } from "../../../device-drivers/cli/terminal.ts";
import { languageOf } from "../../../device-drivers/cli/texts.ts";
import { run } from "./run.ts";
import { speaker } from "./texts.ts";

/** `zizhu face …`: the face camera, for a technician at a shell. */
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort(signal));
// A reader that leaves early (`zizhu … | head`) is no failure.
process.stdout.on("error", (cause: NodeJS.ErrnoException) => process.exit(cause.code === "EPIPE" ? EXIT.ok : EXIT.bug));
// Timers of ours do not keep a process alive; a wait for a face must.
const alive = setInterval(() => undefined, 60_000);
const terminal = new Terminal({ input: process.stdin, output: process.stdout, errors: process.stderr });
const typed = process.argv.slice(3);
try {
  process.exitCode = await run({ typed, environment: process.env, terminal, clock: systemClock, stop: stop.signal });
} catch (cause) {
  const words = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  terminal.note(speaker(languageOf(process.env))("bug", { cause: words }));
  process.exitCode = EXIT.bug;
}
clearInterval(alive);
process.exit();
