import { newlyLocked } from "../../config/service-items/factor-lock.ts";
import { advance } from "../../config/service-items/flow.ts";
import type { Journal } from "../journal/journal.ts";
import type { Input, State } from "./state.ts";

/** Each factor that is closed for the rest of a session goes on record, also when the session ends with it: so the flow is asked again. */
export function noteLocks(journal: Journal, before: State, input: Input): void {
  if (before.at !== "serving" || input.kind !== "outcome") return;
  const { session } = before;
  const next = advance(before.item, before.flow, input.event);
  if (!next || input.session !== session) return;
  for (const { factor, failures } of newlyLocked(before.flow, next.state)) journal.append("factor.locked", { session, factor, failures });
}
