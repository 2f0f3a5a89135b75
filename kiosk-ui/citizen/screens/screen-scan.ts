import { css, html, nothing, type TemplateResult } from "lit";
import type { FormField, ScanPrompt } from "../../../runtime/server/api.ts";
import "../../components/kiosk-page.ts";
import { icon } from "../../components/icon.ts";
import type { EditEvent } from "../../keyboard/key-event.ts";
import "../../keyboard/text-keyboard.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ActivityEvent } from "../events.ts";
import { ScreenElement } from "../screen-element.ts";
import "../value-box.ts";

/** Longer than any identifier that is printed under a code. */
const LONGEST = 160;

/** Where to hold a code, what came of it, and the keys for whoever types it instead. */
export class ScreenScan extends ScreenElement<"scan"> {
  static override properties = { ...ScreenElement.properties, types: { state: true }, typed: { state: true } };
  static override styles = [
    screenStyles,
    css`
      .scan {
        display: flex;
        flex-direction: column;
        gap: var(--space-4);
        justify-content: center;
      }
      .notice {
        flex: none;
      }
      .window {
        align-self: center;
        display: grid;
        place-items: center;
        width: min(100%, var(--art-height));
        height: calc(0.6 * var(--art-height));
        border: var(--bold-rule) dashed var(--accent);
        border-radius: var(--radius-large);
        color: var(--accent);
      }
      .window .icon-huge {
        width: var(--icon-huge);
        height: var(--icon-huge);
      }
      .show {
        text-align: center;
        font-size: var(--text-l);
        font-weight: 700;
      }
      .tools {
        flex: none;
        display: flex;
        gap: var(--space-4);
      }
      .tools button {
        flex: 1 1 0;
        background: var(--page);
      }
      :host-context([data-reach="low"]) .scan {
        justify-content: flex-end;
      }
    `,
  ];
  declare types: boolean;
  declare typed: string;

  constructor() {
    super();
    this.types = false;
    this.typed = "";
  }

  override render() {
    const { title, paragraphs, state } = this.screen;
    const types = this.#types;
    // Keys and large letters leave no room for more than what is typed and what went wrong.
    return html`
      <kiosk-page .heading=${title} .lead=${types ? "" : paragraphs.join(" ")} .back=${this.back && !types} .split=${types ? "keys" : "none"} @kiosk-edit=${this.#edit}>
        <div class="scan fill">
          ${state === "show-code" ? nothing : this.#told(state)}
          ${types ? html`<value-box .field=${this.#field} .value=${this.typed}></value-box>` : this.#ways(state)}
        </div>
        ${types ? html`<text-keyboard slot="side" class="keys" .layer=${"letters"} .large=${document.documentElement.dataset["size"] === "senior"}></text-keyboard>` : nothing}
        ${types ? this.#typing(state) : this.#actions(state)}
      </kiosk-page>`;
  }

  get #types(): boolean {
    return this.screen.typing && (this.types || this.screen.state === "scanner-down");
  }

  #told(state: Exclude<ScanPrompt, "show-code">): TemplateResult {
    const { triesLeft } = this.screen;
    const tries = state === "wrong-type" || state === "unreadable" ? say("scan.tries", { count: triesLeft }) : "";
    return html`<div class="notice warn" role="alert">${icon("alert")}<div><strong>${say(`scan.${state}`)}</strong>${say(`scan.${state}.next`)} ${tries}</div></div>`;
  }

  #ways(state: ScanPrompt): TemplateResult {
    return html`
      ${state === "show-code" ? html`<div class="window">${icon("code", "icon-huge")}</div><p class="show" role="status">${say("scan.show-code")}</p>` : nothing}
      <div class="tools">
        ${this.screen.typing ? html`<button id="type" @click=${this.#turn}>${icon("keyboard")}${say("scan.type")}</button>` : nothing}
        ${this.#none("")}
      </div>`;
  }

  #none(look: string): TemplateResult {
    return html`<button class=${look} slot="actions" id="refuse" @click=${() => this.ask({ kind: "refuse" })}>${say("scan.none")}</button>`;
  }

  #typing(state: ScanPrompt): TemplateResult {
    return html`
      ${state === "scanner-down" ? this.#none("action") : html`<button slot="actions" class="action" id="type" @click=${this.#turn}>${icon("back")}${say("scan.type.back")}</button>`}
      <button slot="actions" class="action primary wide" id="send" @click=${this.#send}>${icon("check")}${say("scan.send")}</button>`;
  }

  #actions(state: ScanPrompt): TemplateResult | typeof nothing {
    if (state === "show-code") return nothing;
    const doubtful = state === "check-differs";
    return html`
      <button slot="actions" class="action ${doubtful ? "outline" : "primary"} wide" id="retry" @click=${() => this.ask({ kind: "retry" })}>${say("action.retry")}</button>
      ${doubtful ? html`<button slot="actions" class="action primary wide" id="confirm" @click=${() => this.ask({ kind: "confirm" })}>${say("scan.use")}</button>` : nothing}`;
  }

  get #field(): FormField {
    const label = say("scan.type.label");
    const hint = say("scan.type.hint");
    const common = { required: true, options: [], value: "", source: "", readOnly: false, error: "" };
    return { ...common, name: "code", label, hint, control: "text", maxLength: LONGEST };
  }

  readonly #turn = (): void => {
    this.types = !this.types;
    this.dispatchEvent(new ActivityEvent());
  };

  readonly #edit = (event: EditEvent): void => {
    if (event.change === "insert") this.typed = (this.typed + event.text).slice(0, LONGEST);
    else this.typed = event.change === "erase" ? [...this.typed].slice(0, -1).join("") : "";
    this.dispatchEvent(new ActivityEvent());
  };

  readonly #send = (): void => {
    if (this.typed.trim() !== "") this.ask({ kind: "fill", values: { code: this.typed } });
  };
}

customElements.define("screen-scan", ScreenScan);
