import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { OpenIssuance, TechnicianOverview } from "../../runtime/server/api.ts";
import { age, dayOf } from "../components/ages.ts";
import { icon } from "../components/icon.ts";
import { pageClock } from "../components/page-clock.ts";
import { desk } from "../styles/desk.ts";
import { Reader, say } from "../texts/texts.ts";
import { nameOf } from "./document-name.ts";
import "./resolve-wizard.ts";
import { serialNumber, serialStyles } from "./serial-number.ts";

/** Every number without a final state, each with what keeps it from one; that there is none is said too, with the day. */
export class OpenIssuances extends LitElement {
  static override properties = { overview: { attribute: false }, settling: { state: true } };
  static override styles = [
    desk,
    serialStyles,
    css`
      .panel.some {
        border-color: var(--warn);
        background: var(--warn-wash);
      }
      .none {
        color: var(--good);
        display: flex;
        gap: var(--space-2);
        align-items: center;
      }
      td {
        vertical-align: middle;
      }
    `,
  ];
  declare overview: TechnicianOverview;
  /** Id of the issuance that somebody looks into. */
  declare settling: string;

  constructor() {
    super();
    new Reader(this);
    this.settling = "";
  }

  override render() {
    const { openIssuances } = this.overview;
    const settled = openIssuances.find(({ id }) => id === this.settling);
    return html`<section class="panel ${openIssuances.some(canSettle) ? "some" : ""}" @kiosk-close=${() => (this.settling = "")}>
      <h2>${say("open.heading", { count: openIssuances.length })}</h2>
      ${openIssuances.length === 0 ? html`<p class="none" id="open-none">${icon("check")}${say("open.none", { day: dayOf(pageClock.now()) })}</p>` : this.#table(openIssuances, settled !== undefined)}
      ${settled ? html`<resolve-wizard id="wizard" .issuance=${settled} .overview=${this.overview}></resolve-wizard>` : nothing}
    </section>`;
  }

  #table(list: readonly OpenIssuance[], isSettling: boolean): TemplateResult {
    return html`<div class="wide"><table>
      <thead><tr><th>${say("tech.document")}</th><th>${say("tech.serial")}</th><th>${say("open.why")}</th><th>${say("open.since")}</th><th>${say("open.act")}</th></tr></thead>
      <tbody>${list.map((one) => this.#row(one, isSettling))}</tbody>
    </table></div>`;
  }

  /**
   * While somebody is asked to read a number from paper, none stands here to be copied. Only while: a number that has found its end takes
   * its wizard with it, which can then say no more that it is closed.
   */
  #row(one: OpenIssuance, isSettling: boolean): TemplateResult {
    return html`<tr id="issuance-${one.id}">
      <td>${nameOf(this.overview, one)}</td>
      <td>${one.serial === null ? "—" : isSettling ? "…" : serialNumber(one.serial)}</td>
      <td>${say(`open.why.${one.why ?? "printing"}`)}</td>
      <td class="number">${age(pageClock.now() - one.since)}</td>
      <td>${canSettle(one) ? html`<button class="primary" id="settle-${one.id}" @click=${() => (this.settling = one.id)}>${say("open.settle")}</button>` : html`<span class="quiet small">${say("open.wait")}</span>`}</td>
    </tr>`;
  }
}

/** What is on its way now finds its end by itself. */
function canSettle({ state, why }: OpenIssuance): boolean {
  return (state === "printed" || state === "unknown") && why !== null && why !== "printing";
}

customElements.define("open-issuances", OpenIssuances);
