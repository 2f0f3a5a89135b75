import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import type { Language } from "../../config/language.ts";
import type { Terminal } from "./terminal.ts";
import type { Say } from "./texts.ts";

/** What every verb works with. */
export interface Bench {
  readonly terminal: Terminal;
  readonly say: Say;
  readonly language: Language;
  readonly json: boolean;
  readonly clock: Clock;
  readonly random: Random;
  /** Aborts at Ctrl-C. */
  readonly stop: AbortSignal;
}
