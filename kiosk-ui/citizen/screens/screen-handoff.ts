import { css, html, nothing } from "lit";
import "../../components/kiosk-page.ts";
import "../../components/kiosk-scroller.ts";
import { icon } from "../../components/icon.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ScreenElement } from "../screen-element.ts";
import { papersPanel, papersStyles, reprintButton } from "./papers-panel.ts";

/** The person goes on at a window; the slip says how far they came, so nothing is asked twice. */
export class ScreenHandoff extends ScreenElement<"handoff"> {
  static override styles = [
    screenStyles,
    ...papersStyles,
    css`
      .slip {
        align-self: start;
        text-align: center;
        padding: var(--space-6);
        border: var(--bold-rule) dashed var(--accent);
        border-radius: var(--radius-large);
        background: var(--surface);
        width: 100%;
      }
      .number {
        font-size: var(--text-xxl);
        font-weight: 700;
        line-height: var(--leading-tight);
        overflow-wrap: anywhere;
      }
      .number.long {
        font-size: var(--text-l);
        white-space: pre-wrap;
      }
    `,
  ];

  override render() {
    const { title, paragraphs, slip } = this.screen;
    const long = slip.length > 24;
    return html`
      <kiosk-page .heading=${title} .back=${this.back}>
        <kiosk-scroller class="fill" .label=${title}><div class="stack">
          <div class="beside ${this.papers ? "two" : ""}">
          ${slip ? html`<div class="slip"><p class="quiet">${say("handoff.slip")}</p><p class="number ${long ? "long" : ""}">${slip}</p></div>` : nothing}
          ${papersPanel(this.papers)}
          </div>
          <div class="card prose">${paragraphs.map((text) => html`<p>${text}</p>`)}</div>
          <div class="notice">${icon("building")}<div><strong>${say("handoff.next")}</strong>${say("handoff.kept")}</div></div>
        </div></kiosk-scroller>
        ${reprintButton(this.papers)}
        <button slot="actions" class="action primary wide" id="confirm" ?disabled=${this.papers?.reprinting ?? false} @click=${() => this.ask({ kind: "confirm" })}>${say("action.done")}</button>
      </kiosk-page>`;
  }
}

customElements.define("screen-handoff", ScreenHandoff);
