import { css, html, LitElement, type PropertyValues, svg, type TemplateResult } from "lit";
import type { BlankBatch, TechnicianOverview } from "../../runtime/server/api.ts";
import { desk } from "../styles/desk.ts";
import { language, Reader, say } from "../texts/texts.ts";
import { ActEvent } from "./act-event.ts";

const PARTS = ["issued", "spoiled", "unknown", "left"] as const;
type Part = (typeof PARTS)[number];

/** Numbered blanks: loaded = issued + spoiled + unknown + left, drawn as one bar a batch; and the forms that change it. */
export class BlankStock extends LitElement {
  static override properties = { types: { attribute: false }, batches: { attribute: false } };
  static override styles = [
    desk,
    css`
      .batch {
        display: grid;
        gap: var(--space-1);
        padding: var(--space-2) 0;
        border-top: var(--hair) solid var(--line);
      }
      svg {
        width: 100%;
        height: var(--gauge-height);
        border-radius: var(--radius);
        background: var(--page-quiet);
      }
      .issued {
        fill: var(--accent);
        background: var(--accent);
      }
      .spoiled {
        fill: var(--line-strong);
        background: var(--line-strong);
      }
      .unknown {
        fill: var(--bad);
        background: var(--bad);
      }
      .left {
        fill: var(--good);
        background: var(--good);
      }
      .key {
        display: inline-block;
        width: 0.8em;
        height: 0.8em;
        margin-right: var(--space-1);
      }
      .counts {
        gap: var(--space-1) var(--space-4);
        font-size: var(--text-s);
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3);
        align-items: end;
      }
      .forms {
        display: grid;
        gap: var(--space-4);
        border-top: var(--hair) solid var(--line);
        padding-top: var(--space-3);
      }
    `,
  ];
  declare types: TechnicianOverview["blankTypes"];
  declare batches: readonly BlankBatch[];

  constructor() {
    super();
    new Reader(this);
    this.types = [];
    this.batches = [];
  }

  // Drawing the same again would take the words out from under the person's hand.
  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    if (changed.size === 0) return true;
    return [...changed].some(([key, before]) => JSON.stringify(before) !== JSON.stringify(this[key as "types" | "batches"]));
  }

  override render() {
    return html`<section class="panel">
      <h2>${say("tech.blanks")}</h2>
      ${this.batches.length === 0 ? html`<p class="quiet">${say("tech.blanks.none")}</p>` : this.batches.map((batch) => this.#batch(batch))}
      <div class="forms">${this.#loadForm()}${this.#spoilForm()}</div>
    </section>`;
  }

  #batch(batch: BlankBatch): TemplateResult {
    const counts: Record<Part, number> = {
      issued: batch.issued,
      spoiled: batch.spoiled,
      unknown: batch.unknown,
      left: batch.inStock + batch.reserved,
    };
    const sum = PARTS.reduce((total, part) => total + counts[part], 0);
    let from = 0;
    const bars = PARTS.map((part) => {
      const start = from;
      from += counts[part];
      return { part, start, width: counts[part] };
    });
    return html`<div class="batch" id="batch-${batch.batch}">
      <div class="row"><h3>${this.#name(batch.blankType)}</h3><span class="mono quiet">${batch.first} – ${batch.last}</span></div>
      <svg viewBox="0 0 ${Math.max(1, batch.loaded)} 1" preserveAspectRatio="none" role="img" aria-label=${say("tech.blanks.sum", { loaded: batch.loaded, ...counts })}>${bars.map((bar) => svg`<rect class=${bar.part} x=${bar.start} width=${bar.width} height="1" />`)}</svg>
      <div class="row counts">
        <span>${say("tech.blanks.loaded", { count: batch.loaded })} =</span>
        ${PARTS.map((part) => html`<span><span class="key ${part}"></span>${say(`blanks.${part}`)} <strong class="number">${counts[part]}</strong></span>`)}
        ${batch.reserved > 0 ? html`<span class="quiet">${say("tech.blanks.reserved", { count: batch.reserved })}</span>` : ""}
        ${sum !== batch.loaded ? html`<span class="problem">${say("tech.blanks.mismatch", { loaded: batch.loaded, sum })}</span>` : ""}
      </div>
    </div>`;
  }

  #name(type: string): string {
    return this.types.find(({ id }) => id === type)?.name[language()] ?? type;
  }

  #typeChoice(): TemplateResult {
    return html`<select name="blankType" required>${this.types.map(({ id }) => html`<option value=${id}>${this.#name(id)}</option>`)}</select>`;
  }

  #loadForm(): TemplateResult {
    return html`<form id="load" autocomplete="off" @submit=${this.#load}>
      <label>${say("tech.load.type")}${this.#typeChoice()}</label>
      <label>${say("tech.load.first")}<input name="first" required class="mono" /></label>
      <label>${say("tech.load.count")}<input name="count" type="number" min="1" max="5000" required /></label>
      <button class="primary" type="submit">${say("tech.load")}</button>
    </form>`;
  }

  #spoilForm(): TemplateResult {
    return html`<form id="spoil" autocomplete="off" @submit=${this.#spoil}>
      <label>${say("tech.load.type")}${this.#typeChoice()}</label>
      <label>${say("tech.serial")}<input name="serial" required class="mono" /></label>
      <button type="submit">${say("tech.spoil")}</button>
    </form>`;
  }

  #load(event: SubmitEvent): void {
    const values = taken(event);
    this.dispatchEvent(
      new ActEvent({ act: "load-blanks", blankType: values("blankType"), first: values("first"), count: Number(values("count")) }),
    );
  }

  #spoil(event: SubmitEvent): void {
    const values = taken(event);
    this.dispatchEvent(new ActEvent({ act: "spoil", blankType: values("blankType"), serial: values("serial") }));
  }
}

function taken(event: SubmitEvent): (name: string) => string {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const data = new FormData(form);
  form.reset();
  return (name) => String(data.get(name) ?? "").trim();
}

customElements.define("blank-stock", BlankStock);
