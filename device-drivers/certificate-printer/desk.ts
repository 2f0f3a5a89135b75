import type { Clock } from "../../base/clock.ts";
import { ok, type Result } from "../../base/result.ts";
import type { CertificateJob, CertificateProof, PageCount, Standing } from "../kinds/certificate-printer.ts";
import type { PaperTrays } from "../kinds/paper-trays.ts";
import { type Attributes, PRINTER_STATE, stringIn } from "./ipp-attributes.ts";
import { type IppClient, type IppFailure, succeeded } from "./ipp-client.ts";
import { JOB_ATTRIBUTES } from "./job-proof.ts";
import { countAfter, expectedCount, type PageCounter } from "./page-counter.ts";
import { PRINTER_ATTRIBUTES, type PrinterSnapshot, snapshotOf } from "./printer-status.ts";
import type { CountingHabits } from "./profiles.ts";
import * as timing from "./timing.ts";

export type Asked<T> = Result<T, IppFailure | { readonly reason: "refused"; readonly status: number }>;

/** What was known when a job was sent: only against that can the printer's later words be held. */
export interface Ticket {
  readonly job: Omit<CertificateJob, "pdf" | "blankType">;
  readonly before: Standing;
  /** `Clock.monotonic` then; null where somebody else kept what was known, over a restart: only the wall clock has run on since. */
  readonly since: number | null;
  /** What became of the job, once the driver has concluded it. */
  concluded?: CertificateProof;
}

export interface DeskParts {
  /** Names a printer that has no identity of its own. */
  readonly uri: string;
  readonly client: IppClient;
  readonly clock: Clock;
  /** Aborts when the device is closed; clean-up after a stopped job lives that long. */
  readonly closing: AbortSignal;
  readonly counter: PageCounter | null;
  readonly habits: CountingHabits;
  readonly countsJobPages: boolean;
  readonly upTimeTellsRestart: boolean;
  readonly trays: PaperTrays;
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

  /** What was just seen of the printer, and its page counter now. */
  async standing(printer: PrinterSnapshot, signal: AbortSignal): Promise<Standing> {
    const at = this.parts.clock.now();
    const count = await this.parts.counter?.read(signal);
    return { printer: this.identityOf(printer), upTimeS: printer.upTimeS ?? null, at, count: count ?? null };
  }

  identityOf(printer: PrinterSnapshot): string {
    return printer.uuid ?? this.parts.uri.slice(0, 300);
  }

  /** What the page counter says of a job now that has not ended. */
  async countedSoFar(ticket: Ticket, signal: AbortSignal): Promise<PageCount | null> {
    const { counter, habits } = this.parts;
    if (!counter || ticket.before.count === null) return null;
    const after = await counter.read(signal);
    return after === undefined ? null : { before: ticket.before.count, after, expected: expectedCount(ticket.job, habits) };
  }

  /** What the page counter says once it has come to rest; `pages`: how many it is given time to count. */
  async counted(ticket: Ticket, pages: number, signal: AbortSignal): Promise<PageCount | null> {
    const { counter, clock, habits } = this.parts;
    if (!counter || ticket.before.count === null) return null;
    const isIdle = async () => {
      const printer = await this.look(signal);
      return printer.ok && printer.value.state === PRINTER_STATE.idle;
    };
    const { settleMs } = habits;
    const waitFor = expectedCount({ ...ticket.job, pages }, habits);
    const count = await countAfter({ counter, clock, settleMs, isIdle }, ticket.before.count, waitFor, signal);
    return count && { ...count, expected: expectedCount(ticket.job, habits) };
  }

  /** What of the printer itself makes its words about the job worthless. */
  doubt({ before, since }: Ticket, printer: PrinterSnapshot): "restarted" | "another-printer" | undefined {
    if (this.identityOf(printer) !== before.printer) return "another-printer";
    if (printer.upTimeS === undefined || before.upTimeS === null) return undefined;
    if (since !== null) {
      // It counts its seconds since power-on; they cannot fall behind ours, unless it began again.
      const passedS = (this.now() - since) / 1_000;
      return printer.upTimeS < before.upTimeS + passedS / 2 - timing.UP_TIME_SLACK_S ? "restarted" : undefined;
    }
    // The wall clock may have been set meanwhile, so both ways count: what does not agree cannot rule a restart out.
    const passedS = (this.parts.clock.now() - before.at) / 1_000;
    const apartS = Math.abs(printer.upTimeS - before.upTimeS - passedS);
    return apartS > timing.WALL_SLACK_S + Math.abs(passedS) * timing.WALL_DRIFT ? "restarted" : undefined;
  }
}
