import { pause } from "../../base/clock.ts";
import { ok, type Result } from "../../base/result.ts";
import { type Call, type DriverFailure, failed, stopReason } from "../host/driver.ts";
import type { CertificateProof, JobToFind, JobWithoutEnd } from "../kinds/certificate-printer.ts";
import type { Asked, Desk } from "./desk.ts";
import { type Attributes, numberIn } from "./ipp-attributes.ts";
import { succeeded } from "./ipp-client.ts";
import { JOB_ATTRIBUTES, pagesToCount, proofOf } from "./job-proof.ts";
import { isBadReply } from "./printer-status.ts";
import * as timing from "./timing.ts";

type Ended = Omit<CertificateProof, "counter">;
type Found = Result<CertificateProof | JobWithoutEnd, DriverFailure>;

/**
 * What became of a job that was sent, by this process or by one before it. A printer that was restarted, or is another one, is not believed:
 * what it lost it may have printed, and what it prints again it calls completed too. Told to `cancel`, it is made to let go of the job all the
 * same: some keep their queue over a restart, and where the wall clock was set there may have been none.
 */
export async function findJob(desk: Desk, { before, cancel = false, ...job }: JobToFind, { signal }: Call): Promise<Found> {
  const ours = desk.last?.job.job === job.job ? desk.last : undefined;
  if (ours?.concluded) return ok(ours.concluded);
  const ticket = ours ?? (before && { job, before, since: null });
  const printer = await desk.look(signal);
  if (!printer.ok) return unheard(printer.error, signal);
  const doubt = ticket && desk.doubt(ticket, printer.value);
  // Another printer's counter says nothing of ours.
  if (doubt === "another-printer") return ok({ state: doubt, counter: null });
  if (doubt && !cancel) return ok({ state: doubt, counter: await desk.counted(ticket, job.pages, signal) });
  const found = await desk.findByName(job.job, signal);
  if (!found.ok) return unheard(found.error, signal);
  const ended = found.value && (await endOf(desk, found.value, cancel, signal));
  if (found.value && !ended) return ok({ state: "pending", counter: ticket ? await desk.countedSoFar(ticket, signal) : null });
  if (doubt || !ended) return ok({ state: doubt ?? "not-found", counter: ticket ? await desk.counted(ticket, job.pages, signal) : null });
  return ok({ ...ended, counter: ticket ? await desk.counted(ticket, pagesToCount(job.pages, ended), signal) : null });
}

async function endOf(desk: Desk, found: Attributes, cancel: boolean, signal: AbortSignal): Promise<Ended | undefined> {
  return proofOf(found, desk.parts.countsJobPages) ?? (cancel ? cancelled(desk, found, signal) : undefined);
}

/** How the job ended that was taken back, which may be well; undefined where the printer did not let go of it in time. */
async function cancelled(desk: Desk, found: Attributes, signal: AbortSignal): Promise<Ended | undefined> {
  const { client, clock, countsJobPages } = desk.parts;
  const id = numberIn(found, "job-id");
  if (id === undefined) return undefined;
  await client.cancelJob(id, timing.REPLY_MS, signal);
  for (const giveUpAt = clock.monotonic() + timing.CANCEL_MS; ; ) {
    const job = succeeded(await client.getJobAttributes(id, JOB_ATTRIBUTES, timing.REPLY_MS, signal));
    const ended = job.ok ? proofOf(job.value[0] ?? {}, countsJobPages) : undefined;
    if (ended || signal.aborted || clock.monotonic() >= giveUpAt) return ended;
    await pause(clock, timing.CANCEL_EVERY_MS, signal);
  }
}

type AskError = Extract<Asked<never>, { ok: false }>["error"];

/** A question that prints nothing, without an answer. */
export function unheard(error: AskError, signal: AbortSignal): Result<never, DriverFailure> {
  return error.reason === "stopped" ? failed(stopReason(signal), "no", "retry") : unreached(error);
}

export function unreached(error: AskError): Result<never, DriverFailure> {
  const facts = { ...("facts" in error ? error.facts : { status: error.status }), reason: error.reason };
  return failed(isBadReply(error.reason) ? "device.bad-reply" : "device.offline", "no", "retry", facts);
}
