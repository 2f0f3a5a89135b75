import { html, nothing, type TemplateResult } from "lit";
import type { HubLink, SetAsideRow } from "../../runtime/server/api.ts";
import { age, moment } from "../components/ages.ts";
import { say, sayIfKnown } from "../texts/texts.ts";
import { ActEvent } from "./act-event.ts";

const MOODS: Record<HubLink["hub"], string> = { reachable: "good", away: "bad", unknown: "warn" };

/** The link to the hub and what waits for it. */
export function linkPanel(link: HubLink, setAside: readonly SetAsideRow[]): TemplateResult {
  return html`<section class="panel">
    <h2>${say("tech.link")}</h2>
    <p><span class="dot ${MOODS[link.hub]}"></span>${say(`link.${link.hub}`)} <span class="quiet small">${say("tech.from", { time: moment(link.since) })}</span></p>
    <div class="tiles">
      <p class="tile"><strong>${link.waiting}</strong><span class="quiet small">${say("tech.waiting")}</span></p>
      <p class="tile"><strong>${link.waiting > 0 ? age(link.oldestMs) : "—"}</strong><span class="quiet small">${say("tech.oldest")}</span></p>
      <p class="tile"><strong>${link.quarantined}</strong><span class="quiet small">${say("tech.quarantined")}</span></p>
    </div>
    ${link.quarantined > 0 ? refused(setAside) : nothing}
  </section>`;
}

/** Why, in the hub's words, so that its administrator can be told; and the way to send them again. */
function refused(setAside: readonly SetAsideRow[]): TemplateResult {
  const release = (event: Event) => event.currentTarget?.dispatchEvent(new ActEvent({ act: "release-quarantined" }));
  return html`<p class="problem">${say("tech.quarantined.next")}</p>
    <ul id="set-aside" tabindex="0" aria-label=${say("tech.quarantined")}>${setAside.map(
      ({ kind, problem, at }) =>
        html`<li><p class="row"><strong>${sayIfKnown(`row.${kind}`) ?? kind}</strong><span class="quiet small">${moment(at)}</span></p><p class="mono small">${problem}</p></li>`,
    )}</ul>
    <button id="release-quarantined" @click=${release}>${say("tech.quarantined.release")}</button>`;
}
