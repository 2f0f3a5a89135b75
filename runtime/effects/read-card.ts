import type { FlowEvent } from "../../config/service-items/flow-types.ts";
import type { FailureCode } from "../../device-drivers/host/api.ts";
import { judgeCard } from "../identity/judge-card.ts";
import type { CardPrompt } from "../server/api.ts";
import type { SessionWork } from "../session/work.ts";

/** Longer than anybody is let stand there: it is the session's own time that ends the wait for a card. */
const READ_WITHIN_MS = 15 * 60_000;

export type CardOutcome = FlowEvent | "swapped" | null;

/** Waits for a card, reads and judges it. `known`: the number read before in this session. Null: the person has moved on. */
export async function readCard(
  visit: number,
  work: SessionWork,
  parts: { readonly known: string | undefined; readonly nowMs: number; readonly tryId: string },
): Promise<CardOutcome> {
  const { signal } = work;
  const call = { key: parts.tryId, withinMs: READ_WITHIN_MS, signal };
  const read = await work.hold.execute("id-card-reader", "read-card", { photo: true }, call);
  if (signal.aborted) return null;
  if (!read.ok) {
    const why = promptOf(read.error.code);
    return why === "reader-down" ? { kind: "identify-unavailable", visit } : { kind: "identify-failed", visit, why, final: false };
  }
  const { card, photo } = read.value;
  const judged = judgeCard(card, parts.nowMs);
  if (!judged.ok) return { kind: "identify-failed", visit, why: judged.error, final: false };
  // A second person's card in the first one's session: neither may see what belongs to the other.
  if (parts.known !== undefined && parts.known !== card.number) return "swapped";
  work.keepCard(photo === undefined ? null : Buffer.from(photo, "base64"));
  return { kind: "identified", visit, factor: "id-card", identity: judged.value };
}

function promptOf(code: FailureCode): CardPrompt {
  switch (code) {
    case "card.unreadable":
    case "card.text-malformed":
    case "device.bad-reply":
    case "device.timeout":
      return "unreadable";
    case "card.wrong-type":
      return "wrong-type";
    default:
      return "reader-down";
  }
}
