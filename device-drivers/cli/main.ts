import { systemClock } from "../../base/clock.ts";
import { systemRandom } from "../../base/random.ts";
import { EXIT } from "./exit-codes.ts";
import { run } from "./run.ts";
import { Terminal } from "./terminal.ts";
import { languageOf, speaker } from "./texts.ts";

/** `zizhu device …`: a technician's command at a shell. `zizhu.mjs` brings the Node that runs this. */
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort(signal));
// A reader that leaves early (`zizhu … | head`) is no failure.
process.stdout.on("error", (cause: NodeJS.ErrnoException) => process.exit(cause.code === "EPIPE" ? EXIT.ok : EXIT.bug));
// Timers of ours do not keep a process alive; a wait for a device must.
const alive = setInterval(() => undefined, 60_000);
const terminal = new Terminal({ input: process.stdin, output: process.stdout, errors: process.stderr });
const parts = {
  typed: process.argv.slice(2),
  environment: process.env,
  terminal,
  clock: systemClock,
  random: systemRandom,
  stop: stop.signal,
};
try {
  process.exitCode = await run(parts);
} catch (cause) {
  const words = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  terminal.note(speaker(languageOf(process.env))("bug", { cause: words }));
  process.exitCode = EXIT.bug;
}
clearInterval(alive);
process.exit();
