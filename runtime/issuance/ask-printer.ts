import { type Clock, pause } from "../../base/clock.ts";
import type { Result } from "../../base/result.ts";
import type { DeviceFailure, FailureCode } from "../../device-drivers/host/api.ts";
import type { Standing } from "../../device-drivers/kinds/certificate-printer.ts";
import type { Hold } from "../neighbours/hold.ts";
import type { PrintProgress } from "../server/api.ts";
import type { Issuance } from "./issuance.ts";
import { type Judgement, judgeFailure, judgeFound, judgeReceipt, problemOf } from "./judge.ts";
import type { Made } from "./make-document.ts";

/** Deadlines of the acts, and how a job that has not ended is asked after. */
const RECEIPT_WITHIN_MS = 30_000;
const CERTIFICATE_WITHIN_MS = 150_000;
const STANDING_WITHIN_MS = 10_000;
/** A counter comes to rest half a minute after the job at some printers (`counts-late`). */
const FIND_WITHIN_MS = 45_000;
const ASK_AGAIN_MS = 5_000;
const ASK_TIMES = 6;

export interface Act {
  readonly judgement: Judgement;
  /** For the person who waits for it. */
  readonly problem: PrintProgress["problem"];
}

/** What the printer says of itself now. Where it does not answer, nothing is sent either. */
export function standingOf(issuance: Issuance, hold: Hold): Promise<Result<Standing, DeviceFailure>> {
  return hold.execute("certificate-printer", "standing", {}, { key: `${issuance.id}:standing`, withinMs: STANDING_WITHIN_MS });
}

/** Sends once, and says what came of it. */
export async function printOnce(issuance: Issuance, made: Made, hold: Hold, clock: Clock): Promise<Act> {
  const { id, pages, media, sides, blankType } = issuance;
  if ("receipt" in made) {
    const call = { key: id, withinMs: RECEIPT_WITHIN_MS };
    const answer = await hold.execute("receipt-printer", "print", { job: id, document: made.receipt }, call);
    return { judgement: judgeReceipt(answer), problem: answer.ok ? null : problemOf(answer.error.code) };
  }
  const args = { job: id, pdf: made.certificate.pdf.toString("base64"), pages, media, sides, blankType };
  const answer = await hold.execute("certificate-printer", "print", args, { key: id, withinMs: CERTIFICATE_WITHIN_MS });
  if (answer.ok) return { judgement: judgeFound(answer, pages, issuance.serial !== null), problem: null };
  const judged = judgeFailure(answer.error);
  const judgement = judged === "ask" ? await findJob(issuance, hold, clock) : judged;
  return { judgement: keepReason(judgement, answer.error.code), problem: problemOf(answer.error.code) };
}

/** Asks the printer what became of a job that was sent, for as long as it says "pending"; the last time it is told to drop it. */
export async function findJob(issuance: Issuance, hold: Hold, clock: Clock): Promise<Judgement> {
  const { id, pages, media, sides, before } = issuance;
  for (let asked = 1; ; asked++) {
    const isLast = asked === ASK_TIMES;
    const args = { job: id, pages, media, sides, before, ...(isLast ? { cancel: true } : {}) };
    const call = { key: `${id}:find:${asked}:${clock.now()}`, withinMs: FIND_WITHIN_MS };
    const found = await hold.execute("certificate-printer", "find-job", args, call);
    const waiting = found.ok ? found.value.state === "pending" : found.error.code !== "device.unknown";
    if (!waiting || isLast) return judgeFound(found, pages, issuance.serial !== null);
    await pause(clock, ASK_AGAIN_MS);
  }
}

/** The technician wants to know both: what the printer said then, and what it said when it was asked again. */
function keepReason(judgement: Judgement, first: FailureCode): Judgement {
  if (judgement.event === "proved" || judgement.problem.startsWith(first)) return judgement;
  return { ...judgement, problem: `${first}; then ${judgement.problem}` };
}
