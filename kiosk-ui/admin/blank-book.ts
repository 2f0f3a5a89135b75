import { html, nothing, type TemplateResult } from "lit";
import type { BlankBookRow, StatementState } from "../../sync-agent/hub/api.ts";
import { isoMoment } from "../components/ages.ts";
import { icon } from "../components/icon.ts";
import { say } from "../texts/texts.ts";
import { type TypeNames, typeName } from "./type-name.ts";

export const STATEMENT_MOODS: Record<StatementState, string> = {
  agrees: "good",
  differs: "bad",
  waiting: "warn",
  missing: "bad",
  "not-due": "",
  "no-blanks": "",
};

const TERMS = ["issued", "spoiled", "returned", "open", "left"] as const;

/** The city's book of blanks: a line for each kiosk and kind, with the sum that must come out. */
export function blankBook(rows: readonly BlankBookRow[], names: TypeNames): TemplateResult {
  return html`<section class="panel" id="blank-book">
    <div class="head"><h2>${say("book.heading")}</h2><a class="csv" href="/admin/api/blanks.csv" download>${icon("document")}${say("statement.csv")}</a></div>
    ${rows.length === 0 ? html`<p class="quiet">${say("book.none")}</p>` : table(rows, names)}
  </section>`;
}

function table(rows: readonly BlankBookRow[], names: TypeNames): TemplateResult {
  return html`<div class="wide"><table>
    <thead><tr><th>${say("admin.kiosk")}</th><th>${say("tech.load.type")}</th><th class="figure">${say("blanks.loaded")}</th>${TERMS.map((term) => html`<th class="figure">${say(`book.${term}`)}</th>`)}<th>${say("book.sum")}</th><th>${say("book.count")}</th><th>${say("book.statement")}</th></tr></thead>
    <tbody>${rows.map((row) => line(row, names))}</tbody>
  </table></div>`;
}

function line(row: BlankBookRow, names: TypeNames): TemplateResult {
  const sum = TERMS.reduce((total, term) => total + row[term], 0);
  return html`<tr id="book-${row.kiosk}-${row.blankType}">
    <td><span class="mono">${row.kiosk}</span><br /><span class="quiet small">${row.hall}</span></td>
    <td>${typeName(row.blankType, names)}</td>
    <td class="figure">${row.loaded}</td>
    ${TERMS.map((term) => html`<td class="figure ${term === "open" && row.open > 0 ? "alarm" : ""}">${row[term]}</td>`)}
    <td>${sum === row.loaded ? html`<span class="chip good">${icon("check")}${say("blanks.balanced")}</span>` : html`<span class="chip bad">${icon("alert")}${say("blanks.mismatch", { loaded: row.loaded, sum })}</span>`}</td>
    <td>${row.count ? counted(row.count) : say("admin.never")}</td>
    <td>${row.statement ? html`<span class="number">${row.statement.day}</span><br /><span class="small"><span class="dot ${STATEMENT_MOODS[row.statement.state]}"></span>${say(`statement-state.${row.statement.state}`)}</span>` : say("admin.never")}</td>
  </tr>`;
}

function counted({ counted, expected, at, by }: NonNullable<BlankBookRow["count"]>): TemplateResult {
  const differs = counted !== expected;
  return html`<span class="number">${isoMoment(at)}</span> <span class="mono">${by}</span><br /><span class="small">${differs ? html`<span class="dot bad"></span>` : nothing}${say(differs ? "book.count.differs" : "book.count.agrees", { counted, expected })}</span>`;
}
