import { type Clock, pause } from "../../base/clock.ts";
import type { CertificateJob, PageCount } from "../kinds/certificate-printer.ts";
import { countIn, errorsIn } from "./marker-values.ts";
import type { CountingHabits } from "./profiles.ts";
import { type SnmpAddress, SnmpClient } from "./snmp-client.ts";
import * as timing from "./timing.ts";

export interface CounterOptions extends SnmpAddress {
  readonly oid: string;
  readonly errorsOid: string;
}

/** A count that runs in the printer's engine, apart from what its queue says. Undefined: it did not answer, which means nothing. */
export interface PageCounter {
  read(signal: AbortSignal): Promise<number | undefined>;
  /** What the engine finds amiss, in words of IPP; nothing where it does not say. */
  errors(signal: AbortSignal): Promise<readonly string[]>;
}

export class SnmpPageCounter implements PageCounter {
  readonly #options: CounterOptions;
  readonly #client: SnmpClient;

  constructor(options: CounterOptions, clock: Clock) {
    this.#options = options;
    this.#client = new SnmpClient(options, clock);
  }

  async read(signal: AbortSignal): Promise<number | undefined> {
    const answer = await this.#client.get(this.#options.oid, timing.COUNTER_REPLY_MS, signal);
    return answer.ok ? countIn(answer.value) : undefined;
  }

  async errors(signal: AbortSignal): Promise<readonly string[]> {
    const answer = await this.#client.get(this.#options.errorsOid, timing.COUNTER_REPLY_MS, signal);
    return (answer.ok && errorsIn(answer.value)) || [];
  }
}

/** By how much this job moves the counter. */
export function expectedCount(job: Pick<CertificateJob, "pages" | "sides" | "media">, habits: CountingHabits): number {
  const pages = habits.unit === "sheets" && job.sides !== "one-sided" ? Math.ceil(job.pages / 2) : job.pages;
  return job.media === "iso_a3_297x420mm" ? pages * habits.countsA3As : pages;
}

export interface Counting {
  readonly counter: PageCounter;
  readonly clock: Clock;
  readonly settleMs: number;
  /** Whether the printer has nothing more to print. A count that is read before may still go on. */
  isIdle(): Promise<boolean>;
}

/** The count after a job: as soon as it has come as far as it should and the printer rests, else when it has had `settleMs` to. */
export async function countAfter(
  { counter, clock, settleMs, isIdle }: Counting,
  before: number,
  expected: number,
  signal: AbortSignal,
): Promise<PageCount | null> {
  for (const giveUpAt = clock.monotonic() + settleMs; ; ) {
    const rests = await isIdle();
    const after = await counter.read(signal);
    const is = after === undefined ? null : { before, after, expected };
    const far = after !== undefined && after - before >= expected;
    if ((rests && far) || clock.monotonic() >= giveUpAt || signal.aborted) return is;
    await pause(clock, timing.COUNT_EVERY_MS, signal);
  }
}
