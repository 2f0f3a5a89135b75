import { css, html, nothing, type TemplateResult } from "lit";
import type { Papers, PrintProgress } from "../../../runtime/server/api.ts";
import { icon } from "../../components/icon.ts";
import { phrased } from "../../components/phrased.ts";
import { qrCode } from "../../components/qr-code.ts";
import { say } from "../../texts/texts.ts";
import { paperArt } from "../art/paper-art.ts";
import { IntentEvent } from "../events.ts";
import { codeHints, paperRowStyles, phoneCode, trouble } from "./paper-row.ts";

/** What this person has to take along: what waits for a phone, as that goes with the screen; how many papers lie in the outlet, and which. */
export function papersPanel(papers: Papers | null): TemplateResult | typeof nothing {
  if (papers === null) return nothing;
  const lying = papers.prints.filter(({ state }) => state === "printed").length;
  // What waits for a phone is named beside its code.
  const codes = papers.prints.filter(({ code }) => code !== null);
  const lines = papers.prints.filter(({ code }) => code === null);
  const some = lines.length > 0 || papers.reprinting;
  return html`${codesCard(codes)}${some ? lyingCard(lying, lines, papers.reprinting) : nothing}`;
}

/** One code stands beside its words. Of several each is on the glass at once, far enough apart that a phone sees one: none waits behind a turn. */
function codesCard(codes: readonly PrintProgress[]): TemplateResult | typeof nothing {
  if (codes.length === 0) return nothing;
  if (codes.length === 1) return html`<section class="card codes" id="codes">${codes.map(phoneCode)}</section>`;
  return html`<section class="card codes" id="codes">
    <h2 class="phrased">${phrased(say("papers.scan.count", { count: codes.length }))}</h2>
    <ol>${codes.map(
      ({ code, document }, at) => html`<li>
        ${qrCode(code ?? "", say("papers.code", { document }))}
        <p class="which"><span class="nth" aria-hidden="true">${at + 1}</span><span class="phrased">${phrased(document)}</span></p>
      </li>`,
    )}</ol>
    <div>${codeHints(codes)}</div>
  </section>`;
}

function lyingCard(lying: number, lines: readonly PrintProgress[], isReprinting: boolean): TemplateResult {
  return html`<section class="card papers" id="papers">
    ${lying > 0 ? html`<p class="take">${paperArt("printed")}<strong class="phrased">${phrased(say("papers.take.count", { count: lying }))}</strong></p>` : nothing}
    ${lines.length > 0 ? html`<ul>${lines.map(line)}</ul>` : nothing}
    ${isReprinting ? html`<p class="reprinting" role="status">${icon("printer")}${say("papers.reprinting")}</p>` : nothing}
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
        grid-template-rows: auto auto 1fr;
        align-items: start;
      }
      .beside .papers,
      .beside .codes {
        grid-column: 2;
        grid-row: 1 / span 3;
      }
      .beside .codes ~ .papers {
        grid-column: 1;
        grid-row: auto;
      }
    }
    .papers,
    .codes {
      display: grid;
      gap: var(--space-4);
    }
    .codes ol {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(var(--qr-size), 1fr));
      gap: var(--space-4);
      justify-items: center;
    }
    .codes li {
      display: grid;
      justify-items: center;
      gap: var(--space-2);
    }
    .which {
      display: flex;
      gap: var(--space-2);
      align-items: baseline;
      font-weight: 700;
      line-height: var(--leading-tight);
      text-wrap: balance;
    }
    .nth {
      flex: none;
      width: 1.6em;
      line-height: 1.6;
      border-radius: 50%;
      background: var(--accent);
      color: var(--on-accent);
      text-align: center;
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
