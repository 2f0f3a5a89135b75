import { css, html, nothing, type TemplateResult } from "lit";
import type { BlankAccount, OpenIssuance } from "../../runtime/server/api.ts";
import { say } from "../texts/texts.ts";
import type { AccountPart } from "./account-parts.ts";
import type { BlankTask } from "./blank-task.ts";
import type { FINDINGS } from "./number-check.ts";

type Part = AccountPart | "loaded";
/** How many sheets each part of the account gains or loses. */
export type Moves = Readonly<Partial<Record<Part, number>>>;

/** A count moves nothing: it is written beside the book. */
export function movesOf(task: BlankTask, sheets: number): Moves {
  switch (task) {
    case "load-blanks":
      return { loaded: sheets, inStock: sheets };
    case "count-blanks":
      return {};
    case "return-blanks":
      return { inStock: -sheets, returned: sheets };
    case "spoil":
      return { inStock: -sheets, spoiled: sheets };
  }
}

const ENDS = { printed: "issued", spoiled: "spoiled", "blank-unused": "inStock" } as const;

/** One sheet, from where it hung to its end. */
export function movesFound({ state }: Pick<OpenIssuance, "state">, finding: (typeof FINDINGS)[keyof typeof FINDINGS]): Moves {
  return { [state === "printed" ? "printed" : "open"]: -1, [ENDS[finding]]: 1 };
}

/** The figures before and after. Empty where it moves nothing, or more than is there: then the runtime will refuse, in its own words. */
export function changesOf(account: BlankAccount | null, moves: Moves): readonly { part: Part; from: number; to: number }[] {
  const changes = (Object.entries(moves) as [Part, number][]).map(([part, by]) => {
    const from = account?.[part] ?? 0;
    return { part, from, to: from + by };
  });
  return changes.some(({ to }) => to < 0) ? [] : changes;
}

/** What will be written in the book, said before it is confirmed. */
export function bookChange(account: BlankAccount | null, moves: Moves): TemplateResult | typeof nothing {
  const changes = changesOf(account, moves);
  if (changes.length === 0) return nothing;
  return html`<div class="change" id="book-change">
    <p class="quiet">${say("change.heading")}</p>
    <ul>${changes.map(
      ({ part, from, to }) =>
        html`<li><span>${say(`blanks.${part}`)}</span> <span class="number">${from}</span> <span aria-hidden="true">→</span><span class="said">${say("change.becomes")}</span> <strong class="number">${to}</strong></li>`,
    )}</ul>
  </div>`;
}

export const bookChangeStyles = css`
  .change {
    display: grid;
    gap: var(--space-2);
    border-left: var(--bold-rule) solid var(--accent);
    background: var(--accent-wash);
    border-radius: var(--radius);
    padding: var(--space-3);
  }
  .change ul {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2) var(--space-6);
    font-size: var(--text-xl);
    line-height: var(--leading-tight);
  }
  .change li {
    display: flex;
    gap: var(--space-2);
    align-items: baseline;
    white-space: nowrap;
  }
  /* What cannot be taken back looks it. */
  button.primary.grave {
    background: var(--bad);
    border-color: var(--bad);
  }
`;
