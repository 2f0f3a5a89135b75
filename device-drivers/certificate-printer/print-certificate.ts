import { type Call, type DriverFailure, failed, stopReason } from "../host/driver.ts";
import type { CertificateJob } from "../kinds/certificate-printer.ts";
import { type TrayProblem, trayFor } from "../kinds/paper-trays.ts";
import type { Desk, Ticket } from "./desk.ts";
import { Follower, type Outcome } from "./follow-job.ts";
import { type Attributes, boolean, integer, numberIn, STATUS, text } from "./ipp-attributes.ts";
import { type IppFailure, succeeded } from "./ipp-client.ts";
import { loaded, mediaAttributes, type Paper, paperFor, type TrayUnknown, trayUnknown } from "./media.ts";
import { isBadReply, obstacle, type PrinterSnapshot } from "./printer-status.ts";
import * as timing from "./timing.ts";

/** One certificate on security paper: sent once, never again. Everything that is not proved ends as `indeterminate`. */
export async function printCertificate(desk: Desk, job: CertificateJob, call: Call): Promise<Outcome> {
  const { client, trays } = desk.parts;
  const tray = trayFor(job, trays);
  if (!tray.ok) return trayUnfit(tray.error, job);
  const paper: Paper = { media: job.media, tray: tray.value };
  const before = await desk.inspect(call.signal);
  if (!before.ok) return notReached(before.error, call);
  const unknown = paper.tray === undefined ? undefined : trayUnknown(before.value.trays, before.value.trayChoice, paper.tray);
  if (unknown) return trayUnfit(unknown, job, { tray: paper.tray ?? "", loaded: loaded(before.value.trays) });
  const hindered = obstacle(before.value, paper);
  if (hindered) return failed(hindered.code, "no", hindered.recovery, { reasons: before.value.reasons.join(" ") });
  const attributes = operationAttributes(job);
  const asked = jobAttributes(job, paper);
  const valid = succeeded(await client.validateJob(attributes, asked, timing.REPLY_MS, call.signal));
  if (!valid.ok && !(valid.error.reason === "refused" && valid.error.status === STATUS.operationNotSupported))
    return notReached(valid.error, call);
  // The printer takes a job for paper that it knows and has not, and waits for somebody to bring it.
  if (paperFor(before.value.trays, paper) === "other-size") return otherPaper(paper, before.value);
  const { pdf, blankType: _blank, ...known } = job;
  const ticket: Ticket = { job: known, before: await desk.standing(before.value, call.signal), since: desk.now() };
  desk.last = ticket;
  const sent = succeeded(await client.printJob(attributes, asked, Buffer.from(pdf, "base64"), timing.ACCEPT_MS, call.signal));
  const follow = new Follower(desk, ticket, paper, call);
  if (sent.ok) return follow.byId(numberIn(sent.value[0] ?? {}, "job-id"));
  const { error } = sent;
  // Somebody at the printer cancelled it while it took the document (RFC 8011 appendix B.1.5.9): there was a job, and maybe a sheet.
  if (error.reason === "refused" && error.status === STATUS.jobCanceled)
    return follow.byName({ reason: "broken", sent: "indeterminate", facts: { status: error.status } });
  // Any other refusal by status means no job was made; so does a connection that never came to be.
  if (error.reason === "refused" || error.sent === "no") return notReached(error, call);
  return follow.byName(error);
}

function operationAttributes(job: CertificateJob): Attributes {
  return {
    "job-name": text("name", job.job),
    // Rather refused than printed on other paper.
    "ipp-attribute-fidelity": boolean(true),
    "document-format": text("mimeMediaType", "application/pdf"),
  };
}

function jobAttributes(job: CertificateJob, paper: Paper): Attributes {
  return { copies: integer(1), ...mediaAttributes(paper), sides: text("keyword", job.sides) };
}

/** Nothing was sent: on which paper it would have come out, nobody could say. */
function trayUnfit(why: TrayProblem | TrayUnknown, { media, blankType }: CertificateJob, more: DriverFailure["facts"] = {}) {
  return failed("printer.tray-unfit", "no", "maintenance", { why, wanted: blankType ?? media, ...more });
}

function otherPaper({ media, tray }: Paper, { trays }: PrinterSnapshot) {
  const facts = { wanted: media, tray: tray ?? "any", loaded: loaded(trays) };
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
