import type { Clock } from "../../base/clock.ts";
import { ok, type Result } from "../../base/result.ts";
import { type Call, type DriverFailure, failed, type StopReason } from "./driver.ts";

/** How long a driver may take to answer once it was told to stop: a printer is asked where it stands, over a slow line. */
export const STOP_GRACE_MS = 2_000;

export type Outcome =
  | { readonly kind: "answered"; readonly result: Result<unknown, DriverFailure> }
  | { readonly kind: "threw"; readonly cause: unknown }
  /** Told to stop, and still no answer. */
  | { readonly kind: "hung" };

export interface Job {
  readonly withinMs: number;
  /** Aborts when the caller gives up. */
  readonly signal: AbortSignal;
  readonly run: (call: Call) => Promise<Result<unknown, DriverFailure>>;
  /** Decides what the caller is told; also told of the ones that never ran. */
  readonly conclude: (outcome: Outcome, why: StopReason | undefined) => Result<unknown, DriverFailure>;
}

/** One command at a time. What waits too long, is given up or is closed leaves the queue without having been started. */
export class CommandQueue {
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  #turn: Promise<void> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(job: Job): Promise<Result<unknown, DriverFailure>> {
    const stop = new AbortController();
    const timer = this.#clock.after(job.withinMs, () => stop.abort("device.timeout" satisfies StopReason));
    const cancel = () => stop.abort("device.cancelled" satisfies StopReason);
    const close = () => stop.abort("device.closed" satisfies StopReason);
    if (job.signal.aborted) cancel();
    if (this.#closing.signal.aborted) close();
    job.signal.addEventListener("abort", cancel);
    this.#closing.signal.addEventListener("abort", close);
    const deadline = this.#clock.monotonic() + job.withinMs;
    return new Promise((resolve) => {
      const settle = (result: Result<unknown, DriverFailure>) => {
        timer.cancel();
        job.signal.removeEventListener("abort", cancel);
        this.#closing.signal.removeEventListener("abort", close);
        resolve(result);
      };
      const leave = () => settle(failed(reasonOf(stop.signal), "no", "retry", { waitedIn: "queue" }));
      if (stop.signal.aborted) return leave();
      stop.signal.addEventListener("abort", leave, { once: true });
      this.#turn = this.#turn.then(async () => {
        if (stop.signal.aborted) return;
        stop.signal.removeEventListener("abort", leave);
        const outcome = await this.#outcome(job, { signal: stop.signal, deadline });
        settle(job.conclude(outcome, stop.signal.aborted ? reasonOf(stop.signal) : undefined));
      });
    });
  }

  /** Stops the running command and settles all that wait. */
  close(): void {
    this.#closing.abort();
  }

  /** Resolves when nothing runs or waits any more. */
  idle(): Promise<void> {
    return this.#turn;
  }

  #outcome(job: Job, call: Call): Promise<Outcome> {
    return new Promise((resolve) => {
      const giveGrace = () => {
        const grace = this.#clock.after(STOP_GRACE_MS, () => resolve({ kind: "hung" }));
        void answer.then(() => grace.cancel());
      };
      call.signal.addEventListener("abort", giveGrace, { once: true });
      const answer = attempt(() => job.run(call)).then((outcome) => {
        call.signal.removeEventListener("abort", giveGrace);
        resolve(outcome);
      });
    });
  }
}

async function attempt(run: () => Promise<Result<unknown, DriverFailure>>): Promise<Outcome> {
  try {
    const result = await run();
    return { kind: "answered", result: result.ok ? ok(result.value) : result };
  } catch (cause) {
    return { kind: "threw", cause };
  }
}

function reasonOf(signal: AbortSignal): StopReason {
  return signal.reason as StopReason;
}
