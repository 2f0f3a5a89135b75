import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { TechnicianOverview } from "../../runtime/server/api.ts";
import { desk } from "../styles/desk.ts";
import { language, Reader, say } from "../texts/texts.ts";
import "./blank-card.ts";
import "./blank-dialog.ts";
import { type BlankTask, CountingEvent } from "./blank-task.ts";
import { prefixOf } from "./serial-range.ts";

/** Numbered blanks: a card for each kind, and the dialog of what is done with one. */
export class BlankBooks extends LitElement {
  static override properties = { overview: { attribute: false }, task: { state: true } };
  static override styles = [
    desk,
    css`
      .list {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, var(--column-wide)), 1fr));
        gap: var(--space-3);
      }
    `,
  ];
  declare overview: TechnicianOverview;
  declare task: { readonly task: BlankTask; readonly type: string } | null;

  constructor() {
    super();
    new Reader(this);
    this.task = null;
  }

  /** From elsewhere on the page: what a wizard sends to the tray. */
  begin(task: BlankTask, type: string): void {
    this.task = { task, type };
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("task")) this.dispatchEvent(new CountingEvent(this.task?.task === "count-blanks"));
  }

  override render() {
    const { blankTypes, accounts } = this.overview;
    // Sheets of a kind that no item prints on any more still lie somewhere.
    const types = [...new Set([...blankTypes.map(({ id }) => id), ...accounts.map(({ blankType }) => blankType)])];
    return html`<section class="panel" @kiosk-close=${() => (this.task = null)}>
      <h2>${say("tech.blanks")}</h2>
      ${types.length === 0 ? html`<p class="quiet">${say("blanks.no-types")}</p>` : nothing}
      <div class="list" @kiosk-task=${(event: HTMLElementEventMap["kiosk-task"]) => this.begin(event.task, event.blankType)}>${types.map((type) => this.#card(type))}</div>
      ${this.task ? this.#dialog(this.task) : nothing}
    </section>`;
  }

  #card(type: string): TemplateResult {
    const { accounts, batches } = this.overview;
    const account = accounts.find(({ blankType }) => blankType === type) ?? null;
    const own = batches.filter(({ blankType }) => blankType === type);
    return html`<blank-card id="blank-${type}" .type=${type} .name=${this.#name(type)} .account=${account} .batches=${own} .blind=${this.#isCounted(type)}></blank-card>`;
  }

  #dialog({ task, type }: { readonly task: BlankTask; readonly type: string }): TemplateResult {
    const { technician, secondFor, batches, accounts } = this.overview;
    const account = accounts.find(({ blankType }) => blankType === type) ?? null;
    const newest = batches.filter(({ blankType }) => blankType === type).at(-1);
    return html`<blank-dialog id="blank-dialog" .task=${task} .type=${type} .name=${this.#name(type)} .account=${account} .prefix=${prefixOf(newest?.first ?? "")} .technician=${technician} .needsSecond=${secondFor.includes(task)}></blank-dialog>`;
  }

  #isCounted(type: string): boolean {
    return this.task?.task === "count-blanks" && this.task.type === type;
  }

  #name(type: string): string {
    return this.overview.blankTypes.find(({ id }) => id === type)?.name[language()] ?? type;
  }
}

customElements.define("blank-books", BlankBooks);

declare global {
  interface HTMLElementTagNameMap {
    "blank-books": BlankBooks;
  }
}
