import { type Clock, every, type Timer } from "../../base/clock.ts";
import type { PrinterLine } from "./printer-line.ts";
import type { Presenter } from "./profile.ts";
import type { Condition } from "./status.ts";
import { PRESENTED_WITHIN_MS, PRESENTER_POLL_MS, RETRACT_POLL_MS, RETRACT_WITHIN_MS } from "./timing.ts";

export type Retraction = "retracted" | "nothing-there" | "stuck" | "no-reply" | "closed";

export interface PresenterParts {
  readonly line: PrinterLine;
  readonly clock: Clock;
  readonly presenter: Presenter;
  /** Paper that nobody takes is drawn back after so long; 0: never. */
  readonly retractAfterMs: number;
  /** Looks away while a job is sent: the job asks by itself. */
  readonly isPrinting: () => boolean;
  readonly onLeftBehind: (what: Retraction) => void;
}

/** Keeps an eye on the output: what was taken, what was left there with somebody's data on it. */
export class PresenterWatch {
  readonly #parts: PresenterParts;
  readonly #polling: Timer;
  readonly #unlisten: () => void;
  #lookUntil = 0;
  #leftBehind: Timer | undefined;
  #retracting: Promise<Retraction> | undefined;

  constructor(parts: PresenterParts) {
    this.#parts = parts;
    const { line, clock } = parts;
    this.#polling = every(clock, PRESENTER_POLL_MS, async () => {
      const isNewsDue = line.condition.presenter === "present" || clock.monotonic() < this.#lookUntil;
      if (isNewsDue && !parts.isPrinting()) await line.inspect();
    });
    this.#unlisten = line.listen({ onCondition: (condition) => this.#learn(condition) });
  }

  /** A receipt was printed: its paper is about to arrive. */
  expect(): void {
    this.#lookUntil = this.#parts.clock.monotonic() + PRESENTED_WITHIN_MS;
  }

  /** Waits until nothing lies in the output: the next paper would push the one before out into the next person's hands. */
  async empty(signal: AbortSignal): Promise<void> {
    const { line } = this.#parts;
    if (line.condition.presenter !== "present" || line.closed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const unlisten = line.listen({
      onCondition: ({ presenter }) => {
        if (presenter !== "present") resolve();
      },
      onClose: () => resolve(),
    });
    const stop = () => resolve();
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    await promise;
    signal.removeEventListener("abort", stop);
    unlisten();
  }

  /** Draws back what lies there; two who ask at once get one act. */
  retract(): Promise<Retraction> {
    this.#retracting ??= this.#retract().finally(() => {
      this.#retracting = undefined;
    });
    return this.#retracting;
  }

  close(): void {
    this.#polling.cancel();
    this.#leftBehind?.cancel();
    this.#unlisten();
  }

  #learn({ presenter }: Condition): void {
    if (presenter !== "present") {
      // A question without an answer is no paper taken: the time goes on.
      if (presenter === "unknown") return;
      this.#leftBehind?.cancel();
      this.#leftBehind = undefined;
      return;
    }
    const { clock, retractAfterMs, presenter: unit } = this.#parts;
    if (this.#leftBehind || retractAfterMs === 0 || unit.retract === "") return;
    this.#leftBehind = clock.after(retractAfterMs, () => void this.#drawBackWhatWasLeft());
  }

  async #drawBackWhatWasLeft(): Promise<void> {
    const outcome = this.#parts.isPrinting() ? "stuck" : await this.retract();
    // Where it did not work, the next look at the output starts the time again.
    this.#leftBehind = undefined;
    this.#parts.onLeftBehind(outcome);
  }

  async #retract(): Promise<Retraction> {
    const { line, clock, presenter } = this.#parts;
    const before = await line.inspect();
    if (before.presenter !== "present") return before.presenter === "notPresent" ? "nothing-there" : "no-reply";
    const wrote = await line.write(Buffer.from(presenter.retract, "hex"));
    if (!wrote.ok) return "closed";
    const until = clock.monotonic() + RETRACT_WITHIN_MS;
    while (!line.closed && clock.monotonic() < until) {
      await line.next(() => undefined, RETRACT_POLL_MS);
      if ((await line.inspect()).presenter === "notPresent") return "retracted";
    }
    return line.closed ? "closed" : "stuck";
  }
}
