import { html, nothing, type TemplateResult } from "lit";
import type { ReviewSection } from "../../../runtime/server/api.ts";
import { say } from "../../texts/texts.ts";

/** What is known, in labelled rows, with where it came from: said once where it holds for the whole section. */
export function sections(list: readonly ReviewSection[]): TemplateResult {
  return html`<div class="stack">${list.map((section) => {
    const shared = sharedSource(section);
    return html`<section class="card stack">
      ${section.title ? html`<h2>${section.title}${shared ? sourceLine(shared) : nothing}</h2>` : nothing}
      <dl>
        ${section.rows.map(
          (row) => html`<div>
            <dt>${row.label}</dt>
            <dd>${row.value || say("review.empty")}${row.source && !shared ? sourceLine(row.source) : nothing}</dd>
          </div>`,
        )}
      </dl>
    </section>`;
  })}</div>`;
}

function sourceLine(source: string): TemplateResult {
  return html`<span class="source">${say("review.source", { source })}</span>`;
}

function sharedSource({ title, rows }: ReviewSection): string {
  const first = rows[0]?.source ?? "";
  return title && rows.length > 1 && rows.every((row) => row.source === first) ? first : "";
}
