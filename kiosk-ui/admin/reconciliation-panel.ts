import { html, nothing, type TemplateResult } from "lit";
import type { Finding, Reconciliation, SettledNumber } from "../../sync-agent/hub/api.ts";
import { isoMoment, moment } from "../components/ages.ts";
import { icon } from "../components/icon.ts";
import { language, say } from "../texts/texts.ts";
import { STATEMENT_MOODS } from "./blank-book.ts";
import { type TypeNames, typeName } from "./type-name.ts";

/** A day's books held against the hub's: which kiosks agree, and every finding with what it is and what to do, the open ones first. */
export function reconciliationPanel(
  view: Reconciliation,
  stillOpen: readonly Finding[],
  names: TypeNames,
  choose: (day: string) => void,
): TemplateResult {
  const { day, kiosks } = view;
  const findings = [...stillOpen, ...view.findings.filter(({ id }) => !stillOpen.some((one) => one.id === id))].sort(
    (a, b) => Number(a.closedAt !== null) - Number(b.closedAt !== null),
  );
  return html`<section class="panel" id="reconciliation">
    <div class="head">
      <h2>${say("reconcile.heading")}</h2>
      <div class="row">
        <label>${say("reconcile.day")}<input id="day" type="date" .value=${day} @change=${(event: Event) => choose((event.target as HTMLInputElement).value)} /></label>
        <a class="csv" href="/admin/api/reconciliation.csv?day=${day}" download>${icon("document")}${say("statement.csv")}</a>
      </div>
    </div>
    <ul class="row">${kiosks.map(({ kiosk, state, statement }) => html`<li class="chip ${STATEMENT_MOODS[state]}" title=${statement ? moment(statement.receivedAt) : ""}><span class="mono">${kiosk}</span> ${say(`statement-state.${state}`)}</li>`)}</ul>
    ${findings.length === 0 ? html`<p class="none">${icon("check")}${say("reconcile.none", { day })}</p>` : html`<ul class="findings">${findings.map((finding) => one(finding, names))}</ul>`}
    ${view.settled.length === 0 ? nothing : settledThatDay(day, view.settled, names)}
  </section>`;
}

function one(finding: Finding, names: TypeNames): TemplateResult {
  const { id, kiosk, blankType, first, last, since, closedAt, what, todo } = finding;
  const numbers = first === "" ? "" : first === last ? first : `${first} – ${last}`;
  return html`<li id="finding-${id}" class=${closedAt === null ? "bad" : "closed"}>
    <p class="row"><span class="chip ${closedAt === null ? "bad" : "good"}">${icon(closedAt === null ? "alert" : "check")}${closedAt === null ? say("finding.open") : say("finding.closed", { time: isoMoment(closedAt) })}</span><span class="mono">${kiosk}</span>${blankType ? typeName(blankType, names) : nothing}${numbers ? html`<strong class="mono">${numbers}</strong>` : nothing}<span class="quiet small">${say("tech.from", { time: isoMoment(since) })}</span></p>
    <p>${what[language()]}</p>
    ${closedAt === null ? html`<p class="quiet">${todo[language()]}</p>` : nothing}
    ${finding.settled.map((settled) => html`<p class="small"><strong class="mono">${settled.serial}</strong> ${whoFound(settled)}</p>`)}
  </li>`;
}

/** Who looked for which sheet, with whom, and what they found. */
function settledThatDay(day: string, settled: readonly SettledNumber[], names: TypeNames): TemplateResult {
  return html`<div class="head" id="settled"><h3>${say("settled.heading")}</h3><a class="csv" href="/admin/api/blanks/settled.csv?day=${day}" download>${icon("document")}${say("statement.csv")}</a></div>
    <ul class="findings">${settled.map((number) => html`<li><p class="row"><span class="mono">${number.kiosk}</span>${typeName(number.blankType, names)}<strong class="mono">${number.serial}</strong></p><p>${whoFound(number)}</p></li>`)}</ul>`;
}

function whoFound({ found, by, confirmedBy, at }: SettledNumber): TemplateResult {
  const who = confirmedBy === "" ? say("settled.by-one", { by }) : say("settled.by-two", { by, confirmedBy });
  return html`${say(`settled.${found}`)} · ${who} · <span class="number">${isoMoment(at)}</span>`;
}
