import type { Journal } from "../journal/journal.ts";
import type { State } from "./state.ts";

/** Each agreement, refusal and withdrawal goes on record with the version of the text that was shown. */
export function noteConsents(journal: Journal, before: State, after: State): void {
  if (after.at !== "serving") return;
  const known = before.at === "serving" && before.session === after.session ? before.flow.facts.consents : [];
  for (const one of after.flow.facts.consents) {
    if (known.includes(one)) continue;
    const { consent, version, agreed, by = "" } = one;
    journal.append("consent.given", { session: after.session, consent, version, agreed, by });
  }
}
