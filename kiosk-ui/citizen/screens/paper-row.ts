import { css, html, nothing, type TemplateResult } from "lit";
import type { PrintProgress } from "../../../runtime/server/api.ts";
import { icon } from "../../components/icon.ts";
import { phrased } from "../../components/phrased.ts";
import { qrCode, qrStyles } from "../../components/qr-code.ts";
import { say } from "../../texts/texts.ts";
import { paperArt, paperArtStyles } from "../art/paper-art.ts";

/** One paper: how far it is, in a drawing and in words; the number of its blank; what to do where it did not go well. */
export function paperRow(print: PrintProgress): TemplateResult {
  const { document, state, serial } = print;
  return html`<li class="card paper">
    ${paperArt(state)}
    <div class="what">
      <h2 class="phrased">${phrased(document)}</h2>
      <p class="state ${state}">${say(`print.${state}`)}</p>
      ${serial ? html`<p class="serial">${say("print.serial")} <strong>${serial}</strong></p>` : nothing}
    </div>
    ${trouble(print)} ${phoneCode(print)}
  </li>`;
}

/** What happened, that nothing is lost, what will be done and where to go; nobody is blamed, and nothing is guessed. */
export function trouble(print: PrintProgress): TemplateResult | typeof nothing {
  const { state, problem } = print;
  if (state !== "failed" && state !== "unknown") return nothing;
  const blank = print.serial === "" ? "plain" : "blank";
  const [done, next] =
    state === "failed"
      ? [say("print.failed.done"), say("print.failed.next")]
      : [say(`print.unknown.done.${blank}`), say(`print.unknown.next.${blank}`)];
  return html`<div class="trouble">
    ${problem ? html`<p><strong>${say(`print.problem.${problem}`)}</strong></p>` : nothing}
    <p>${icon("check")}<span>${say("print.kept")}</span></p>
    <p>${icon("person")}<span>${done}</span></p>
    <p>${icon("building")}<span>${next}</span></p>
  </div>`;
}

/**
 * The way to a person's own phone. The address itself is never written out: its end is the key, and whoever stands behind could read it.
 * Its beginning is, so that the person can tell that the phone opened the right page.
 */
export function phoneCode(print: PrintProgress): TemplateResult | typeof nothing {
  const { code, document } = print;
  if (code === null) return nothing;
  return html`<div class="phone">
    ${qrCode(code, say("papers.code", { document }))}
    <div>
      <p class="call phrased">${phrased(say("papers.scan", { document }))}</p>
      <p class="quiet">${say("papers.scan.soon")}</p>
      ${codeHints([print])}
    </div>
  </div>`;
}

/** Why it is not on paper, how to tell that the phone opened the right page, and what else can be done: once for all the codes. */
export function codeHints(prints: readonly PrintProgress[]): TemplateResult {
  const problems = new Set(prints.flatMap(({ problem }) => problem ?? []));
  const hosts = new Set(prints.flatMap(({ code }) => (code !== null && URL.canParse(code) ? new URL(code).host : [])));
  return html`
    ${[...problems].map((problem) => html`<p class="quiet small">${say("papers.instead", { reason: say(`print.problem.${problem}`) })}</p>`)}
    ${hosts.size > 0 ? html`<p class="quiet small">${say("papers.scan.host", { host: [...hosts].join(" / ") })}</p>` : nothing}
    <p class="quiet small">${say("papers.scan.no-phone")}</p>`;
}

export const paperRowStyles = [
  paperArtStyles,
  qrStyles,
  css`
    .paper {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: var(--space-4);
      align-items: center;
    }
    .paper h2 {
      text-wrap: balance;
    }
    .state {
      color: var(--text-quiet);
    }
    .state.printed,
    .state.paperless {
      color: var(--good);
    }
    .state.failed,
    .state.unknown {
      color: var(--warn);
      font-weight: 700;
    }
    .serial strong {
      font-family: var(--font-mono);
      letter-spacing: 0.04em;
      white-space: nowrap;
    }
    .trouble,
    .phone {
      grid-column: 1 / -1;
    }
    .trouble {
      display: grid;
      gap: var(--space-2);
      border-left: var(--ring) solid var(--warn);
      border-radius: var(--radius);
      background: var(--warn-wash);
      padding: var(--space-3) var(--space-4);
      text-wrap: pretty;
    }
    .trouble p {
      display: flex;
      gap: var(--space-3);
      align-items: flex-start;
    }
    .trouble .icon {
      color: var(--warn);
      margin-top: 0.15em;
    }
    .phone {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: var(--space-5);
      align-items: center;
    }
    .call {
      font-size: var(--text-l);
      font-weight: 700;
      line-height: var(--leading-tight);
      margin-bottom: var(--space-2);
    }
  `,
];
