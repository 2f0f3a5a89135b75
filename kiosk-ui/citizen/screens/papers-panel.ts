import { css, html, nothing, type TemplateResult } from "lit";
import type { Papers, PrintProgress } from "../../../runtime/server/api.ts";
import { icon } from "../../components/icon.ts";
import { phrased } from "../../components/phrased.ts";
import { say } from "../../texts/texts.ts";
import { paperArt } from "../art/paper-art.ts";
import { IntentEvent } from "../events.ts";
import { paperRowStyles, phoneCode, trouble } from "./paper-row.ts";

/** What this person has to take along: how many papers lie in the outlet, which, and what waits for a phone. */
export function papersPanel(papers: Papers | null): TemplateResult | typeof nothing {
  if (papers === null) return nothing;
  const lying = papers.prints.filter(({ state }) => state === "printed").length;
  // What waits for a phone is named beside its code.
  const codes = papers.prints.filter(({ code }) => code !== null);
  const lines = papers.prints.filter(({ code }) => code === null);
  return html`<section class="card papers" id="papers">
    ${lying > 0 ? html`<p class="take">${paperArt("printed")}<strong>${say("papers.take.count", { count: lying })}</strong></p>` : nothing}
    ${lines.length > 0 ? html`<ul>${lines.map(line)}</ul>` : nothing}
    ${papers.reprinting ? html`<p class="reprinting" role="status">${icon("printer")}${say("papers.reprinting")}</p>` : nothing}
    ${codes.map(phoneCode)}
  </section>`;
}

function line(print: PrintProgress): TemplateResult {
  const { document, state, serial } = print;
  return html`<li>
    <p class="line"><span class="phrased">${phrased(document)}</span>${serial ? html`<span class="number">${serial}</span>` : nothing}<span class="state ${state}">${say(`papers.state.${state}`)}</span></p>
    ${trouble(print)}
  </li>`;
}

/** The receipt once more; asked for, and answered, by the runtime. */
export function reprintButton(papers: Papers | null): TemplateResult | typeof nothing {
  if (!papers?.canReprint && !papers?.reprinting) return nothing;
  const ask = (event: Event) => event.currentTarget?.dispatchEvent(new IntentEvent({ kind: "reprint" }));
  return html`<button slot="actions" class="action outline" id="reprint" ?disabled=${papers.reprinting} @click=${ask}>${icon("printer")}${say(papers.reprinting ? "papers.reprinting.short" : "papers.reprint")}</button>`;
}

export const papersStyles = [
  ...paperRowStyles,
  css`
    .beside {
      display: flex;
      flex-direction: column;
      gap: var(--space-4);
    }
    /* On a wide screen what is to be taken along stands beside how it ended, not below the edge. */
    @media (orientation: landscape) {
      .beside.two {
        display: grid;
        grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
        grid-template-rows: auto 1fr;
        align-items: start;
      }
      .beside .papers {
        grid-column: 2;
        grid-row: 1 / span 2;
      }
    }
    .papers {
      display: grid;
      gap: var(--space-4);
    }
    .take {
      display: flex;
      align-items: center;
      gap: var(--space-4);
      font-size: var(--text-l);
      color: var(--good);
    }
    .papers li + li,
    .take + ul {
      border-top: var(--hair) solid var(--line);
    }
    .papers li {
      padding: var(--space-3) 0;
    }
    .papers li:last-child {
      padding-bottom: 0;
    }
    .papers .trouble {
      margin-top: var(--space-2);
    }
    .line {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-1) var(--space-4);
      align-items: baseline;
    }
    .line .state {
      margin-inline-start: auto;
    }
    .line .number {
      font-family: var(--font-mono);
      font-weight: 700;
      font-size: inherit;
    }
    .reprinting {
      display: flex;
      gap: var(--space-3);
      align-items: center;
      color: var(--accent);
      font-weight: 700;
    }
    .reprinting .icon {
      animation: breathe var(--spin) ease-in-out infinite;
    }
    @keyframes breathe {
      50% {
        opacity: 0.4;
      }
    }
  `,
];
