import type { Clock, Timer } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { Scan } from "../kinds/code-scanner.ts";
import type { RawCode } from "./raw-code.ts";
import { type AimRule, readCode, type Unreadable } from "./read-code.ts";
import { REPEAT_MS } from "./timing.ts";

export type NoScan =
  | { readonly why: "stopped" }
  | { readonly why: "closed" }
  | { readonly why: "unreadable"; readonly problem: Unreadable };

/**
 * Lets one code through while somebody waits for it. What comes at any other time, or had begun before, is thrown
 * away: half a code must not pass for a whole one, nor the last citizen's for the next one's.
 */
export class ScanGate {
  readonly #clock: Clock;
  readonly #aim: AimRule;
  #settle: ((result: Result<Scan, NoScan>) => void) | undefined;
  #last: Buffer | undefined;
  #forget: Timer | undefined;
  #unasked = 0;
  #repeats = 0;

  constructor(clock: Clock, aim: AimRule) {
    this.#clock = clock;
    this.#aim = aim;
  }

  get isOpen(): boolean {
    return this.#settle !== undefined;
  }

  /** How many codes came while nobody waited, and how many were the same as the one before. */
  get thrownAway(): { readonly unasked: number; readonly repeats: number } {
    return { unasked: this.#unasked, repeats: this.#repeats };
  }

  wait(signal: AbortSignal): Promise<Result<Scan, NoScan>> {
    return new Promise((resolve) => {
      const stop = () => this.#settle?.(err({ why: "stopped" }));
      this.#settle = (result) => {
        this.#settle = undefined;
        signal.removeEventListener("abort", stop);
        resolve(result);
      };
      signal.addEventListener("abort", stop, { once: true });
      if (signal.aborted) stop();
    });
  }

  /** True when it was let through. */
  take(raw: RawCode): boolean {
    if (!this.#settle || !raw.isWanted) {
      this.#unasked += 1;
      wipe(raw.bytes);
      return false;
    }
    const code = readCode(raw, this.#aim);
    if (!code.ok) this.#settle(err({ why: "unreadable", problem: code.error }));
    else if (code.value && !this.#isRepeat(code.value)) {
      this.#remember(code.value);
      this.#settle(ok(code.value));
      return true;
    }
    return false;
  }

  close(): void {
    this.#settle?.(err({ why: "closed" }));
    this.#drop();
  }

  #isRepeat({ text }: Scan): boolean {
    if (!this.#last?.equals(Buffer.from(text, "utf8"))) return false;
    this.#repeats += 1;
    return true;
  }

  #remember({ text }: Scan): void {
    this.#drop();
    this.#last = Buffer.from(text, "utf8");
    this.#forget = this.#clock.after(REPEAT_MS, () => this.#drop());
  }

  #drop(): void {
    this.#forget?.cancel();
    if (this.#last) wipe(this.#last);
    this.#last = undefined;
  }
}
