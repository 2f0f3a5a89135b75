import { describeInvalid, type Invalid } from "./checked.ts";
import { prepareToForget } from "./forget.ts";
import type { Log } from "./log.ts";
import type { Result } from "./result.ts";

/** EX_CONFIG of sysexits.h: starting again will not help, and a supervisor can tell. */
const EXIT_CONFIG = 78;

/** A process of ours: how it gives up at the start, and how it stops. */
export class Program {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
    prepareToForget();
  }

  /** The file named on the command line. */
  argument(usage: string): string {
    return process.argv[2] ?? this.refuse(`usage: node ${usage}`);
  }

  needed<T>(result: Result<T, Invalid>): T {
    return result.ok ? result.value : this.refuse(describeInvalid(result.error));
  }

  /** Says what is wrong on standard error and ends the process. */
  refuse(why: string): never {
    process.stderr.write(`${this.#name} cannot start: ${why}\n`);
    process.exit(EXIT_CONFIG);
  }

  /** At the first SIGTERM or SIGINT: `stop`, then the end. Called before the process says that it is ready: it may be asked at once. */
  onStop(log: Log, stop: () => Promise<unknown>): void {
    let stopping = false;
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.on(signal, () => {
        if (stopping) return;
        stopping = true;
        log.info(`${this.#name}.stopping`, { signal });
        void stop().then(() => process.exit(0));
      });
    }
  }
}
