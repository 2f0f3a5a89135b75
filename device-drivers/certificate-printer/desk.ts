import type { Clock } from "../../base/clock.ts";
import { ok, type Result } from "../../base/result.ts";
import type { CertificateJob, CertificateProof, PageCount } from "../kinds/certificate-printer.ts";
import { type Attributes, PRINTER_STATE, stringIn } from "./ipp-attributes.ts";
import { type IppClient, type IppFailure, succeeded } from "./ipp-client.ts";
import { JOB_ATTRIBUTES } from "./job-proof.ts";
import type { Sources } from "./media.ts";
import { countAfter, expectedCount, type PageCounter } from "./page-counter.ts";
import { PRINTER_ATTRIBUTES, type PrinterSnapshot, snapshotOf } from "./printer-status.ts";
import type { CountingHabits } from "./profiles.ts";
import * as timing from "./timing.ts";

export type Asked<T> = Result<T, IppFailure | { readonly reason: "refused"; readonly status: number }>;

/** What was known when a job was sent: only against that can the printer's later words be held. */
export interface Ticket {
  readonly job: Omit<CertificateJob, "pdf">;
  readonly upTimeS: number | undefined;
  /** `Clock.monotonic` then. */
  readonly at: number;
  /** Undefined where nothing counts, or the counter did not answer. */
  readonly count: number | undefined;
  /** What became of the job, once the driver has concluded it. */
  concluded?: CertificateProof;
}

export interface DeskParts {
  readonly client: IppClient;
  readonly clock: Clock;
  /** Aborts when the device is closed; clean-up after a stopped job lives that long. */
  readonly closing: AbortSignal;
  readonly counter: PageCounter | null;
  readonly habits: CountingHabits;
  readonly countsJobPages: boolean;
  readonly upTimeTellsRestart: boolean;
  readonly sources: Sources;
  seen(printer: PrinterSnapshot): void;
}

/** One printer, asked by IPP, and its page counter. */
export class Desk {
  readonly parts: DeskParts;
  /** Of the job that was sent last; an older one's counts are overtaken. */
  last: Ticket | undefined;
  #errors: readonly string[] = [];

  constructor(parts: DeskParts) {
    this.parts = parts;
  }

  now(): number {
    return this.parts.clock.monotonic();
  }

  /** The printer's state now, with what its engine said when it was last asked. */
  async look(signal: AbortSignal, withinMs = timing.REPLY_MS): Promise<Asked<PrinterSnapshot>> {
    return this.#see(succeeded(await this.parts.client.getPrinterAttributes(PRINTER_ATTRIBUTES, withinMs, signal)));
  }

  /** Asks the engine too. That it does not answer is for the technician to know, and hinders nothing. */
  async inspect(signal: AbortSignal, withinMs = timing.REPLY_MS): Promise<Asked<PrinterSnapshot>> {
    const { client, counter } = this.parts;
    const asking = client.getPrinterAttributes(PRINTER_ATTRIBUTES, withinMs, signal);
    if (counter) {
      const [count, errors] = await Promise.all([counter.read(signal), counter.errors(signal)]);
      this.#errors = count === undefined ? [...errors, "page-counter-silent"] : errors;
    }
    return this.#see(succeeded(await asking));
  }

  #see(answer: Asked<Attributes[]>): Asked<PrinterSnapshot> {
    if (!answer.ok) return answer;
    const bare = snapshotOf(answer.value[0] ?? {});
    const upTimeS = this.parts.upTimeTellsRestart ? bare.upTimeS : undefined;
    const printer = { ...bare, upTimeS, reasons: [...new Set([...bare.reasons, ...this.#errors])] };
    this.parts.seen(printer);
    return ok(printer);
  }

  /** The job with that name among all the printer remembers. */
  async findByName(name: string, signal: AbortSignal): Promise<Asked<Attributes | undefined>> {
    for (const which of ["not-completed", "completed"] as const) {
      const jobs = succeeded(await this.parts.client.getJobs(which, JOB_ATTRIBUTES, timing.REPLY_MS, signal));
      if (!jobs.ok) return jobs;
      const found = jobs.value.find((job) => stringIn(job, "job-name") === name);
      if (found) return ok(found);
    }
    return ok(undefined);
  }

  count(signal: AbortSignal): Promise<number | undefined> {
    return this.parts.counter ? this.parts.counter.read(signal) : Promise.resolve(undefined);
  }

  /** What the page counter says of a job that has ended. */
  async counted(ticket: Ticket, ended: Omit<CertificateProof, "counter">, signal: AbortSignal): Promise<PageCount | null> {
    const { counter, clock, habits } = this.parts;
    if (!counter || ticket.count === undefined) return null;
    const isIdle = async () => {
      const printer = await this.look(signal);
      return printer.ok && printer.value.state === PRINTER_STATE.idle;
    };
    const { settleMs } = habits;
    // A job that was given up moves the counter by what came out of it, which nobody can say beforehand: wait for what the printer says.
    const expected = expectedCount(ticket.job, habits);
    const waitFor = ended.state === "completed" ? expected : expectedCount({ ...ticket.job, pages: Math.max(0, ended.pages) }, habits);
    const count = await countAfter({ counter, clock, settleMs, isIdle }, ticket.count, waitFor, signal);
    return count && { ...count, expected };
  }

  /** The printer counts its seconds since power-on; they cannot fall behind ours, unless it began again. */
  restartedSince(ticket: Ticket, printer: PrinterSnapshot): boolean {
    if (printer.upTimeS === undefined || ticket.upTimeS === undefined) return false;
    const passedS = (this.now() - ticket.at) / 1_000;
    return printer.upTimeS < ticket.upTimeS + passedS / 2 - timing.UP_TIME_SLACK_S;
  }
}
