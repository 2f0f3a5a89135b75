import { css, html, nothing, type TemplateResult } from "lit";
import type { PrintProgress } from "../../../runtime/server/api.ts";
import "../../components/kiosk-page.ts";
import "../../components/kiosk-scroller.ts";
import { type IconName, icon } from "../../components/icon.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ScreenElement } from "../screen-element.ts";

const MARKS: Record<PrintProgress["state"], IconName> = {
  waiting: "wait",
  printing: "printer",
  printed: "check",
  failed: "alert",
  unknown: "alert",
};

/** Each document and how far it is. Only what is known to be printed is called printed. */
export class ScreenPrint extends ScreenElement<"print"> {
  static override styles = [
    screenStyles,
    css`
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-4);
        align-items: center;
      }
      .mark {
        width: var(--action-height);
        height: var(--action-height);
        border-radius: 50%;
        display: grid;
        place-items: center;
        background: var(--page-quiet);
        color: var(--text-quiet);
      }
      .mark.printing {
        background: var(--accent-wash);
        color: var(--accent);
        animation: breathe var(--spin) ease-in-out infinite;
      }
      .mark.printed {
        background: var(--good-wash);
        color: var(--good);
      }
      .mark.failed,
      .mark.unknown {
        background: var(--warn-wash);
        color: var(--warn);
      }
      .icon {
        width: 50%;
        height: 50%;
      }
      .notice .icon {
        width: var(--icon);
        height: var(--icon);
      }
      h2 {
        text-wrap: balance;
      }
      :host-context([data-reach="low"]) .fill {
        flex: 0 1 auto;
      }
      .problem {
        grid-column: 1 / -1;
      }
      @keyframes breathe {
        50% {
          opacity: 0.55;
        }
      }
    `,
  ];

  override render() {
    const { prints } = this.screen;
    const working = prints.some(({ state }) => state === "waiting" || state === "printing");
    const heading = working
      ? "print.heading"
      : prints.every(({ state }) => state === "printed")
        ? "print.heading.done"
        : "print.heading.problem";
    return html`
      <kiosk-page .heading=${say(heading)} .lead=${say("print.lead")}>
        <kiosk-scroller class="fill" .label=${say(heading)}><ul class="stack" aria-live="polite">${prints.map((print) => this.#row(print))}</ul></kiosk-scroller>
      </kiosk-page>`;
  }

  #row(print: PrintProgress): TemplateResult {
    const { state, problem } = print;
    return html`<li class="card">
      <div class="mark ${state}">${icon(MARKS[state])}</div>
      <div>
        <h2>${print.document}</h2>
        <p class="quiet">${say(`print.${state}`)}</p>
      </div>
      ${problem ? html`<div class="notice warn problem">${icon("alert")}<div><strong>${say(`print.problem.${problem}`)}</strong>${say(state === "unknown" ? "print.unknown.next" : "print.failed.next")}</div></div>` : nothing}
    </li>`;
  }
}

customElements.define("screen-print", ScreenPrint);
