import { html, nothing, type TemplateResult } from "lit";
import type { KioskRow } from "../../sync-agent/hub/api.ts";
import { age } from "../components/ages.ts";
import { icon } from "../components/icon.ts";
import { say } from "../texts/texts.ts";

/** Every kiosk, those that kept a face and those that are away first: they are what the table is opened for. */
export function kioskTable(kiosks: readonly KioskRow[], now: number): TemplateResult {
  const rows = [...kiosks].sort(
    (a, b) => Number(!a.storedFaces) - Number(!b.storedFaces) || Number(a.online) - Number(b.online) || a.id.localeCompare(b.id),
  );
  return html`<div class="wide"><table>
    <thead><tr><th>${say("admin.kiosk")}</th><th>${say("admin.hall")}</th><th>${say("admin.state")}</th><th>${say("admin.seen")}</th><th>${say("admin.rows")}</th></tr></thead>
    <tbody>${rows.map(
      (kiosk) => html`<tr id="kiosk-${kiosk.id}">
        <td class="mono">${kiosk.id}</td>
        <td>${kiosk.hall}</td>
        <td><span class="dot ${kiosk.online ? "good" : "bad"}"></span>${say(kiosk.online ? "admin.is-online" : "admin.is-away")}${keptFaces(kiosk.storedFaces)}</td>
        <td class="number">${kiosk.lastSeen === null ? say("admin.never") : say("admin.ago", { age: age(now - kiosk.lastSeen) })}</td>
        <td class="number">${kiosk.rows}</td>
      </tr>`,
    )}</tbody>
  </table></div>`;
}

// A face that outlives its check is a breach, whatever else the kiosk does well.
function keptFaces(count: number | null): TemplateResult | typeof nothing {
  return count ? html` <span class="chip bad">${icon("alert")}${say("admin.stored-faces", { count })}</span>` : nothing;
}
