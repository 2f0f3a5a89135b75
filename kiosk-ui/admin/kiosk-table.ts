import { html, type TemplateResult } from "lit";
import type { KioskRow } from "../../sync-agent/hub/api.ts";
import { age } from "../components/ages.ts";
import { say } from "../texts/texts.ts";

/** Every kiosk, those that are away first: they are what the table is opened for. */
export function kioskTable(kiosks: readonly KioskRow[], now: number): TemplateResult {
  const rows = [...kiosks].sort((a, b) => Number(a.online) - Number(b.online) || a.id.localeCompare(b.id));
  return html`<div class="wide"><table>
    <thead><tr><th>${say("admin.kiosk")}</th><th>${say("admin.hall")}</th><th>${say("admin.state")}</th><th>${say("admin.seen")}</th><th>${say("admin.rows")}</th></tr></thead>
    <tbody>${rows.map(
      (kiosk) => html`<tr id="kiosk-${kiosk.id}">
        <td class="mono">${kiosk.id}</td>
        <td>${kiosk.hall}</td>
        <td><span class="dot ${kiosk.online ? "good" : "bad"}"></span>${say(kiosk.online ? "admin.is-online" : "admin.is-away")}</td>
        <td class="number">${kiosk.lastSeen === null ? say("admin.never") : say("admin.ago", { age: age(now - kiosk.lastSeen) })}</td>
        <td class="number">${kiosk.rows}</td>
      </tr>`,
    )}</tbody>
  </table></div>`;
}
