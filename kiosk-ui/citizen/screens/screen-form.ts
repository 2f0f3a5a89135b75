import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { FormField } from "../../../runtime/server/api.ts";
import "../../components/kiosk-page.ts";
import "../../components/kiosk-scroller.ts";
import { icon } from "../../components/icon.ts";
import "../../keyboard/digit-pad.ts";
import type { DigitPad } from "../../keyboard/digit-pad.ts";
import type { EditEvent } from "../../keyboard/key-event.ts";
import "../../keyboard/text-keyboard.ts";
import type { TextKeyboard } from "../../keyboard/text-keyboard.ts";
import { formStyles } from "../../styles/form.ts";
import { say } from "../../texts/texts.ts";
import { ActivityEvent } from "../events.ts";
import { FormDraft } from "../form-draft.ts";
import { ScreenElement } from "../screen-element.ts";
import "../value-box.ts";

/** A resident's number has this many characters and may end with X. */
const ID_NUMBER_LENGTH = 18;

/** The form one question at a time; what is already known stands beside it with its source and is not asked. */
export class ScreenForm extends ScreenElement<"form"> {
  static override properties = { ...ScreenElement.properties, at: { state: true }, complaint: { state: true } };
  static override styles = formStyles;
  declare at: number;
  declare complaint: string;
  readonly #draft = new FormDraft();

  constructor() {
    super();
    this.at = 0;
    this.complaint = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.#onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.#onKey);
  }

  get #open(): readonly FormField[] {
    return this.screen.fields.filter((field) => !field.readOnly);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("screen")) return;
    const before = changed.get("screen");
    this.#draft.follow(this.screen.fields);
    const wrong = this.#open.findIndex((field) => field.error !== "");
    const news = this.screen.fields.some((field, index) => field.error !== (before?.fields[index]?.error ?? ""));
    if (wrong >= 0 && news) this.at = wrong;
  }

  override render() {
    const field = this.#open[this.at];
    const known = this.screen.fields.filter((one) => one.readOnly);
    return html`
      <kiosk-page .heading=${field?.label ?? this.screen.title} .lead=${field ? this.#lead(field) : ""} .back=${this.back && this.at === 0} .split=${field ? splitOf(field) : "none"} @kiosk-edit=${this.#edit}>
        <div class="form fill">
          ${field ? this.#question(field) : nothing}
          ${known.length > 0 && this.at === 0 ? this.#known(known) : nothing}
        </div>
        ${field ? this.#keys(field) : nothing}
        ${this.at > 0 ? html`<button slot="actions" class="action" id="previous" @click=${() => this.#go(this.at - 1)}>${icon("back")}${say("form.previous")}</button>` : nothing}
        <button slot="actions" class="action primary wide" id="next" @click=${this.#next}>${say(this.at < this.#open.length - 1 ? "form.next" : "form.send")}${icon("forward")}</button>
      </kiosk-page>`;
  }

  #lead(field: FormField): string {
    const count = this.#open.length > 1 ? say("form.count", { at: this.at + 1, of: this.#open.length }) : this.screen.title;
    return [count, field.hint, field.required ? "" : say("form.optional")].filter(Boolean).join(" · ");
  }

  #question(field: FormField): TemplateResult {
    const value = this.#draft.value(field);
    const wrong = this.complaint || (this.#draft.touched(field) ? "" : field.error);
    return html`<div class="question">
      ${field.control === "select" ? this.#options(field, value) : html`<value-box .field=${field} .value=${value} .invalid=${wrong !== ""}></value-box>`}
      ${wrong ? html`<div class="notice bad" role="alert">${icon("alert")}<div><strong>${wrong}</strong>${say("form.kept")}</div></div>` : nothing}
      ${!wrong && field.source && !this.#draft.touched(field) ? html`<p class="quiet">${say("form.source", { source: field.source })}</p>` : nothing}
    </div>`;
  }

  #options(field: FormField, value: string): TemplateResult {
    return html`<kiosk-scroller .label=${field.label}>
      <div class="options" role="radiogroup" aria-label=${field.label}>
        ${field.options.map(
          (
            option,
          ) => html`<button class="option" id="option-${option.value}" role="radio" aria-checked=${option.value === value} @click=${() => this.#set(field, option.value)}>
            <span class="dot">${option.value === value ? icon("check") : nothing}</span>${option.label}
          </button>`,
        )}
      </div>
    </kiosk-scroller>`;
  }

  #known(fields: readonly FormField[]): TemplateResult {
    return html`<div class="rest"><kiosk-scroller .label=${say("form.known")}>
      <section class="card known">
        <h2>${icon("check")}${say("form.known")}</h2>
        <dl>${fields.map((field) => html`<div><dt>${field.label}</dt><dd>${field.value}${field.source ? html`<span class="source">${say("review.source", { source: field.source })}</span>` : nothing}</dd></div>`)}</dl>
      </section>
    </kiosk-scroller></div>`;
  }

  #keys(field: FormField): TemplateResult | typeof nothing {
    switch (field.control) {
      case "select":
        return nothing;
      case "digits":
      case "secret-digits":
      case "date":
        return html`<digit-pad slot="side" class="keys" .withX=${field.control === "digits" && field.maxLength === ID_NUMBER_LENGTH}></digit-pad>`;
      case "text":
      case "long-text":
        return html`<text-keyboard slot="side" class="keys" .large=${document.documentElement.dataset["size"] === "senior"}></text-keyboard>`;
    }
  }

  #edit(event: EditEvent): void {
    const field = this.#open[this.at];
    if (!field) return;
    if (event.change === "insert") this.#draft.insert(field, event.text);
    else if (event.change === "erase") this.#draft.erase(field);
    else this.#draft.set(field, "");
    this.#typed();
  }

  #set(field: FormField, value: string): void {
    this.#draft.set(field, value);
    this.#typed();
  }

  #typed(): void {
    this.complaint = "";
    this.requestUpdate();
    this.dispatchEvent(new ActivityEvent());
  }

  #go(at: number): void {
    this.at = at;
    this.complaint = "";
    this.dispatchEvent(new ActivityEvent());
  }

  #next(): void {
    const field = this.#open[this.at];
    const problem = field ? this.#draft.problem(field) : null;
    this.complaint = problem ? say(`form.problem.${problem}`) : "";
    if (problem) return;
    if (this.at < this.#open.length - 1) this.#go(this.at + 1);
    else this.ask({ kind: "fill", values: this.#draft.answers(this.screen.fields) });
  }

  // A keypad beside the screen types too; what moves the focus or presses a button stays what it is.
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key === " " || event.key === "Enter") return;
    this.renderRoot.querySelector<DigitPad | TextKeyboard>(".keys")?.press(event.key);
  };
}

function splitOf(field: FormField): "none" | "pad" | "keys" {
  if (field.control === "select") return "none";
  return field.control === "text" || field.control === "long-text" ? "keys" : "pad";
}

customElements.define("screen-form", ScreenForm);
