import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { IntentEvent } from "../citizen/events.ts";
import { controls } from "../styles/controls.ts";
import { language, Reader, say } from "../texts/texts.ts";
import { icon } from "./icon.ts";
import { phrased } from "./phrased.ts";

/** One question: its heading, what belongs to it, and the actions at the bottom. The heading takes the focus when the question is new. */
export class KioskPage extends LitElement {
  static override properties = {
    heading: {},
    lead: {},
    back: { type: Boolean },
    centred: { type: Boolean, reflect: true },
    split: { reflect: true },
  };
  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        grid-template-rows: auto minmax(0, 1fr) auto auto;
        min-height: 0;
        height: 100%;
        animation: enter var(--calm) ease-out;
      }
      /* Not from nothing: the first frame after a touch shall show the new question, and the next one comes 16 ms later at best. */
      @keyframes enter {
        from {
          opacity: 0.5;
        }
      }
      h1 {
        font-size: var(--text-xl);
        line-height: var(--leading-tight);
        text-wrap: balance;
      }
      .lead {
        font-size: var(--text-l);
        color: var(--text-quiet);
        margin-top: var(--space-2);
        text-wrap: pretty;
      }
      h1:lang(zh),
      .lead:lang(zh) {
        word-break: keep-all;
        overflow-wrap: anywhere;
      }
      .body {
        min-height: 0;
        display: flex;
        flex-direction: column;
      }
      :host([centred]) header {
        text-align: center;
      }
      :host([centred]) .body {
        justify-content: center;
      }
      :host-context([data-reach="low"]) .body {
        justify-content: flex-end;
      }
      footer {
        display: flex;
        gap: var(--space-4);
        align-items: stretch;
      }
      footer .back {
        flex: 0 1 auto;
        background: var(--page);
      }
      slot[name="actions"] {
        display: contents;
      }
      footer {
        grid-row: 4;
      }
      .side {
        grid-row: 3;
      }
      .side.none {
        display: none;
      }
      :host {
        row-gap: 0;
      }
      .body,
      .side,
      footer:not(.none) {
        margin-top: var(--space-5);
      }
      @media (orientation: landscape) {
        :host([split="pad"]) {
          grid-template-columns: minmax(0, 1fr) minmax(0, 0.9fr);
          column-gap: var(--space-5);
        }
        :host([split="keys"]) ::slotted(button),
        :host([split="keys"]) .back {
          white-space: nowrap;
        }
        :host([split="keys"]) {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1.75fr);
          column-gap: var(--space-5);
        }
        .side {
          grid-column: 2;
          grid-row: 1 / -1;
          align-self: end;
          margin-top: 0;
        }
        .body,
        footer:not(.none) {
          margin-top: var(--space-4);
        }
      }
    `,
  ];
  declare heading: string;
  declare lead: string;
  declare back: boolean;
  declare centred: boolean;
  /** Keys stand beside the question on a wide screen, below it on a tall one. */
  declare split: "none" | "pad" | "keys";
  #language = language();

  constructor() {
    super();
    new Reader(this);
    this.heading = "";
    this.lead = "";
    this.back = false;
    this.centred = false;
    this.split = "none";
  }

  override render() {
    return html`
      <header>
        <h1 tabindex="-1">${phrased(this.heading)}</h1>
        ${this.lead ? html`<p class="lead">${phrased(this.lead)}</p>` : nothing}
      </header>
      <div class="body"><slot></slot></div>
      <div class="side ${this.split}"><slot name="side"></slot></div>
      <footer>
        ${this.back ? html`<button class="action back" id="back" @click=${() => this.dispatchEvent(new IntentEvent({ kind: "back" }))}>${icon("back")}${say("action.back")}</button>` : nothing}
        <slot name="actions"></slot>
      </footer>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // A translated heading is the same question: the focus stays where the person is.
    const translated = this.#language !== language();
    this.#language = language();
    if (changed.has("heading") && !translated) this.renderRoot.querySelector("h1")?.focus({ preventScroll: true });
  }
}

customElements.define("kiosk-page", KioskPage);

declare global {
  interface HTMLElementTagNameMap {
    "kiosk-page": KioskPage;
  }
}
