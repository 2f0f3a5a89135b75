import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { icon } from "../components/icon.ts";
import { controls } from "../styles/controls.ts";
import { language, Reader, say } from "../texts/texts.ts";
import { type CandidateEvent, EditEvent } from "./key-event.ts";
import { keyRows, type Layer } from "./key-rows.ts";
import type { Candidate, Pinyin } from "./pinyin-engine.ts";
import "./candidate-bar.ts";
import { loadPinyin } from "./pinyin-source.ts";

const LONGEST_COMPOSITION = 40;
const LAYERS: readonly Layer[] = ["pinyin", "letters", "digits"];

/** Our own keyboard: pinyin with a bar of candidates, English letters, digits. The machine's own input methods are never used. */
export class TextKeyboard extends LitElement {
  static override properties = {
    large: { type: Boolean },
    layer: { state: true },
    letters: { state: true },
    upper: { state: true },
    pinyin: { state: true },
  };
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: var(--key-gap);
        padding: var(--space-2);
        border-radius: var(--radius-large);
        background: var(--page-quiet);
        border: var(--hair) solid var(--line);
      }
      .row {
        display: flex;
        gap: var(--key-gap);
        justify-content: center;
      }
      button {
        padding: var(--space-1);
        min-height: var(--key-height);
        min-width: var(--target);
        font-size: var(--text-l);
        border: var(--hair) solid var(--line-strong);
        flex: 1 1 0;
      }
      .row.inset {
        padding: 0 4.5%;
      }
      .word {
        font-size: var(--text-m);
        background: var(--page);
      }
      .space {
        flex: 3 1 0;
      }
      [aria-pressed="true"] {
        background: var(--accent);
        color: var(--on-accent);
        border-color: var(--accent);
      }
    `,
  ];
  declare large: boolean;
  declare layer: Layer;
  declare letters: string;
  declare upper: boolean;
  declare pinyin: Pinyin | null;

  constructor() {
    super();
    new Reader(this);
    this.large = false;
    this.layer = language() === "en" ? "letters" : "pinyin";
    this.letters = "";
    this.upper = false;
    this.pinyin = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void loadPinyin().then((pinyin) => {
      this.pinyin = pinyin;
    });
  }

  override render() {
    const rows = keyRows(this.layer, this.large);
    return html`
      <candidate-bar ?hidden=${this.layer !== "pinyin"} .large=${this.large} .letters=${this.letters} .candidates=${this.#candidates()} .ready=${this.pinyin !== null}
        @kiosk-candidate=${(event: CandidateEvent) => this.#take(event.candidate)}></candidate-bar>
      ${rows.map((row, index) => html`<div class="row ${!this.large && this.layer !== "digits" && index === 1 ? "inset" : ""}">${this.#keys(row, index === rows.length - 1)}</div>`)}
      <div class="row">
        ${LAYERS.map((layer) => html`<button class="word" id="layer-${layer}" aria-pressed=${this.layer === layer} @click=${() => this.#change(layer)}>${say(`keyboard.layer.${layer}`)}</button>`)}
        <button class="space word" id="key-space" @click=${() => this.press(" ")}>${this.letters ? say("keyboard.first") : say("keyboard.space")}</button>
      </div>`;
  }

  /** A key of this or of a physical keyboard. True when it meant something here. */
  press(key: string): boolean {
    if (key === "Backspace") this.#erase();
    else if (this.layer === "pinyin" && /^[a-z']$/i.test(key)) this.#compose(key.toLowerCase());
    else if (key === " " && this.letters) this.#takeFirst();
    else if ([...key].length === 1) this.#insert(key);
    else return false;
    return true;
  }

  #keys(row: readonly string[], last: boolean): TemplateResult {
    const shift = html`<button class="word" id="key-shift" aria-pressed=${this.upper} aria-label=${say("keyboard.shift")} @click=${() => (this.upper = !this.upper)}>${icon("shift")}</button>`;
    const apart = html`<button class="word" id="key-apart" aria-label=${say("keyboard.apart")} @click=${() => this.press("'")}>'</button>`;
    const before = !last || this.layer === "digits" ? nothing : this.layer === "letters" ? shift : apart;
    const erase = html`<button class="word" id="key-erase" aria-label=${say("keyboard.erase")} @click=${() => this.press("Backspace")}>${icon("erase")}</button>`;
    return html`${before}${row.map((key) => this.#key(key))}${last ? erase : nothing}`;
  }

  #key(key: string): TemplateResult {
    const shown = this.layer === "letters" && this.upper ? key.toUpperCase() : key;
    return html`<button id="key-${key}" @click=${() => this.press(shown)}>${shown}</button>`;
  }

  #candidates(): readonly Candidate[] {
    return this.letters && this.pinyin ? this.pinyin.candidates(this.letters) : [];
  }

  #change(layer: Layer): void {
    this.letters = "";
    this.layer = layer;
  }

  #compose(letter: string): void {
    if (letter === "'" && !this.letters) return;
    if (this.letters.length < LONGEST_COMPOSITION) this.letters += letter;
  }

  #erase(): void {
    if (this.letters) this.letters = this.letters.slice(0, -1);
    else this.dispatchEvent(new EditEvent("erase"));
  }

  #takeFirst(): void {
    const first = this.#candidates()[0];
    if (first) this.#take(first);
    else this.#insert(this.letters);
  }

  #take(candidate: Candidate): void {
    const rest = this.letters.slice(candidate.used).replace(/^'/, "");
    this.letters = rest;
    this.dispatchEvent(new EditEvent("insert", candidate.text));
  }

  #insert(text: string): void {
    this.letters = "";
    this.dispatchEvent(new EditEvent("insert", text));
    if (this.upper) this.upper = false;
  }
}

customElements.define("text-keyboard", TextKeyboard);

declare global {
  interface HTMLElementTagNameMap {
    "text-keyboard": TextKeyboard;
  }
}
