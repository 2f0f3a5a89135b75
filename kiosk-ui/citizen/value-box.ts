import { css, html, LitElement, nothing } from "lit";
import type { FormField } from "../../runtime/server/api.ts";
import { controls } from "../styles/controls.ts";
import { Reader, say } from "../texts/texts.ts";

const DATE_PARTS = [
  { from: 0, to: 4, unit: "form.year" },
  { from: 5, to: 7, unit: "form.month" },
  { from: 8, to: 10, unit: "form.day" },
] as const;

/** The value as typed so far, with a caret; dots for a secret, three places for a date. */
export class ValueBox extends LitElement {
  static override properties = { field: { attribute: false }, value: {}, invalid: { type: Boolean } };
  static override styles = [
    controls,
    css`
      .box {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        min-height: var(--value-height);
        padding: var(--space-2) var(--space-4);
        border: var(--bold-rule) solid var(--accent);
        border-radius: var(--radius);
        background: var(--surface);
        font-size: var(--text-xl);
        line-height: var(--leading-tight);
        overflow-wrap: anywhere;
      }
      .box.long {
        font-size: var(--text-l);
        align-items: flex-start;
        min-height: calc(2 * var(--value-height));
        line-height: var(--leading);
      }
      .box.invalid {
        border-color: var(--bad);
      }
      .digits {
        letter-spacing: 0.12em;
        font-variant-numeric: tabular-nums;
      }
      .caret {
        display: inline-block;
        width: var(--bold-rule);
        height: 1.15em;
        background: var(--accent);
        animation: blink var(--spin) steps(2, jump-none) infinite;
      }
      @keyframes blink {
        to {
          opacity: 0;
        }
      }
      .placeholder {
        color: var(--text-quiet);
        font-size: var(--text-m);
        letter-spacing: 0;
        padding-left: var(--space-2);
      }
      .part {
        border-bottom: var(--rule) solid var(--line-strong);
        min-width: 2.2ch;
        text-align: center;
      }
      .part.year {
        min-width: 4.4ch;
      }
      .unit {
        font-size: var(--text-m);
        color: var(--text-quiet);
        padding: 0 var(--space-3) 0 var(--space-1);
      }
    `,
  ];
  declare field: FormField;
  declare value: string;
  declare invalid: boolean;

  constructor() {
    super();
    new Reader(this);
    this.value = "";
    this.invalid = false;
  }

  override render() {
    const { control, label, required } = this.field;
    const secret = control === "secret-digits";
    const shown = secret ? "•".repeat(this.value.length) : this.value;
    const looks = ["box", control === "long-text" ? "long" : "", this.invalid ? "invalid" : "", /digits/.test(control) ? "digits" : ""];
    const spoken = secret ? say("form.secret", { count: this.value.length }) : this.value;
    return html`<div class=${looks.join(" ")} role="textbox" tabindex="0" aria-readonly="true" aria-label="${label} ${spoken}" aria-required=${required} aria-invalid=${this.invalid}>
      ${control === "date" ? this.#date() : html`<span>${shown}</span><span class="caret"></span>${shown ? nothing : html`<span class="placeholder">${say("form.type-below")}</span>`}`}
    </div>`;
  }

  #date() {
    const at = this.value.length >= 7 ? 2 : this.value.length >= 4 ? 1 : 0;
    return DATE_PARTS.map(
      (part, index) =>
        html`<span class="part ${index === 0 ? "year" : ""}">${this.value.slice(part.from, part.to)}${index === at && this.value.length < 10 ? html`<span class="caret"></span>` : nothing}</span><span class="unit">${say(part.unit)}</span>`,
    );
  }
}

customElements.define("value-box", ValueBox);
