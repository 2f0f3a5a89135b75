import { type Clock, pause } from "../../base/clock.ts";
import { ok, type Result } from "../../base/result.ts";
import { type Call, type DriverFailure, failed, stopReason } from "../host/driver.ts";
import type { CertificateJob, CertificateProof } from "../kinds/certificate-printer.ts";
import { type Attributes, boolean, integer, numberIn, STATUS, stringIn, text } from "./ipp-attributes.ts";
import { type IppClient, type IppFailure, succeeded } from "./ipp-client.ts";
import { isPrinted, JOB_ATTRIBUTES, proofOf } from "./job-proof.ts";
import { obstacle, PRINTER_ATTRIBUTES, type PrinterSnapshot, snapshotOf } from "./printer-status.ts";
import * as timing from "./timing.ts";

export interface Desk {
  readonly client: IppClient;
  readonly clock: Clock;
  /** Aborts when the device is closed; clean-up after a stopped job lives that long. */
  readonly closing: AbortSignal;
  seen(printer: PrinterSnapshot): void;
}

type Outcome = Result<CertificateProof, DriverFailure>;
type Asked<T> = Result<T, IppFailure | { readonly reason: "refused"; readonly status: number }>;

/** One certificate on security paper: sent once, never again. Everything that is not proved ends as `indeterminate`. */
export async function printCertificate(desk: Desk, job: CertificateJob, call: Call): Promise<Outcome> {
  const before = await look(desk, call.signal);
  if (!before.ok) return notReached(before.error, call);
  const hindered = obstacle(before.value, job.media);
  if (hindered) return failed(hindered.code, "no", hindered.recovery, { reasons: before.value.reasons.join(" ") });
  const attributes = operationAttributes(job);
  const valid = succeeded(await desk.client.validateJob(attributes, jobAttributes(job), timing.REPLY_MS, call.signal));
  if (!valid.ok && !(valid.error.reason === "refused" && valid.error.status === STATUS.operationNotSupported))
    return notReached(valid.error, call);
  const started = desk.clock.monotonic();
  const sent = succeeded(
    await desk.client.printJob(attributes, jobAttributes(job), Buffer.from(job.pdf, "base64"), timing.ACCEPT_MS, call.signal),
  );
  const follow = new Follower(desk, job, call, { upTimeS: before.value.upTimeS, at: started });
  if (sent.ok) return follow.byId(numberIn(sent.value[0] ?? {}, "job-id"));
  // Refused by status means no job was made; so does a connection that never came to be.
  if (sent.error.reason === "refused" || sent.error.sent === "no") return notReached(sent.error, call);
  return follow.byName(sent.error);
}

export async function look(desk: Desk, signal: AbortSignal): Promise<Asked<PrinterSnapshot>> {
  const answer = succeeded(await desk.client.getPrinterAttributes(PRINTER_ATTRIBUTES, timing.REPLY_MS, signal));
  if (!answer.ok) return answer;
  const printer = snapshotOf(answer.value[0] ?? {});
  desk.seen(printer);
  return ok(printer);
}

/** The job with that name among all the printer remembers. */
export async function findByName(desk: Desk, name: string, signal: AbortSignal): Promise<Asked<Attributes | undefined>> {
  for (const which of ["not-completed", "completed"] as const) {
    const jobs = succeeded(await desk.client.getJobs(which, JOB_ATTRIBUTES, timing.REPLY_MS, signal));
    if (!jobs.ok) return jobs;
    const found = jobs.value.find((job) => stringIn(job, "job-name") === name);
    if (found) return ok(found);
  }
  return ok(undefined);
}

function operationAttributes(job: CertificateJob): Attributes {
  return {
    "job-name": text("name", job.job),
    // Rather refused than printed on other paper.
    "ipp-attribute-fidelity": boolean(true),
    "document-format": text("mimeMediaType", "application/pdf"),
  };
}

function jobAttributes(job: CertificateJob): Attributes {
  return { copies: integer(1), media: text("keyword", job.media), sides: text("keyword", job.sides) };
}

/** Nothing has been sent that could print. */
function notReached(error: IppFailure | { readonly reason: "refused"; readonly status: number }, call: Call) {
  switch (error.reason) {
    case "stopped":
      return failed(stopReason(call.signal), "no", "retry");
    case "refused":
      return error.status === STATUS.serverBusy || error.status >= STATUS.internalError
        ? failed("device.refused", "no", "retry", { status: error.status })
        : failed("printer.document-refused", "no", "clear", { status: error.status });
    case "malformed":
    case "too-large":
    case "http":
      return failed("device.bad-reply", "no", "maintenance", { ...error.facts, reason: error.reason });
    default:
      return failed("device.offline", "no", "retry", { ...error.facts, reason: error.reason });
  }
}

/** Follows an accepted job to its end. */
class Follower {
  readonly #desk: Desk;
  readonly #job: CertificateJob;
  readonly #call: Call;
  readonly #before: { readonly upTimeS: number | undefined; readonly at: number };

  constructor(desk: Desk, job: CertificateJob, call: Call, before: { readonly upTimeS: number | undefined; readonly at: number }) {
    this.#desk = desk;
    this.#job = job;
    this.#call = call;
    this.#before = before;
  }

  /** The connection broke after the document: an accepted job is on the printer's list, by its name. */
  async byName(why: IppFailure): Promise<Outcome> {
    let notFound = 0;
    for (const giveUpAt = this.#now() + timing.SEARCH_MS; this.#now() < giveUpAt && !this.#call.signal.aborted; ) {
      const found = await findByName(this.#desk, this.#job.job, this.#call.signal);
      if (found.ok && found.value) return this.byId(numberIn(found.value, "job-id"));
      if (found.ok) notFound += 1;
      if (notFound >= timing.NOT_FOUND_TIMES) return this.#lostTrack({ ...why.facts, after: why.reason, search: "not-found" });
      await pause(this.#desk.clock, timing.SEARCH_EVERY_MS, this.#call.signal);
    }
    return this.#call.signal.aborted ? this.#stopped(undefined) : this.#lostTrack({ ...why.facts, after: why.reason, search: "no-answer" });
  }

  async byId(jobId: number | undefined): Promise<Outcome> {
    if (jobId === undefined) return this.#lostTrack({ after: "no-job-id" });
    let silentSince: number | undefined;
    let disagreements = 0;
    while (!this.#call.signal.aborted) {
      const seen = await this.#poll(jobId);
      if (seen.kind === "gone") return this.#lostTrack({ jobId, after: seen.why });
      if (seen.kind === "ended" && isPrinted(seen.proof, this.#job.pages)) return ok(seen.proof);
      // A printer may count its last page a moment after it calls the job completed.
      if (seen.kind === "ended" && (seen.proof.state !== "completed" || ++disagreements > 3)) return this.#ended(seen.proof);
      silentSince = seen.kind === "silent" ? (silentSince ?? this.#now()) : undefined;
      if (silentSince !== undefined && this.#now() - silentSince >= timing.SEARCH_MS) return this.#lostTrack({ jobId, after: "no-answer" });
      await pause(this.#desk.clock, timing.POLL_EVERY_MS, this.#call.signal);
    }
    return this.#stopped(jobId);
  }

  async #poll(jobId: number): Promise<Sight> {
    const printer = await look(this.#desk, this.#call.signal);
    if (!printer.ok) return { kind: "silent" };
    if (this.#restarted(printer.value)) return { kind: "gone", why: "restarted" };
    const job = succeeded(await this.#desk.client.getJobAttributes(jobId, JOB_ATTRIBUTES, timing.REPLY_MS, this.#call.signal));
    if (!job.ok)
      return job.error.reason === "refused" && job.error.status === STATUS.notFound
        ? { kind: "gone", why: "not-found" }
        : { kind: "silent" };
    const attributes = job.value[0] ?? {};
    // After a restart a number may be given to somebody else's job.
    if (stringIn(attributes, "job-name") !== this.#job.job) return { kind: "gone", why: "another-job" };
    const proof = proofOf(attributes);
    return proof ? { kind: "ended", proof } : { kind: "running" };
  }

  /** The printer counts its seconds since power-on; they cannot fall behind ours, unless it began again. */
  #restarted(printer: PrinterSnapshot): boolean {
    if (printer.upTimeS === undefined || this.#before.upTimeS === undefined) return false;
    const passedS = (this.#now() - this.#before.at) / 1_000;
    return printer.upTimeS < this.#before.upTimeS + passedS / 2 - timing.UP_TIME_SLACK_S;
  }

  #ended(proof: CertificateProof): Outcome {
    const facts = { state: proof.state, reason: proof.reason, pages: proof.pages, sentPages: this.#job.pages };
    return proof.state === "completed" ? this.#lostTrack(facts) : failed("printer.aborted", "yes", "operator", facts);
  }

  #lostTrack(facts: DriverFailure["facts"]): Outcome {
    return failed("printer.lost-track", "indeterminate", "operator", facts);
  }

  /** A job nobody waits for must not come out later, into the next citizen's hands. The ledger learns its end by find-job. */
  #stopped(jobId: number | undefined): Outcome {
    void this.#cancel(jobId);
    return failed(stopReason(this.#call.signal), "indeterminate", "operator", jobId === undefined ? {} : { jobId });
  }

  async #cancel(jobId: number | undefined): Promise<void> {
    const { client, closing } = this.#desk;
    const found = jobId === undefined ? await findByName(this.#desk, this.#job.job, closing) : undefined;
    const id = jobId ?? (found?.ok && found.value ? numberIn(found.value, "job-id") : undefined);
    if (id !== undefined) await client.cancelJob(id, timing.REPLY_MS, closing);
  }

  #now(): number {
    return this.#desk.clock.monotonic();
  }
}

type Sight =
  | { readonly kind: "running" }
  | { readonly kind: "silent" }
  | { readonly kind: "gone"; readonly why: "restarted" | "not-found" | "another-job" }
  | { readonly kind: "ended"; readonly proof: CertificateProof };
