import { html, nothing, type TemplateResult } from "lit";
import type { ReviewSection } from "../../../runtime/server/api.ts";
import { say } from "../../texts/texts.ts";

/** What is known, in labelled rows, each with where it came from. */
export function sections(list: readonly ReviewSection[]): TemplateResult {
  return html`<div class="stack">${list.map(
    (section) => html`<section class="card stack">
      ${section.title ? html`<h2>${section.title}</h2>` : nothing}
      <dl>
        ${section.rows.map(
          (row) => html`<div>
            <dt>${row.label}</dt>
            <dd>${row.value || say("review.empty")}${row.source ? html`<span class="source">${say("review.source", { source: row.source })}</span>` : nothing}</dd>
          </div>`,
        )}
      </dl>
    </section>`,
  )}</div>`;
}
