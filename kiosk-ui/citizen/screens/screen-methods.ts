import { css, html, nothing, type TemplateResult } from "lit";
import type { Factor, MethodCard } from "../../../runtime/server/api.ts";
import "../../components/kiosk-page.ts";
import "../../components/kiosk-scroller.ts";
import { type IconName, icon } from "../../components/icon.ts";
import { phrased } from "../../components/phrased.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ScreenElement } from "../screen-element.ts";

const DRAWINGS: Readonly<Record<Factor, IconName>> = {
  "id-card": "card",
  face: "face",
  "remote-face": "face",
  "social-security-card": "chip",
  "electronic-licence": "phone",
};

/** How the person wants to prove who they are: every way of the item, those that cannot be used now with why, and a way out. */
export class ScreenMethods extends ScreenElement<"methods"> {
  static override styles = [
    screenStyles,
    css`
      ul {
        display: grid;
        gap: var(--space-4);
      }
      li {
        display: grid;
      }
      @media (orientation: landscape) {
        ul {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
        :host-context([data-size="senior"]) ul {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      .method {
        width: 100%;
        min-height: var(--method-height);
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: var(--space-5);
        align-items: center;
        padding: var(--space-4) var(--space-5);
        text-align: start;
        border: var(--hair) solid var(--line);
        border-radius: var(--radius-large);
        background: var(--surface);
        box-shadow: var(--shadow);
      }
      .method.off {
        background: var(--page-quiet);
        border-style: dashed;
        border-color: var(--line-strong);
        box-shadow: none;
        color: var(--text-quiet);
      }
      .tile {
        position: relative;
        width: var(--method-tile);
        height: var(--method-tile);
        display: grid;
        place-items: center;
        border-radius: var(--radius-large);
        background: var(--accent-wash);
        color: var(--accent);
      }
      .tile > .main {
        width: 62%;
        height: 62%;
      }
      .second {
        position: absolute;
        right: calc(-1 * var(--space-3));
        bottom: calc(-1 * var(--space-2));
        width: var(--icon-large);
        height: var(--icon-large);
        display: grid;
        place-items: center;
        border-radius: 50%;
        background: var(--accent);
        color: var(--on-accent);
        border: var(--bold-rule) solid var(--surface);
      }
      .second svg {
        width: 62%;
        height: 62%;
      }
      .off .tile,
      .off .second {
        background: transparent;
        color: inherit;
        border: var(--rule) solid currentcolor;
      }
      .off .second {
        background: var(--page-quiet);
      }
      .title {
        display: block;
        font-size: var(--text-l);
        font-weight: 700;
        line-height: var(--leading-tight);
      }
      .detail {
        display: block;
        margin: var(--space-1) 0;
        color: var(--text-quiet);
        line-height: 1.4;
        text-wrap: pretty;
      }
      :host-context([data-reach="low"]) .fill {
        flex: 0 1 auto;
        max-height: var(--low-body);
      }
    `,
  ];

  override render() {
    const { title, paragraphs, methods } = this.screen;
    const usable = methods.some((method) => method.unavailable === null);
    return html`
      <kiosk-page .heading=${title} .lead=${usable ? paragraphs.join(" ") || say("methods.lead") : ""} .back=${this.back}>
        <kiosk-scroller class="fill" .label=${title}>
          <div class="stack">
            ${usable ? nothing : html`<div class="notice warn">${icon("info")}<div><strong>${say("methods.none")}</strong><span class="phrased">${phrased(say("methods.none.next"))}</span></div></div>`}
            <ul>${methods.map((method) => html`<li>${this.#card(method)}</li>`)}</ul>
          </div>
        </kiosk-scroller>
        <button slot="actions" class="action ${usable ? "outline" : "primary"} wide" id="refuse" @click=${() => this.ask({ kind: "refuse" })}>${say(usable ? "methods.refuse" : "methods.way-out")}</button>
      </kiosk-page>`;
  }

  #card(method: MethodCard): TemplateResult {
    const { id, unavailable } = method;
    if (unavailable !== null)
      return html`<div class="method off" id="method-${id}">${this.#inside(method, html`<span class="chip warn">${icon("pause")}${say(`methods.${unavailable}`)}</span>`)}<span></span></div>`;
    return html`<button class="method" id="method-${id}" @click=${() => this.ask({ kind: "choose", row: id })}>${this.#inside(method, nothing)}${icon("forward")}</button>`;
  }

  #inside({ factors, title, detail }: MethodCard, why: TemplateResult | typeof nothing): TemplateResult {
    const [first = "id-card", second] = factors;
    return html`
      <span class="tile">${icon(DRAWINGS[first], "main")}${second ? html`<span class="second">${icon(DRAWINGS[second])}</span>` : nothing}</span>
      <span><span class="title">${title}</span><span class="detail phrased">${phrased(detail)}</span>${why}</span>`;
  }
}

customElements.define("screen-methods", ScreenMethods);
