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
  /** As the job asked: `one-sided`, `two-sided-long-edge`, … */
  readonly sides: string;
  readonly pdf: Buffer;
}

/** One sheet that left its tray, in the order in which it was fed: with numbered blanks the n-th sheet bears the n-th number. */
export interface FedSheet {
  readonly tray: string;
  /** The job's name. */
  readonly job: string;
  readonly page: number;
  /** Torn or half printed is `part`. */
  readonly ink: "whole" | "part";
  /** That stood on the sheet when it lay in the tray; null on plain paper. */
  readonly number: string | null;
  /** The document of which it is a page. */
  readonly pdf: Buffer;
}

/**
 * What befalls the next job while it prints. `jams`: before the sheet is drawn in; `tears`: with the sheet inside, and once the jam is
 * cleared the page is printed again on the next sheet, as printers do; `runs-out`: the tray says empty when a sheet is to be fed;
 * `half-printed`: half of it comes out, then the printer gives up.
 */
export type Mishap = "jams" | "tears" | "runs-out" | "half-printed";

export interface SimulatedTray {
  readonly name: string;
  media: Media;
  readonly capacity: number;
  level: number;
  /** Numbers that stand on its sheets before anything is printed, top of the pack first; plain paper has none. */
  readonly numbers?: string[];
}

export interface SimulatedJob {
  readonly id: number;
  readonly name: string;
  readonly media: string;
  /** The only tray it may take paper from. */
  readonly source?: string | undefined;
  readonly pages: number;
  readonly sides: string;
  readonly pdf: Buffer;
  state: number;
  reason: string;
  done: number;
}

const USUAL_TRAYS: readonly SimulatedTray[] = [
  { name: "main", media: "iso_a4_210x297mm", capacity: 250, level: 250 },
  { name: "large", media: "iso_a3_297x420mm", capacity: 100, level: 100 },
];

/** Faults of the mechanism; those of the connection are the server's. */
export type EngineFault = "media-empty" | "media-jam" | "cover-open";

/** Puts pages on paper, one after another, as the clock passes. Waits where it cannot, goes on where it stopped. */
export class PrintEngine {
  readonly faults = new Set<EngineFault>();
  readonly trays: SimulatedTray[];
  readonly sheets: Sheets[] = [];
  readonly fed: FedSheet[] = [];
  /** prtMarkerLifeCount: pages that came out whole, ever. It outlives a restart. */
  lifeCount = 4_700;
  mishap: Mishap | undefined;
  emptied: SimulatedTray | undefined;
  jobs: SimulatedJob[] = [];
  abortsNext = false;
  readonly #clock: Clock;
  readonly #pageMs: number;
  readonly #printed: ((sheets: Sheets) => void)[] = [];
  #working: SimulatedJob | undefined;
  #nextId = 1;

  constructor(clock: Clock, pageMs: number, trays = USUAL_TRAYS) {
    this.trays = trays.map((tray) => ({ ...tray }));
    this.#clock = clock;
    this.#pageMs = pageMs;
  }

  onSheet(then: (sheets: Sheets) => void): void {
    this.#printed.push(then);
  }

  accept(job: Pick<SimulatedJob, "name" | "media" | "source" | "pages" | "sides" | "pdf">): SimulatedJob {
    const accepted: SimulatedJob = { ...job, id: this.#nextId++, state: JOB_STATE.pending, reason: "none", done: 0 };
    this.jobs.push(accepted);
    this.#next();
    return accepted;
  }

  cancel(job: SimulatedJob): boolean {
    if (job.state >= JOB_STATE.canceled) return false;
    // The sheet that is in work when a job is taken back still comes out, of course not whole.
    if (this.#working === job && !this.#hindered(job)) this.#feed(job, "part");
    this.#end(job, JOB_STATE.canceled, "job-canceled-by-user");
    return true;
  }

  /** Memory gone; what the mechanism holds comes out all the same. */
  forget(): void {
    this.jobs = [];
    this.#nextId = 1;
  }

  /** As `forget`, but the job in work ends with the power: its sheet lies half printed in the outlet, or was never fed. */
  breakOff(sheet: "not-fed" | "half"): void {
    const job = this.#working;
    this.#working = undefined;
    this.forget();
    if (!job) return;
    if (sheet === "half" && !this.#hindered(job)) this.#feed(job, "part");
    job.state = JOB_STATE.aborted;
  }

  /** What the printer says lies in a tray; the fault empties that of the job which ran out, else the first, whatever is in it. */
  levelOf(tray: SimulatedTray): number {
    return this.faults.has("media-empty") && tray === (this.emptied ?? this.trays[0]) ? 0 : tray.level;
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
    this.#befall(job);
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
      if (this.mishap === "half-printed" && job.done >= Math.floor(job.pages / 2)) {
        this.mishap = undefined;
        this.#feed(job, "part");
        this.#end(job, JOB_STATE.aborted, "aborted-by-system");
        return;
      }
      this.#feed(job, "whole");
      job.done += 1;
      this.lifeCount += 1;
      if (job.done < job.pages) this.#page(job);
      else this.#end(job, JOB_STATE.completed, "job-completed-successfully");
    });
  }

  #befall(job: SimulatedJob): void {
    const { mishap } = this;
    if (!mishap || mishap === "half-printed") return;
    this.mishap = undefined;
    if (mishap === "tears") this.#feed(job, "part");
    if (mishap === "runs-out") this.emptied = this.#trayFor(job);
    this.faults.add(mishap === "runs-out" ? "media-empty" : "media-jam");
    job.state = JOB_STATE.stopped;
    job.reason = "printer-stopped";
  }

  #feed(job: SimulatedJob, ink: FedSheet["ink"]): void {
    const tray = this.#trayFor(job);
    if (tray) tray.level -= 1;
    const number = tray?.numbers?.shift() ?? null;
    this.fed.push({ tray: tray?.name ?? "", job: job.name, page: job.done + 1, ink, number, pdf: job.pdf });
  }

  #end(job: SimulatedJob, state: number, reason: string): void {
    job.state = state;
    job.reason = reason;
    if (this.#working === job) this.#working = undefined;
    if (job.done > 0) {
      const sheets = {
        id: `sheets-${this.sheets.length + 1}`,
        at: this.#clock.now(),
        job: job.name,
        pages: job.done,
        sides: job.sides,
        pdf: job.pdf,
      };
      this.sheets.push(sheets);
      for (const listener of this.#printed) listener(sheets);
    }
    this.#next();
  }
}
