import { css, html, nothing, type TemplateResult } from "lit";
import { icon } from "../../components/icon.ts";
import { say } from "../../texts/texts.ts";

/** Whose turn it is, where it is another person's than the applicant's. */
export function turnChip(person: string | null): TemplateResult | typeof nothing {
  return person === null ? nothing : html`<p class="turn">${icon("person")}${say("identify.turn", { person })}</p>`;
}

export const turnStyles = css`
  .turn {
    align-self: center;
    flex: none;
    display: flex;
    align-items: center;
    gap: var(--space-2);
    margin-bottom: var(--space-4);
    padding: var(--space-2) var(--space-4);
    border: var(--rule) solid currentcolor;
    border-radius: var(--radius);
    background: var(--plum-wash);
    color: var(--plum);
    font-size: var(--text-l);
    font-weight: 700;
    line-height: var(--leading-tight);
  }
`;
