import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { plainSerial } from "../../base/plain-serial.ts";
import type { EditEvent } from "../keyboard/key-event.ts";
import "../keyboard/digit-pad.ts";
import { desk } from "../styles/desk.ts";
import { Reader, say } from "../texts/texts.ts";
import { serialNumber, serialStyles } from "./serial-number.ts";

export interface NumberField {
  readonly name: string;
  readonly label: string;
  /** May begin with letters, as a blank's number does; else digits only. */
  readonly letters: boolean;
  readonly value: string;
  readonly hint?: string;
}

/** What now stands in the fields. */
export class EntryEvent extends Event {
  readonly name: string;
  readonly value: string;
  constructor(name: string, value: string) {
    super("kiosk-entry");
    this.name = name;
    this.value = value;
  }
}

const LONGEST = 36;
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ-"];

/** Numbers typed with a keyboard or with the keys beside them: a kiosk's own screen has no keyboard. The parent keeps the values. */
export class NumberEntry extends LitElement {
  static override properties = { fields: { attribute: false }, active: { state: true }, spelling: { state: true } };
  static override styles = [
    desk,
    serialStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, var(--entry-width)), 1fr));
        gap: var(--space-4);
        align-items: start;
      }
      .fields,
      .keys {
        display: grid;
        gap: var(--space-3);
      }
      /* Clear of the ring around the field below. */
      label {
        gap: var(--space-3);
      }
      label input {
        font-family: var(--font-mono);
        font-size: var(--serial-large);
        letter-spacing: 0.04em;
      }
      label input.active {
        border-color: var(--accent);
        box-shadow: inset 0 0 0 var(--hair) var(--accent);
      }
      .read-back {
        color: var(--text);
      }
      .letters {
        display: grid;
        grid-template-columns: repeat(7, 1fr);
        gap: var(--space-1);
      }
      .letters button {
        padding: 0;
        font-size: var(--text-l);
      }
    `,
  ];
  declare fields: readonly NumberField[];
  declare active: string;
  declare spelling: boolean;

  constructor() {
    super();
    new Reader(this);
    this.fields = [];
    this.active = "";
    this.spelling = false;
  }

  override focus(): void {
    this.renderRoot.querySelector("input")?.focus();
  }

  override render() {
    const current = this.#current();
    return html`
      <div class="fields">${this.fields.map((field) => this.#field(field, field.name === current?.name))}</div>
      <div class="keys" @pointerdown=${keepFocus}>
        ${this.spelling && current?.letters ? this.#letters(current) : html`<digit-pad @kiosk-edit=${(event: EditEvent) => this.#edit(event)}></digit-pad>`}
        ${current?.letters ? html`<button type="button" id="entry-letters" aria-pressed=${this.spelling} @click=${() => (this.spelling = !this.spelling)}>${say(this.spelling ? "entry.digits" : "entry.letters")}</button>` : nothing}
      </div>`;
  }

  #current(): NumberField | undefined {
    return this.fields.find(({ name }) => name === this.active) ?? this.fields[0];
  }

  #field(field: NumberField, isActive: boolean): TemplateResult {
    const typed = (event: InputEvent) => this.#set(field, (event.target as HTMLInputElement).value);
    return html`<label>${field.label}
      <input name=${field.name} class=${isActive ? "active" : ""} .value=${field.value} inputmode="none" autocomplete="off" spellcheck="false" @focus=${() => (this.active = field.name)} @input=${typed} />
      ${field.hint ? html`<span>${field.hint}</span>` : nothing}
      ${field.letters && /\d/u.test(field.value) ? html`<span class="read-back" aria-hidden="true">${say("entry.read-back")} ${serialNumber(field.value)}</span>` : nothing}
    </label>`;
  }

  #letters(current: NumberField): TemplateResult {
    return html`<div class="letters">
      ${LETTERS.map((letter) => html`<button type="button" @click=${() => this.#set(current, current.value + letter)}>${letter}</button>`)}
      <button type="button" @click=${() => this.#set(current, current.value.slice(0, -1))}>${say("keyboard.erase")}</button>
    </div>`;
  }

  #edit({ change, text }: EditEvent): void {
    const current = this.#current();
    if (!current) return;
    if (change === "insert") this.#set(current, current.value + text);
    else this.#set(current, change === "clear" ? "" : current.value.slice(0, -1));
  }

  #set(field: NumberField, value: string): void {
    const allowed = plainSerial(value).replace(field.letters ? /[^A-Z0-9-]/gu : /\D/gu, "");
    this.active = field.name;
    this.dispatchEvent(new EntryEvent(field.name, allowed.slice(0, LONGEST)));
    // What was typed and not allowed must go from the field, though the parent's value is the same as before.
    this.requestUpdate();
  }
}

// A touch on a key leaves the caret where it is.
function keepFocus(event: Event): void {
  event.preventDefault();
}

customElements.define("number-entry", NumberEntry);

declare global {
  interface GlobalEventHandlersEventMap {
    "kiosk-entry": EntryEvent;
  }
}
