import { type Clock, pause } from "../../base/clock.ts";
import type { Result } from "../../base/result.ts";
import type { FlowEffect, FlowEvent } from "../../config/service-items/flow-types.ts";
import type { QueryFailure } from "../../sync-agent/agent/api.ts";
import type { Journal } from "../journal/journal.ts";
import type { Hub } from "../neighbours/hub.ts";

type QueryEffect = Extract<FlowEffect, { kind: "query" }>;
type Answer = Result<Record<string, unknown>, QueryFailure>;

export interface Asking {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly signal: AbortSignal;
}

/** Asks a department through the hub; while it says "pending", again, for as long as the item allows. Null: the person has moved on. */
export async function ask(
  effect: QueryEffect,
  about: { readonly session: string; readonly item: string },
  parts: Asking,
): Promise<FlowEvent | null> {
  const { visit } = effect;
  const answer = await answered(effect, about, parts);
  if (answer === null) return null;
  if (answer.ok) return { kind: "fetched", visit, answer: answer.value };
  if (answer.error.code !== "query.refused") return { kind: "unavailable", visit };
  const { reason, message, fields } = answer.error;
  return { kind: "refused", visit, refusal: { reason, message, fields: fields ?? {} } };
}

/** A question with its end in the journal: what was asked about whom is not in it. Null: the person has moved on. */
export async function answered(
  { operation, params, withinMs, poll }: Pick<QueryEffect, "operation" | "params" | "withinMs" | "poll">,
  about: { readonly session: string; readonly item: string },
  { hub, clock, journal, signal }: Asking,
): Promise<Answer | null> {
  const began = clock.monotonic();
  const until = began + (poll?.forMs ?? 0);
  for (;;) {
    const answer = await hub.query({ operation, params: { ...params }, withinMs, ...about }, signal);
    const again = isPending(answer) && poll !== null && clock.monotonic() + poll.everyMs <= until;
    const isOver = signal.aborted || !again || (await pause(clock, poll.everyMs, signal)) === "aborted";
    if (!isOver) continue;
    const code = answer.ok ? "" : answer.error.code;
    const ms = Math.max(0, Math.round(clock.monotonic() - began));
    journal.append("query.ended", { session: about.session, operation, outcome: outcomeOf(answer, signal), code, ms });
    return signal.aborted ? null : answer;
  }
}

function isPending(answer: Answer): boolean {
  return !answer.ok && answer.error.code === "query.pending";
}

function outcomeOf(answer: Answer, signal: AbortSignal): "answered" | "refused" | "unavailable" | "cancelled" {
  if (signal.aborted) return "cancelled";
  if (answer.ok) return "answered";
  return answer.error.code === "query.refused" ? "refused" : "unavailable";
}
