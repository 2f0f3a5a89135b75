import { css, html, nothing, type TemplateResult } from "lit";
import type { ItemCard, Unavailable } from "../../../runtime/server/api.ts";
import "../../components/kiosk-page.ts";
import "../../components/kiosk-scroller.ts";
import { icon } from "../../components/icon.ts";
import { phrased } from "../../components/phrased.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ScreenElement } from "../screen-element.ts";

const HUES = 4;
/** So few are shown one under another: larger, and easier to tell apart. */
const FEW = 4;

/** What can be done here: every item, those that cannot be done now with why and where else. */
export class ScreenHome extends ScreenElement<"home"> {
  static override styles = [
    screenStyles,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: var(--space-4);
        align-content: start;
      }
      :host-context([data-size="senior"]) ul {
        grid-template-columns: minmax(0, 1fr);
      }
      @media (orientation: portrait) {
        .few {
          grid-template-columns: minmax(0, 1fr);
        }
        .few .item {
          padding: var(--space-6);
          column-gap: var(--space-4);
        }
        .few .name {
          font-size: var(--text-xl);
        }
      }
      @media (orientation: landscape) {
        ul {
          grid-template-columns: repeat(3, minmax(0, 1fr));
        }
        :host-context([data-size="senior"]) ul {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
      :host-context([data-reach="low"]) .fill {
        flex: 0 1 auto;
        max-height: var(--low-body);
      }
      .item {
        width: 100%;
        height: 100%;
        min-height: var(--item-height);
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        grid-template-rows: auto 1fr auto;
        column-gap: var(--space-3);
        row-gap: var(--space-2);
        align-items: start;
        justify-items: start;
        text-align: start;
        padding: var(--space-4);
        border: var(--hair) solid var(--line);
        border-radius: var(--radius-large);
        background: var(--surface);
        box-shadow: var(--shadow);
      }
      .item.off {
        background: var(--page-quiet);
        box-shadow: none;
        border-style: dashed;
        border-color: var(--line-strong);
        color: var(--text-quiet);
      }
      .tile {
        width: var(--tile);
        height: var(--tile);
        border-radius: var(--radius);
        display: grid;
        place-items: center;
        font-size: var(--text-l);
        font-weight: 700;
        line-height: 1;
        background: var(--accent-wash);
        color: var(--accent);
      }
      .hue1 {
        background: var(--good-wash);
        color: var(--good);
      }
      .hue2 {
        background: var(--warn-wash);
        color: var(--warn);
      }
      .hue3 {
        background: var(--plum-wash);
        color: var(--plum);
      }
      .off .tile {
        background: transparent;
        border: var(--rule) solid currentcolor;
        color: inherit;
      }
      .name {
        font-size: var(--text-l);
        font-weight: 700;
        line-height: var(--leading-tight);
        align-self: center;
        text-wrap: balance;
      }
      .summary {
        grid-column: 1 / -1;
        color: var(--text-quiet);
        line-height: 1.4;
      }
      .foot {
        grid-column: 1 / -1;
        display: flex;
        flex-direction: column;
        align-items: flex-start;
        gap: var(--space-1);
        color: var(--text-quiet);
        font-size: var(--text-s);
        line-height: 1.4;
      }
      .foot span {
        display: flex;
        gap: var(--space-1);
        text-wrap: pretty;
      }
      .foot .icon {
        width: 1.2em;
        height: 1.4em;
      }
    `,
  ];

  override render() {
    const topics = [...new Set(this.screen.items.map((item) => item.topic))];
    return html`
      <kiosk-page .heading=${say("home.heading")} .lead=${say("home.lead")}>
        <kiosk-scroller class="fill" .label=${say("home.heading")}>
          <ul class=${this.screen.items.length <= FEW ? "few" : ""}>${this.screen.items.map((item) => html`<li>${this.#card(item, topics.indexOf(item.topic) % HUES)}</li>`)}</ul>
        </kiosk-scroller>
      </kiosk-page>`;
  }

  #card(item: ItemCard, hue: number): TemplateResult {
    const parts = html`
      <span class="tile hue${hue}" aria-hidden="true">${[...item.topic][0] ?? ""}</span>
      <span class="name phrased">${phrased(item.name)}</span>
      <span class="summary">${item.summary}</span>`;
    if (item.unavailable) return html`<div class="item off" id="item-${item.id}">${parts}${this.#why(item.unavailable)}</div>`;
    return html`<button class="item" id="item-${item.id}" @click=${() => this.ask({ kind: "start", item: item.id })}>
      ${parts}<span class="foot">${item.notice ? html`<span class="chip">${icon("phone")}${say(`notice.${item.notice}`)}</span>` : nothing}${item.topic} · ${item.department}</span>
    </button>`;
  }

  #why(why: Unavailable): TemplateResult {
    return html`<div class="foot">
      <span class="chip warn">${icon("pause")}${why.reason === "device-down" && why.device ? say(`unavailable.device.${why.device}`) : say(`unavailable.${why.reason}`)}</span>
      <span>${icon("place")}${say("unavailable.elsewhere", { place: why.elsewhere })}</span>
    </div>`;
  }
}

customElements.define("screen-home", ScreenHome);
