import type { Clock } from "../../base/clock.ts";

/** The browser's time, for pages and elements; logic that a test must steer gets a `Clock` handed in. */
export const pageClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, then) {
    const handle = setTimeout(then, ms);
    return { cancel: () => clearTimeout(handle) };
  },
};
