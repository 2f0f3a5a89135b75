import { type Call, failed, stopReason } from "../host/driver.ts";
import type { CertificateJob } from "../kinds/certificate-printer.ts";
import type { Desk, Ticket } from "./desk.ts";
import { Follower, type Outcome } from "./follow-job.ts";
import { type Attributes, boolean, integer, numberIn, STATUS, text } from "./ipp-attributes.ts";
import { type IppFailure, succeeded } from "./ipp-client.ts";
import { loaded, mediaAttributes, paperFor, type Sources } from "./media.ts";
import { isBadReply, obstacle, type PrinterSnapshot } from "./printer-status.ts";
import * as timing from "./timing.ts";

/** One certificate on security paper: sent once, never again. Everything that is not proved ends as `indeterminate`. */
export async function printCertificate(desk: Desk, job: CertificateJob, call: Call): Promise<Outcome> {
  const { client, sources } = desk.parts;
  const before = await desk.inspect(call.signal);
  if (!before.ok) return notReached(before.error, call);
  const hindered = obstacle(before.value, job.media, sources);
  if (hindered) return failed(hindered.code, "no", hindered.recovery, { reasons: before.value.reasons.join(" ") });
  const attributes = operationAttributes(job);
  const asked = jobAttributes(job, sources);
  const valid = succeeded(await client.validateJob(attributes, asked, timing.REPLY_MS, call.signal));
  if (!valid.ok && !(valid.error.reason === "refused" && valid.error.status === STATUS.operationNotSupported))
    return notReached(valid.error, call);
  // The printer takes a job for paper that it knows and has not, and waits for somebody to bring it.
  if (paperFor(before.value.trays, job.media, sources) === "other-size") return otherPaper(job, sources, before.value);
  const { pdf, ...known } = job;
  const ticket: Ticket = { job: known, before: await desk.standing(before.value, call.signal), since: desk.now() };
  desk.last = ticket;
  const sent = succeeded(await client.printJob(attributes, asked, Buffer.from(pdf, "base64"), timing.ACCEPT_MS, call.signal));
  const follow = new Follower(desk, ticket, call);
  if (sent.ok) return follow.byId(numberIn(sent.value[0] ?? {}, "job-id"));
  // Refused by status means no job was made; so does a connection that never came to be.
  if (sent.error.reason === "refused" || sent.error.sent === "no") return notReached(sent.error, call);
  return follow.byName(sent.error);
}

function operationAttributes(job: CertificateJob): Attributes {
  return {
    "job-name": text("name", job.job),
    // Rather refused than printed on other paper.
    "ipp-attribute-fidelity": boolean(true),
    "document-format": text("mimeMediaType", "application/pdf"),
  };
}

function jobAttributes(job: CertificateJob, sources: Sources): Attributes {
  return { copies: integer(1), ...mediaAttributes(job.media, sources), sides: text("keyword", job.sides) };
}

function otherPaper(job: CertificateJob, sources: Sources, { trays }: PrinterSnapshot) {
  const facts = { wanted: job.media, tray: sources[job.media] ?? "any", loaded: loaded(trays) };
  return failed("printer.paper-out", "no", "operator", facts);
}

/** Nothing has been sent that could print. */
function notReached(error: IppFailure | { readonly reason: "refused"; readonly status: number }, call: Call) {
  if (error.reason === "stopped") return failed(stopReason(call.signal), "no", "retry");
  if (error.reason === "refused") {
    return error.status === STATUS.serverBusy || error.status >= STATUS.internalError
      ? failed("device.refused", "no", "retry", { status: error.status })
      : failed("printer.document-refused", "no", "clear", { status: error.status });
  }
  const facts = { ...error.facts, reason: error.reason };
  return isBadReply(error.reason) ? failed("device.bad-reply", "no", "maintenance", facts) : failed("device.offline", "no", "retry", facts);
}
