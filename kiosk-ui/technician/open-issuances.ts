import { css, html, LitElement, type TemplateResult } from "lit";
import type { OpenIssuance } from "../../runtime/server/api.ts";
import { moment } from "../components/ages.ts";
import { desk } from "../styles/desk.ts";
import { Reader, say } from "../texts/texts.ts";
import { ActEvent } from "./act-event.ts";

const FINDINGS = ["printed", "spoiled", "blank-unused"] as const;

/** Prints whose fate no machine knows. A person looks into the tray and says what they see. */
export class OpenIssuances extends LitElement {
  static override properties = { issuances: { attribute: false }, asked: { state: true } };
  static override styles = [
    desk,
    css`
      .panel {
        border-color: var(--warn);
        background: var(--warn-wash);
      }
    `,
  ];
  declare issuances: readonly OpenIssuance[];
  /** `id/finding` that waits for its second press: such an act cannot be taken back. */
  declare asked: string;

  constructor() {
    super();
    new Reader(this);
    this.issuances = [];
    this.asked = "";
  }

  override render() {
    return html`<section class="panel">
      <h2>${say("tech.open", { count: this.issuances.length })}</h2>
      <p>${say("tech.open.words")}</p>
      <div class="wide">
        <table>
          <thead><tr><th>${say("tech.document")}</th><th>${say("tech.serial")}</th><th>${say("tech.state")}</th><th>${say("tech.time")}</th><th>${say("tech.finding")}</th></tr></thead>
          <tbody>${this.issuances.map((one) => this.#row(one))}</tbody>
        </table>
      </div>
    </section>`;
  }

  #row(one: OpenIssuance): TemplateResult {
    return html`<tr id="issuance-${one.id}">
      <td>${one.document}</td>
      <td class="mono">${one.serial ?? "—"}</td>
      <td>${say(`issuance.${one.state}`)}</td>
      <td class="number">${moment(one.since)}</td>
      <td><div class="row">${FINDINGS.map((finding) => this.#button(one, finding))}</div></td>
    </tr>`;
  }

  #button(one: OpenIssuance, finding: (typeof FINDINGS)[number]): TemplateResult {
    const key = `${one.id}/${finding}`;
    const sure = this.asked === key;
    const press = () => {
      if (sure) this.dispatchEvent(new ActEvent({ act: "resolve", issuance: one.id, finding }));
      this.asked = sure ? "" : key;
    };
    return html`<button id="resolve-${one.id}-${finding}" class=${sure ? "primary" : ""} @click=${press}>${sure ? say("tech.sure", { finding: say(`finding.${finding}`) }) : say(`finding.${finding}`)}</button>`;
  }
}

customElements.define("open-issuances", OpenIssuances);
