import { html, nothing, type TemplateResult } from "lit";
import type { HubLink } from "../../runtime/server/api.ts";
import { age, moment } from "../components/ages.ts";
import { say } from "../texts/texts.ts";

const MOODS: Record<HubLink["hub"], string> = { reachable: "good", away: "bad", unknown: "warn" };

/** The link to the hub and what waits for it. */
export function linkPanel(link: HubLink): TemplateResult {
  return html`<section class="panel">
    <h2>${say("tech.link")}</h2>
    <p><span class="dot ${MOODS[link.hub]}"></span>${say(`link.${link.hub}`)} <span class="quiet small">${say("tech.from", { time: moment(link.since) })}</span></p>
    <div class="tiles">
      <p class="tile"><strong>${link.waiting}</strong><span class="quiet small">${say("tech.waiting")}</span></p>
      <p class="tile"><strong>${link.waiting > 0 ? age(link.oldestMs) : "—"}</strong><span class="quiet small">${say("tech.oldest")}</span></p>
      <p class="tile"><strong>${link.quarantined}</strong><span class="quiet small">${say("tech.quarantined")}</span></p>
    </div>
    ${link.quarantined > 0 ? html`<p class="problem">${say("tech.quarantined.next")}</p>` : nothing}
  </section>`;
}
