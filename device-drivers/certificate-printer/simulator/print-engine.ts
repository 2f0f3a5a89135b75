import type { Clock } from "../../../base/clock.ts";
import type { Media } from "../../kinds/certificate-printer.ts";
import { JOB_STATE, PRINTER_STATE } from "../ipp-attributes.ts";

/** Printed paper of one job, in the order it came out. */
export interface Sheets {
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  /** The job's name. */
  readonly job: string;
  readonly pages: number;
  readonly pdf: Buffer;
}

export interface SimulatedTray {
  readonly name: string;
  media: Media;
  readonly capacity: number;
  level: number;
}

export interface SimulatedJob {
  readonly id: number;
  readonly name: string;
  readonly media: string;
  /** The only tray it may take paper from. */
  readonly source?: string | undefined;
  readonly pages: number;
  readonly pdf: Buffer;
  state: number;
  reason: string;
  done: number;
}

/** Faults of the mechanism; those of the connection are the server's. */
export type EngineFault = "media-empty" | "media-jam" | "cover-open";

/** Puts pages on paper, one after another, as the clock passes. Waits where it cannot, goes on where it stopped. */
export class PrintEngine {
  readonly faults = new Set<EngineFault>();
  readonly trays: SimulatedTray[] = [
    { name: "main", media: "iso_a4_210x297mm", capacity: 250, level: 250 },
    { name: "large", media: "iso_a3_297x420mm", capacity: 100, level: 100 },
  ];
  readonly sheets: Sheets[] = [];
  jobs: SimulatedJob[] = [];
  abortsNext = false;
  readonly #clock: Clock;
  readonly #pageMs: number;
  readonly #printed: ((sheets: Sheets) => void)[] = [];
  #working: SimulatedJob | undefined;
  #nextId = 1;

  constructor(clock: Clock, pageMs: number) {
    this.#clock = clock;
    this.#pageMs = pageMs;
  }

  onSheet(then: (sheets: Sheets) => void): void {
    this.#printed.push(then);
  }

  accept(job: Pick<SimulatedJob, "name" | "media" | "source" | "pages" | "pdf">): SimulatedJob {
    const accepted: SimulatedJob = { ...job, id: this.#nextId++, state: JOB_STATE.pending, reason: "none", done: 0 };
    this.jobs.push(accepted);
    this.#next();
    return accepted;
  }

  cancel(job: SimulatedJob): boolean {
    if (job.state >= JOB_STATE.canceled) return false;
    this.#end(job, JOB_STATE.canceled, "job-canceled-by-user");
    return true;
  }

  /** Memory gone; what the mechanism holds comes out all the same. */
  forget(): void {
    this.jobs = [];
    this.#nextId = 1;
  }

  /** What the printer says lies in a tray; the fault empties the first one, whatever is in it. */
  levelOf(tray: SimulatedTray): number {
    return this.faults.has("media-empty") && tray === this.trays[0] ? 0 : tray.level;
  }

  /** Reasons as the printer shows them, suffix and all. */
  reasons(): string[] {
    const found = [...this.faults].map((fault) => `${fault}-error`);
    if (this.trays.some((tray) => tray.level === 0) && !this.faults.has("media-empty")) found.push("media-empty-warning");
    return found.length > 0 ? found : ["none"];
  }

  state(): number {
    if (this.#working && this.#hindered(this.#working)) return PRINTER_STATE.stopped;
    return this.#working ? PRINTER_STATE.processing : PRINTER_STATE.idle;
  }

  #trayFor(job: SimulatedJob): SimulatedTray | undefined {
    return this.trays.find((tray) => tray.media === job.media && (job.source === undefined || tray.name === job.source));
  }

  #hindered(job: SimulatedJob): boolean {
    const tray = this.#trayFor(job);
    return this.faults.has("media-jam") || this.faults.has("cover-open") || !tray || this.levelOf(tray) === 0;
  }

  #next(): void {
    if (this.#working) return;
    const job = this.jobs.find((one) => one.state === JOB_STATE.pending);
    if (!job) return;
    this.#working = job;
    if (this.abortsNext) {
      this.abortsNext = false;
      this.#end(job, JOB_STATE.aborted, "aborted-by-system");
      return;
    }
    job.state = JOB_STATE.processing;
    job.reason = "job-printing";
    this.#page(job);
  }

  #page(job: SimulatedJob): void {
    this.#clock.after(this.#pageMs, () => {
      if (job.state >= JOB_STATE.canceled) return;
      if (this.#hindered(job)) {
        job.state = JOB_STATE.stopped;
        job.reason = "printer-stopped";
        this.#page(job);
        return;
      }
      job.state = JOB_STATE.processing;
      job.reason = "job-printing";
      job.done += 1;
      const tray = this.#trayFor(job);
      if (tray) tray.level -= 1;
      if (job.done < job.pages) this.#page(job);
      else this.#end(job, JOB_STATE.completed, "job-completed-successfully");
    });
  }

  #end(job: SimulatedJob, state: number, reason: string): void {
    job.state = state;
    job.reason = reason;
    if (this.#working === job) this.#working = undefined;
    if (job.done > 0) {
      const sheets = { id: `sheets-${this.sheets.length + 1}`, at: this.#clock.now(), job: job.name, pages: job.done, pdf: job.pdf };
      this.sheets.push(sheets);
      for (const listener of this.#printed) listener(sheets);
    }
    this.#next();
  }
}
