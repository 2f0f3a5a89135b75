import { html, type TemplateResult } from "lit";
import type { OpenNumber, OpenNumbers } from "../../sync-agent/hub/api.ts";
import { age, dayOf } from "../components/ages.ts";
import { icon } from "../components/icon.ts";
import { say } from "../texts/texts.ts";
import { type TypeNames, typeName } from "./type-name.ts";

/** Numbers without a final state: each explains itself; that there is none is said with the day on which it was so. */
export function openNumbers(
  { at, open }: { readonly at: number; readonly open: readonly OpenNumbers[] },
  names: TypeNames,
): TemplateResult {
  const some = open.flatMap((group) => group.numbers.map((number) => ({ ...group, number })));
  return html`<section class="panel" id="open-numbers">
    <div class="head"><h2>${say("open.heading", { count: some.length })}</h2><a class="csv" href="/admin/api/blanks/open.csv" download>${icon("document")}${say("statement.csv")}</a></div>
    ${some.length === 0 ? html`<p class="none">${icon("check")}${say("open.none", { day: dayOf(at) })}</p>` : table(some, names)}
  </section>`;
}

function table(some: readonly (OpenNumbers & { readonly number: OpenNumber })[], names: TypeNames): TemplateResult {
  return html`<div class="wide"><table>
    <thead><tr><th>${say("admin.kiosk")}</th><th>${say("tech.load.type")}</th><th>${say("tech.serial")}</th><th>${say("tech.state")}</th><th>${say("open.why")}</th><th>${say("open.since")}</th></tr></thead>
    <tbody>${some.map(
      ({ kiosk, hall, blankType, number }) => html`<tr id="open-${number.serial}">
        <td><span class="mono">${kiosk}</span><br /><span class="quiet small">${hall}</span></td>
        <td>${typeName(blankType, names)}</td>
        <td class="mono"><strong>${number.serial}</strong></td>
        <td>${say(`number.${number.state}`)}</td>
        <td>${say(`open.why.${number.why}`)}<br /><span class="quiet small">${say(`open.todo.${number.why}`)}</span></td>
        <td class="number">${age(number.ageMs)}</td>
      </tr>`,
    )}</tbody>
  </table></div>`;
}
