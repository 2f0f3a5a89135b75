import { css, html, LitElement } from "lit";
import { controls } from "../styles/controls.ts";
import { Reader, say } from "../texts/texts.ts";
import { IntentEvent } from "./events.ts";
import "./kiosk-dialog.ts";
import { Ticks } from "./time-left.ts";

/** "Are you still there?": the last seconds in large figures, and a large button to go on. */
export class TimeWarning extends LitElement {
  static override properties = { remaining: { attribute: false } };
  static override styles = [
    controls,
    css`
      .number {
        font-size: var(--text-giant);
        font-weight: 700;
        line-height: 1;
        font-variant-numeric: tabular-nums;
        color: var(--warn);
      }
    `,
  ];
  declare remaining: () => number | null;

  constructor() {
    super();
    new Reader(this);
    new Ticks(this);
    this.remaining = () => null;
  }

  override render() {
    const seconds = Math.ceil((this.remaining() ?? 0) / 1000);
    return html`<kiosk-dialog .heading=${say("warning.heading")} .words=${say("warning.words")}>
      <div class="number" role="timer" aria-label=${say("time.left.spoken", { seconds })}>${seconds}</div>
      <button slot="answers" class="action" id="end" @click=${() => this.dispatchEvent(new IntentEvent({ kind: "cancel" }))}>${say("warning.end")}</button>
      <button slot="answers" class="action primary" id="stay" @click=${() => this.dispatchEvent(new IntentEvent({ kind: "extend" }))}>${say("warning.stay")}</button>
    </kiosk-dialog>`;
  }
}

customElements.define("time-warning", TimeWarning);
