import type { Clock, Timer } from "../../base/clock.ts";
import { BUFFERED_PAPER_STATUS } from "./commands.ts";
import type { PrinterLine } from "./printer-line.ts";
import { BURST_MS, DRAIN_QUIET_MS, DRAIN_WITHIN_MS } from "./timing.ts";

const BURST = 4;

/**
 * Waits until no answer of a former job can come any more: the rest of a receipt that an earlier connection broke off may
 * still be printing, and answers to GS r carry no number. Four questions at once are answered at once, while rows or a cut
 * lie between those of a job; and what is behind our own answers is ours. False when they did not come.
 */
export async function drain(line: PrinterLine, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const answeredAt: number[] = [];
  let quiet: Timer | undefined;
  const unlisten = line.listen({
    onReply: (reply) => {
      if (reply.kind !== "buffered") return;
      quiet?.cancel();
      const now = clock.monotonic();
      answeredAt.push(now);
      const first = answeredAt.at(-BURST);
      if (first !== undefined && now - first <= BURST_MS) quiet = clock.after(DRAIN_QUIET_MS, () => resolve(true));
    },
    onClose: () => resolve(false),
  });
  const late = clock.after(DRAIN_WITHIN_MS, () => resolve(false));
  const stop = () => resolve(false);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted || line.closed) stop();
  else void line.write(Buffer.concat(Array.from({ length: BURST }, () => BUFFERED_PAPER_STATUS)));
  try {
    return await promise;
  } finally {
    for (const timer of [late, quiet]) timer?.cancel();
    signal.removeEventListener("abort", stop);
    unlisten();
  }
}
