import { type Clock, pause } from "../../base/clock.ts";
import { err, type Result } from "../../base/result.ts";
import type { CallError } from "../../base/rpc.ts";

/** A call to another process that settles even when that process hangs: cancellation asks it to stop, the clock does not wait for it. */
export async function settleWithin<T>(
  clock: Clock,
  ms: number,
  call: (signal: AbortSignal) => Promise<Result<T, CallError>>,
  outer?: AbortSignal,
): Promise<Result<T, CallError>> {
  const giveUp = new AbortController();
  const answered = new AbortController();
  const stop = () => giveUp.abort();
  outer?.addEventListener("abort", stop, { once: true });
  const deadline = pause(clock, ms, answered.signal).then(() => {
    giveUp.abort();
    return err<CallError>({ code: "rpc.cancelled", what: `no answer within ${ms} ms` });
  });
  try {
    return await Promise.race([call(giveUp.signal), deadline]);
  } finally {
    answered.abort();
    outer?.removeEventListener("abort", stop);
  }
}
