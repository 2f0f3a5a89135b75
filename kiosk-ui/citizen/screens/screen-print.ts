import { css, html } from "lit";
import type { PrintProgress } from "../../../runtime/server/api.ts";
import "../../components/kiosk-page.ts";
import "../../components/kiosk-scroller.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ScreenElement } from "../screen-element.ts";
import { paperRow, paperRowStyles } from "./paper-row.ts";
import { type PrintMood, printMood } from "./print-mood.ts";

const LEADS = {
  working: "print.lead",
  done: "print.lead.done",
  paperless: "print.lead.paperless",
  unknown: "print.lead.kept",
  problem: "print.lead.kept",
} as const satisfies Record<PrintMood, string>;

/** Each document and how far it is. Only what is known to be printed is called printed. */
export class ScreenPrint extends ScreenElement<"print"> {
  static override styles = [
    screenStyles,
    ...paperRowStyles,
    css`
      :host-context([data-reach="low"]) .fill {
        flex: 0 1 auto;
      }
    `,
  ];

  override render() {
    const prints: readonly PrintProgress[] = this.screen.prints;
    const mood = printMood(prints);
    const heading = say(`print.heading.${mood}`);
    return html`
      <kiosk-page .heading=${heading} .lead=${say(LEADS[mood])}>
        <kiosk-scroller class="fill" .label=${heading}><ul class="stack" aria-live="polite">${prints.map(paperRow)}</ul></kiosk-scroller>
      </kiosk-page>`;
  }
}

customElements.define("screen-print", ScreenPrint);
