import { css, html, LitElement } from "lit";
import { icon } from "../components/icon.ts";
import { controls } from "../styles/controls.ts";
import { Reader, say } from "../texts/texts.ts";
import { EditEvent } from "./key-event.ts";

/** Twelve keys: digits, erase, and X where an ID number may end with it. */
export class DigitPad extends LitElement {
  static override properties = { withX: { type: Boolean } };
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        width: min(100%, var(--digit-pad-width));
        margin: 0 auto;
      }
      div {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        gap: var(--space-2);
      }
      button {
        min-height: var(--action-height);
        font-size: var(--text-xl);
        font-weight: 700;
      }
      .word {
        font-size: var(--text-m);
      }
    `,
  ];
  declare withX: boolean;

  constructor() {
    super();
    new Reader(this);
    this.withX = false;
  }

  override render() {
    const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
    return html`<div role="group" aria-label=${say("keyboard.digits")}>
      ${digits.map((digit) => this.#key(digit))}
      ${this.withX ? this.#key("X") : html`<button class="word" id="key-clear" @click=${() => this.dispatchEvent(new EditEvent("clear"))}>${say("keyboard.clear")}</button>`}
      ${this.#key("0")}
      <button id="key-erase" aria-label=${say("keyboard.erase")} @click=${() => this.dispatchEvent(new EditEvent("erase"))}>${icon("erase")}</button>
    </div>`;
  }

  /** A key of a physical keyboard or keypad. True when it meant something here. */
  press(key: string): boolean {
    const letter = key.toUpperCase();
    if (key === "Backspace") this.dispatchEvent(new EditEvent("erase"));
    else if (/^[0-9]$/.test(key) || (this.withX && letter === "X")) this.dispatchEvent(new EditEvent("insert", letter));
    else return false;
    return true;
  }

  #key(text: string) {
    return html`<button id="key-${text}" @click=${() => this.dispatchEvent(new EditEvent("insert", text))}>${text}</button>`;
  }
}

customElements.define("digit-pad", DigitPad);

declare global {
  interface HTMLElementTagNameMap {
    "digit-pad": DigitPad;
  }
}
