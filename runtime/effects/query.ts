import { type Clock, pause } from "../../base/clock.ts";
import type { FlowEffect, FlowEvent } from "../../config/service-items/flow-types.ts";
import type { Hub } from "../neighbours/hub.ts";

type QueryEffect = Extract<FlowEffect, { kind: "query" }>;

/** Asks a department through the hub; while it says "pending", again, for as long as the item allows. Null: the person has moved on. */
export async function ask(
  effect: QueryEffect,
  about: { readonly session: string; readonly item: string },
  parts: { readonly hub: Hub; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<FlowEvent | null> {
  const { visit, operation, withinMs, poll } = effect;
  const { hub, clock, signal } = parts;
  const until = clock.monotonic() + (poll?.forMs ?? 0);
  for (;;) {
    const answer = await hub.query({ operation, params: { ...effect.params }, withinMs, ...about }, signal);
    if (signal.aborted) return null;
    if (answer.ok) return { kind: "fetched", visit, answer: answer.value };
    if (answer.error.code === "query.refused") {
      const { reason, message, fields } = answer.error;
      return { kind: "refused", visit, refusal: { reason, message, fields: fields ?? {} } };
    }
    const again = answer.error.code === "query.pending" && poll !== null && clock.monotonic() + poll.everyMs <= until;
    if (!again) return { kind: "unavailable", visit };
    if ((await pause(clock, poll.everyMs, signal)) === "aborted") return null;
  }
}
