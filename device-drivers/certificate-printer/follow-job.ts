import { pause } from "../../base/clock.ts";
import { ok, type Result } from "../../base/result.ts";
import { type Call, type DriverFailure, failed, stopReason } from "../host/driver.ts";
import { type CertificateProof, type PageCount, reservation } from "../kinds/certificate-printer.ts";
import type { Desk, Ticket } from "./desk.ts";
import { numberIn, STATUS, stringIn } from "./ipp-attributes.ts";
import { type IppFailure, succeeded } from "./ipp-client.ts";
import { JOB_ATTRIBUTES, pagesToCount, proofOf } from "./job-proof.ts";
import type { Paper } from "./media.ts";
import { isBadReply, type Obstacle, obstacle } from "./printer-status.ts";
import * as timing from "./timing.ts";

export type Outcome = Result<CertificateProof, DriverFailure>;

type Ended = Omit<CertificateProof, "counter">;
type Sight =
  | { readonly kind: "running" }
  | { readonly kind: "silent"; readonly reason: string }
  | { readonly kind: "gone"; readonly why: "restarted" | "another-printer" | "not-found" | "another-job" }
  | { readonly kind: "ended"; readonly ended: Ended };

/**
 * Follows an accepted job to its end. `printer.lost-track`: the printer was heard, and cannot be believed; asking again changes nothing.
 * Where it was not heard the failure is that of the line, and what became of the job can be asked later.
 */
export class Follower {
  readonly #desk: Desk;
  readonly #ticket: Ticket;
  readonly #paper: Paper;
  readonly #call: Call;
  #hindered: Obstacle | undefined;

  constructor(desk: Desk, ticket: Ticket, paper: Paper, call: Call) {
    this.#desk = desk;
    this.#ticket = ticket;
    this.#paper = paper;
    this.#call = call;
  }

  /** The connection broke after the document: an accepted job is on the printer's list, by its name. */
  async byName(why: IppFailure): Promise<Outcome> {
    const { signal } = this.#call;
    let reason: string = why.reason;
    let notFound = 0;
    for (const giveUpAt = this.#desk.now() + timing.SEARCH_MS; this.#desk.now() < giveUpAt && !signal.aborted; ) {
      const found = await this.#desk.findByName(this.#ticket.job.job, signal);
      if (found.ok && found.value) return this.byId(numberIn(found.value, "job-id"));
      if (found.ok) notFound += 1;
      else reason = found.error.reason;
      if (notFound >= timing.NOT_FOUND_TIMES) return this.#lostTrack({ ...why.facts, after: "not-found", line: why.reason });
      await pause(this.#desk.parts.clock, timing.SEARCH_EVERY_MS, signal);
    }
    return signal.aborted ? this.#stopped(undefined) : unheard(reason, { ...why.facts, after: why.reason });
  }

  async byId(jobId: number | undefined): Promise<Outcome> {
    if (jobId === undefined) return this.#lostTrack({ after: "no-job-id" });
    let silentSince: number | undefined;
    let disagreements = 0;
    while (!this.#call.signal.aborted) {
      const seen = await this.#poll(jobId);
      if (seen.kind === "gone") return this.#lostTrack({ jobId, after: seen.why });
      if (seen.kind === "ended" && (this.#agrees(seen.ended) || ++disagreements > timing.COUNTS_LATE_TIMES))
        return this.#conclude(jobId, seen.ended);
      silentSince = seen.kind === "silent" ? (silentSince ?? this.#desk.now()) : undefined;
      if (seen.kind === "silent" && silentSince !== undefined && this.#desk.now() - silentSince >= timing.SEARCH_MS)
        return this.#call.signal.aborted ? this.#stopped(jobId) : unheard(seen.reason, { jobId });
      await pause(this.#desk.parts.clock, timing.POLL_EVERY_MS, this.#call.signal);
    }
    return this.#stopped(jobId);
  }

  async #poll(jobId: number): Promise<Sight> {
    const { client, countsJobPages } = this.#desk.parts;
    const { signal } = this.#call;
    const printer = await this.#desk.look(signal);
    if (!printer.ok) return { kind: "silent", reason: printer.error.reason };
    const doubt = this.#desk.doubt(this.#ticket, printer.value);
    if (doubt) return { kind: "gone", why: doubt };
    this.#hindered = obstacle(printer.value, this.#paper);
    const job = succeeded(await client.getJobAttributes(jobId, JOB_ATTRIBUTES, timing.REPLY_MS, signal));
    if (!job.ok)
      return job.error.reason === "refused" && job.error.status === STATUS.notFound
        ? { kind: "gone", why: "not-found" }
        : { kind: "silent", reason: job.error.reason };
    const attributes = job.value[0] ?? {};
    // After a restart a number may be given to somebody else's job.
    if (stringIn(attributes, "job-name") !== this.#ticket.job.job) return { kind: "gone", why: "another-job" };
    const ended = proofOf(attributes, countsJobPages);
    return ended ? { kind: "ended", ended } : { kind: "running" };
  }

  /** Nothing that the printer may still correct. */
  #agrees(ended: Ended): boolean {
    return ended.state !== "completed" || ended.pages === this.#ticket.job.pages || !this.#desk.parts.countsJobPages;
  }

  async #conclude(jobId: number, ended: Ended): Promise<Outcome> {
    const counter = await this.#desk.counted(this.#ticket, pagesToCount(this.#ticket.job.pages, ended), this.#call.signal);
    if (this.#call.signal.aborted) return this.#stopped(jobId);
    const proof = { ...ended, counter };
    this.#ticket.concluded = proof;
    const why = reservation(proof, this.#ticket.job.pages);
    if (why === undefined) return ok(proof);
    const { state, reason, pages } = ended;
    const facts = { why, state, reason, pages, sentPages: this.#ticket.job.pages, ...inFigures(counter) };
    return state === "completed" ? lostTrack(facts) : failed("printer.aborted", "yes", "operator", facts);
  }

  /** The counter proves nothing now, but whoever has to look for the sheet wants to know whether one came out. */
  async #lostTrack(facts: DriverFailure["facts"]): Promise<Outcome> {
    const isOurs = facts["after"] !== "another-printer";
    const counter = isOurs ? await this.#desk.counted(this.#ticket, this.#ticket.job.pages, this.#call.signal) : null;
    return lostTrack({ ...facts, ...inFigures(counter) });
  }

  /**
   * A job nobody waits for must not come out later, into the next citizen's hands. The ledger learns its end by find-job. What kept the
   * printer from going on says more than that time ran out.
   */
  #stopped(jobId: number | undefined): Outcome {
    void this.#cancel(jobId);
    const reason = stopReason(this.#call.signal);
    const code = reason === "device.timeout" ? (this.#hindered?.code ?? reason) : reason;
    return failed(code, "indeterminate", "operator", jobId === undefined ? {} : { jobId });
  }

  async #cancel(jobId: number | undefined): Promise<void> {
    const { client, closing } = this.#desk.parts;
    const found = jobId === undefined ? await this.#desk.findByName(this.#ticket.job.job, closing) : undefined;
    const id = jobId ?? (found?.ok && found.value ? numberIn(found.value, "job-id") : undefined);
    if (id !== undefined) await client.cancelJob(id, timing.REPLY_MS, closing);
  }
}

function lostTrack(facts: DriverFailure["facts"]): Outcome {
  return failed("printer.lost-track", "indeterminate", "operator", facts);
}

function inFigures(counter: PageCount | null) {
  return counter ? { counted: counter.after - counter.before, expected: counter.expected } : {};
}

function unheard(reason: string, facts: DriverFailure["facts"]): Outcome {
  const code = isBadReply(reason) ? "device.bad-reply" : "device.offline";
  return failed(code, "indeterminate", "operator", { ...facts, reason });
}
