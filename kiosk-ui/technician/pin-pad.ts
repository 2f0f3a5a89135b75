import { css, html, LitElement, nothing } from "lit";
import { desk } from "../styles/desk.ts";
import { Reader, say } from "../texts/texts.ts";
import { PinEvent } from "./act-event.ts";

const LONGEST_PIN = 12;
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "erase"] as const;

/** A pad for a PIN, which is shown as dots and forgotten once it is sent; a keyboard types too. */
export class PinPad extends LitElement {
  static override properties = { problem: {}, action: {}, busy: { type: Boolean }, pin: { state: true } };
  static override styles = [
    desk,
    css`
      :host {
        display: grid;
        gap: var(--space-3);
      }
      .keys {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        gap: var(--space-2);
      }
      .keys button {
        min-height: var(--bar-height);
        font-size: var(--text-l);
      }
      .pin {
        font-size: var(--text-xl);
        letter-spacing: 0.3em;
        text-align: center;
        min-height: 1.6em;
        border-bottom: var(--rule) solid var(--accent);
      }
    `,
  ];
  declare problem: string;
  /** What the button below says. */
  declare action: string;
  declare busy: boolean;
  declare pin: string;

  constructor() {
    super();
    new Reader(this);
    this.problem = "";
    this.action = "";
    this.busy = false;
    this.pin = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.#onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.#onKey);
    this.pin = "";
  }

  override render() {
    return html`
      <p class="pin" role="status" aria-label=${say("form.secret", { count: this.pin.length })}>${"•".repeat(this.pin.length)}</p>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <div class="keys">${KEYS.map((key) => html`<button type="button" id="pin-${key}" @click=${() => this.#press(key)}>${key === "clear" || key === "erase" ? say(`keyboard.${key}`) : key}</button>`)}</div>
      <button type="button" class="primary" id="pin-enter" ?disabled=${this.pin === "" || this.busy} @click=${this.#enter}>${this.action}</button>`;
  }

  #press(key: string): void {
    if (key === "clear") this.pin = "";
    else if (key === "erase") this.pin = this.pin.slice(0, -1);
    else if (this.pin.length < LONGEST_PIN) this.pin += key;
  }

  #enter(): void {
    const pin = this.pin;
    this.pin = "";
    if (pin && !this.busy) this.dispatchEvent(new PinEvent(pin));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (/^[0-9]$/.test(event.key)) this.#press(event.key);
    else if (event.key === "Backspace") this.#press("erase");
    else if (event.key === "Enter" && !(event.composedPath()[0] instanceof HTMLButtonElement)) this.#enter();
  };
}

customElements.define("pin-pad", PinPad);
