import type { Clock } from "../../../base/clock.ts";
import type { Language } from "../../../config/language.ts";
import type { Terminal } from "../../../device-drivers/cli/terminal.ts";
import type { Say } from "./texts.ts";

/** What every verb works with. */
export interface Desk {
  readonly terminal: Terminal;
  readonly say: Say;
  readonly language: Language;
  readonly json: boolean;
  readonly clock: Clock;
  /** Aborts at Ctrl-C. */
  readonly stop: AbortSignal;
}
