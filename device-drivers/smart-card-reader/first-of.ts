import type { Clock } from "../../base/clock.ts";

/** Whatever comes first: the outcome, the caller's patience, the end of ours. What is under way goes on. */
export function firstOf<T>(pending: Promise<T>, clock: Clock, withinMs: number, signal: AbortSignal): Promise<T | "stopped" | "late"> {
  return new Promise((resolve, reject) => {
    const settled = () => {
      timer.cancel();
      signal.removeEventListener("abort", stop);
    };
    const stop = () => {
      settled();
      resolve("stopped");
    };
    const timer = clock.after(withinMs, () => {
      settled();
      resolve("late");
    });
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) return stop();
    pending.then((value) => {
      settled();
      resolve(value);
    }, reject);
  });
}
