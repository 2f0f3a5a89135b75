import type { Clock } from "../../base/clock.ts";
import { ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import { type Call, type DriverFailure, failed, stopReason } from "../host/driver.ts";
import type { ReceiptProof } from "../kinds/receipt-printer.ts";
import * as command from "./commands.ts";
import { hindrance } from "./condition.ts";
import type { EncodedReceipt } from "./encode.ts";
import { type Ending, JobWatch, type Proof } from "./job-watch.ts";
import type { PrinterLine } from "./printer-line.ts";
import type { PrinterProfile } from "./profile.ts";
import { CHUNK_BYTES, CLEARED_REPLY_MS, FLOW_STOPPED_MS, MARK_EVERY_BYTES, MOST_MARKS_OWED } from "./timing.ts";

type Outcome = Result<ReceiptProof, DriverFailure>;

/** A piece of the job, whole rows only: broken off between two, it leaves no half command in the printer. */
interface Chunk {
  readonly bytes: Buffer;
  /** Ends with GS r, whose answer says that all before it was executed. */
  readonly isMarked: boolean;
}

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
  try {
    watch.keepAsking();
    const written = await writeAll(line, chunksOf(receipt, proof), watch);
    const facts = { bytes: receipt.bytes.length, proof: proof.kind, handedOver: written.bytes };
    if (proof.kind === "none" && !written.ending) return ok({ proof: "none" });
    return await afterEnding(line, profile, watch, written.ending ?? (await watch.ended), call, facts);
  } finally {
    watch.dispose();
  }
}

function chunksOf(receipt: EncodedReceipt, proof: Proof): Chunk[] {
  const chunks: Chunk[] = [];
  let [from, markedUpTo] = [0, 0];
  for (const end of receipt.rowEnds) {
    if (end - from < CHUNK_BYTES) continue;
    const isMarked = proof.kind !== "none" && end - markedUpTo >= MARK_EVERY_BYTES;
    const bytes = receipt.bytes.subarray(from, end);
    chunks.push({ bytes: isMarked ? Buffer.concat([bytes, command.BUFFERED_PAPER_STATUS]) : bytes, isMarked });
    from = end;
    if (isMarked) markedUpTo = end;
  }
  return [...chunks, { bytes: Buffer.concat([receipt.bytes.subarray(from), request(proof)]), isMarked: proof.kind === "buffered-status" }];
}

function request(proof: Proof): Buffer {
  switch (proof.kind) {
    case "process-id":
      return command.askProcessId(proof.id);
    case "buffered-status":
      return command.BUFFERED_PAPER_STATUS;
    case "none":
      return Buffer.alloc(0);
    default:
      return unreachable(proof.kind);
  }
}

async function writeAll(line: PrinterLine, chunks: readonly Chunk[], watch: JobWatch): Promise<{ bytes: number; ending?: Ending }> {
  let bytes = 0;
  for (const [index, chunk] of chunks.entries()) {
    const held = (await watch.owesAtMost(MOST_MARKS_OWED)) ?? (await whileXoff(line, watch));
    if (held) return { bytes, ending: held };
    // Counted before it is known to be out: a chunk whose write failed may have arrived all the same.
    bytes += chunk.bytes.length;
    if (chunk.isMarked) watch.marked();
    if (index === chunks.length - 1) watch.allSent();
    const wrote = await Promise.race([line.write(chunk.bytes), watch.ended]);
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
  if (woke) return woke;
  // Nobody has asked since the XOFF: this one question finds the paper end that a unit does not report by itself.
  const by = hindrance(await line.inspect());
  line.forgetXoff();
  return by ? { kind: "hindered", by } : { kind: "silent", waitedMs: FLOW_STOPPED_MS };
}

async function afterEnding(
  line: PrinterLine,
  profile: PrinterProfile,
  watch: JobWatch,
  ending: Ending,
  call: Call,
  facts: DriverFailure["facts"] & { readonly bytes: number; readonly handedOver: number },
): Promise<Outcome> {
  const proved = () => ok({ proof: profile.proof.is });
  // Without the proof nobody knows how much of it is on paper, also where the printer names what stopped it.
  const sent = facts.handedOver === 0 ? "no" : "indeterminate";
  switch (ending.kind) {
    case "proved":
      return proved();
    case "hindered": {
      // The roll may end with the last row: then the proof is on its way.
      const answered = (await line.inspect()).online !== undefined;
      if (watch.proved) return proved();
      if (answered && sent !== "no") await throwAwayRest(line, profile);
      return watch.proved ? proved() : failed(ending.by.code, sent, ending.by.recovery, facts);
    }
    case "stopped": {
      // The host waits only a moment for our answer, so the clean-up runs behind it.
      if (sent !== "no") line.tidy(throwAwayRest(line, profile));
      return failed(stopReason(call.signal), sent, "operator", facts);
    }
    case "silent":
      return failed("printer.no-reply", sent, "operator", { ...facts, waitedMs: ending.waitedMs });
    case "closed":
      // All of it may be on paper; where a part never left, it certainly is not whole.
      return failed(facts.handedOver >= facts.bytes ? "printer.lost-track" : "device.offline", sent, "operator", {
        ...facts,
        ...ending.why.facts,
        transport: ending.why.code,
      });
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
