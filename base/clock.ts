/** A timer that has been set; `cancel` may be called any number of times. */
export interface Timer {
  cancel(): void;
}

/** Time, handed in. Nothing else in the house reads the machine's clock or sets a timer. */
export interface Clock {
  /** Milliseconds since 1970 UTC; may jump when the machine's clock is set. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. Deadlines are measured with this. */
  monotonic(): number;
  /** Calls `then` once after `ms`. Does not keep the process alive. */
  after(ms: number, then: () => void): Timer;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, then) {
    const handle = setTimeout(then, ms);
    handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
};

/** Resolves after `ms`, or at once when `signal` aborts; says which. */
export function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<"elapsed" | "aborted"> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve("aborted");
      return;
    }
    const stop = () => {
      timer.cancel();
      resolve("aborted");
    };
    const timer = clock.after(ms, () => {
      signal?.removeEventListener("abort", stop);
      resolve("elapsed");
    });
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** Repeats `run` with `ms` between the end of one call and the start of the next, until cancelled. */
export function every(clock: Clock, ms: number, run: () => void | Promise<void>): Timer {
  let stopped = false;
  let timer: Timer | undefined;
  const schedule = () => {
    timer = clock.after(ms, () => {
      void Promise.resolve(run()).then(() => {
        if (!stopped) schedule();
      });
    });
  };
  schedule();
  return {
    cancel() {
      stopped = true;
      timer?.cancel();
    },
  };
}
