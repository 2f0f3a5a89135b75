import type { Clock } from "../../base/clock.ts";
import { ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import { type Call, type DriverFailure, failed, stopReason } from "../host/driver.ts";
import type { ReceiptProof } from "../kinds/receipt-printer.ts";
import * as command from "./commands.ts";
import type { EncodedReceipt } from "./encode.ts";
import { type Ending, JobWatch, type Proof } from "./job-watch.ts";
import type { PrinterLine } from "./printer-line.ts";
import type { PrinterProfile } from "./profiles.ts";
import { CHUNK_BYTES, CLEARED_REPLY_MS, FLOW_STOPPED_MS } from "./timing.ts";

type Outcome = Result<ReceiptProof, DriverFailure>;

/** Sends one receipt and waits for the printer's own word that it is on paper. Bytes written prove nothing. */
export async function printReceipt(
  line: PrinterLine,
  clock: Clock,
  profile: PrinterProfile,
  receipt: EncodedReceipt,
  id: string,
  call: Call,
): Promise<Outcome> {
  const proof: Proof = { kind: profile.proof.is, id };
  const watch = new JobWatch(line, clock, proof, call.signal);
  const facts = { bytes: receipt.bytes.length, proof: proof.kind };
  try {
    const written = await writeAll(line, chunksOf(receipt, proof), watch);
    if (written.ending) return await afterEnding(line, profile, watch, written.ending, call, { ...facts, handedOver: written.bytes });
    if (proof.kind === "none") return ok({ proof: "none" });
    watch.keepAsking();
    return await afterEnding(line, profile, watch, await watch.ended, call, { ...facts, handedOver: written.bytes });
  } finally {
    watch.dispose();
  }
}

/** Whole rows only: a job broken off between two chunks leaves no half command in the printer. */
function chunksOf(receipt: EncodedReceipt, proof: Proof): Buffer[] {
  const chunks: Buffer[] = [];
  let from = 0;
  for (const end of receipt.rowEnds) {
    if (end - from < CHUNK_BYTES) continue;
    chunks.push(receipt.bytes.subarray(from, end));
    from = end;
  }
  const request = proof.kind === "process-id" ? command.askProcessId(proof.id) : command.BUFFERED_PAPER_STATUS;
  return [...chunks, Buffer.concat([receipt.bytes.subarray(from), ...(proof.kind === "none" ? [] : [request])])];
}

async function writeAll(line: PrinterLine, chunks: readonly Buffer[], watch: JobWatch): Promise<{ bytes: number; ending?: Ending }> {
  let bytes = 0;
  for (const chunk of chunks) {
    const held = await whileXoff(line, watch);
    if (held) return { bytes, ending: held };
    // Counted before it is known to be out: a chunk whose write failed may have arrived all the same.
    bytes += chunk.length;
    const wrote = await Promise.race([line.write(chunk), watch.ended]);
    if ("kind" in wrote) return { bytes, ending: wrote };
    if (!wrote.ok) return { bytes, ending: { kind: "closed", why: wrote.error } };
  }
  return { bytes };
}

async function whileXoff(line: PrinterLine, watch: JobWatch): Promise<Ending | undefined> {
  if (line.sendingAllowed) return undefined;
  const allowed = line.next((reply) => (reply.kind === "flow" && reply.send === "on" ? true : undefined), FLOW_STOPPED_MS);
  const woke = await Promise.race([allowed, watch.ended]);
  if (woke === true) return undefined;
  return woke ?? { kind: "silent", waitedMs: FLOW_STOPPED_MS };
}

async function afterEnding(
  line: PrinterLine,
  profile: PrinterProfile,
  watch: JobWatch,
  ending: Ending,
  call: Call,
  facts: DriverFailure["facts"],
): Promise<Outcome> {
  const proved = () => ok({ proof: profile.proof.is });
  switch (ending.kind) {
    case "proved":
      return proved();
    case "hindered": {
      // The roll may end with the last row: then the proof is on its way. An answer now also proves that the data arrived.
      const answered = (await line.inspect()).online !== undefined;
      if (watch.proved) return proved();
      if (answered) await throwAwayRest(line, profile);
      return watch.proved ? proved() : failed(ending.by.code, answered ? "yes" : "indeterminate", ending.by.recovery, facts);
    }
    case "stopped": {
      // The host waits only a moment for our answer, so the clean-up runs behind it.
      line.tidy(throwAwayRest(line, profile));
      return failed(stopReason(call.signal), "indeterminate", "operator", facts);
    }
    case "silent":
      return failed("printer.no-reply", "indeterminate", "operator", { ...facts, waitedMs: ending.waitedMs });
    case "closed": {
      const whole = Number(facts["handedOver"]) >= Number(facts["bytes"]);
      // All of it may be on paper; where a part never left, it certainly is not whole.
      return failed(whole ? "printer.lost-track" : "device.offline", "indeterminate", "operator", {
        ...facts,
        ...ending.why.facts,
        transport: ending.why.code,
      });
    }
    default:
      return unreachable(ending);
  }
}

/** So that the rest of this receipt does not come out with the next citizen's: empty the buffers, cut off what is out. */
async function throwAwayRest(line: PrinterLine, profile: PrinterProfile): Promise<void> {
  await line.write(command.RECOVER_AND_CLEAR);
  if (profile.clears.is === "always") await clearBuffers(line);
  await line.write(command.FEED_AND_CUT);
}

/** Nothing may follow DLE DC4 8 before its answer (Epson, DLE DC4 fn 8, notes). True when it was answered. */
export async function clearBuffers(line: PrinterLine): Promise<boolean> {
  const cleared = line.next((reply) => (reply.kind === "cleared" ? true : undefined), CLEARED_REPLY_MS);
  await line.write(command.CLEAR_BUFFERS);
  return (await cleared) ?? false;
}
