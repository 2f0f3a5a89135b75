import { html, nothing, type TemplateResult } from "lit";
import type { CaseRow } from "../../sync-agent/hub/api.ts";
import { moment } from "../components/ages.ts";
import { say, sayIfKnown } from "../texts/texts.ts";

const DELIVERY_MOODS: Record<CaseRow["delivery"], string> = { waiting: "warn", delivered: "good", refused: "bad" };

const OUTCOME_MOODS: Readonly<Record<string, string>> = { issued: "good", printed: "good", failed: "", spoiled: "", unknown: "bad" };

/** Cases as they came, with what the department and the printers made of them. Applicants are masked by the hub. */
export function caseTable(cases: readonly CaseRow[]): TemplateResult {
  return html`<div class="wide"><table>
    <thead><tr><th>${say("admin.number")}</th><th>${say("admin.item")}</th><th>${say("admin.applicant")}</th><th>${say("admin.kiosk")}</th><th>${say("admin.received")}</th><th>${say("admin.department")}</th><th>${say("admin.rating")}</th><th>${say("admin.issuances")}</th></tr></thead>
    <tbody>${cases.map(
      (one) => html`<tr id="case-${one.id}">
        <td class="mono">${one.number}</td>
        <td>${one.item}${one.signed ? html`<br /><span class="small quiet">${say("admin.signed")}</span>` : nothing}</td>
        <td class="number">${one.applicant}${one.roles.length > 0 ? html`<br /><span class="small quiet">${say("admin.others", { roles: one.roles.map((role) => sayIfKnown(`role.${role}`) ?? role).join(", ") })}</span>` : nothing}</td>
        <td class="mono">${one.kiosk}</td>
        <td class="number">${moment(one.receivedAt)}</td>
        <td>${one.department}<br /><span class="small"><span class="dot ${DELIVERY_MOODS[one.delivery]}"></span>${say(`delivery.${one.delivery}`)}</span></td>
        <td class="number">${one.grade ?? "—"}</td>
        <td>${one.issuances.length === 0 ? "—" : one.issuances.map((print) => html`<div class="small">${print.template} <span class="mono">${print.serial}</span> <span class="dot ${OUTCOME_MOODS[print.outcome] ?? "warn"}"></span>${sayIfKnown(`issued.${print.outcome}`) ?? print.outcome}</div>`)}</td>
      </tr>`,
    )}</tbody>
  </table></div>`;
}
