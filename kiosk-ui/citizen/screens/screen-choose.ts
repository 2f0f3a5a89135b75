import { css, html } from "lit";
import "../../components/kiosk-page.ts";
import "../../components/kiosk-scroller.ts";
import { icon } from "../../components/icon.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { LeaveEvent } from "../events.ts";
import { ScreenElement } from "../screen-element.ts";

/** One of several: a touch on a row is the answer. */
export class ScreenChoose extends ScreenElement<"choose"> {
  static override styles = [
    screenStyles,
    css`
      .row {
        width: 100%;
        min-height: var(--choice-height);
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto;
        gap: var(--space-4);
        padding: var(--space-4) var(--space-5);
        text-align: start;
        border: var(--hair) solid var(--line);
        border-radius: var(--radius-large);
        box-shadow: var(--shadow);
      }
      .title {
        display: block;
        font-size: var(--text-l);
        font-weight: 700;
        line-height: var(--leading-tight);
      }
      .detail {
        display: block;
        margin-top: var(--space-1);
        color: var(--text-quiet);
        line-height: 1.4;
      }
      .empty {
        margin: auto;
        text-align: center;
        font-size: var(--text-l);
        max-width: 24em;
      }
      .empty .icon-huge {
        width: var(--icon-huge);
        height: var(--icon-huge);
        color: var(--text-quiet);
      }
      :host-context([data-reach="low"]) .fill {
        flex: 0 1 auto;
        max-height: var(--low-body);
      }
    `,
  ];

  override render() {
    const { title, rows, emptyText } = this.screen;
    if (rows.length === 0) {
      return html`
        <kiosk-page .heading=${title} .back=${this.back}>
          <div class="empty">${icon("document", "icon-huge")}<p>${emptyText}</p></div>
          <button slot="actions" class="action primary wide" id="leave" @click=${() => this.dispatchEvent(new LeaveEvent())}>${say("action.finish")}</button>
        </kiosk-page>`;
    }
    return html`
      <kiosk-page .heading=${title} .lead=${say("choose.lead")} .back=${this.back}>
        <kiosk-scroller class="fill" .label=${title}>
          <ul class="stack">${rows.map(
            (row) => html`<li>
              <button class="row" id="row-${row.id}" @click=${() => this.ask({ kind: "choose", row: row.id })}>
                <span><span class="title">${row.title}</span><span class="detail">${row.detail}</span></span>
                ${row.badge ? html`<span class="chip">${row.badge}</span>` : html`<span></span>`}${icon("forward")}
              </button>
            </li>`,
          )}</ul>
        </kiosk-scroller>
      </kiosk-page>`;
  }
}

customElements.define("screen-choose", ScreenChoose);
