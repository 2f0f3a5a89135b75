import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { StatementReply, TechnicianOverview } from "../../runtime/server/api.ts";
import { icon } from "../components/icon.ts";
import { get } from "../components/staff-api.ts";
import { desk } from "../styles/desk.ts";
import { language, Reader, say } from "../texts/texts.ts";
import { serialRun, serialStyles } from "./serial-number.ts";

/** The book of blanks as it goes to the hub at the end of a day: now, and the newest that was written. */
export class DayStatement extends LitElement {
  static override properties = {
    types: { attribute: false },
    accounts: { attribute: false },
    blind: { attribute: false },
    reply: { state: true },
  };
  static override styles = [
    desk,
    serialStyles,
    css`
      .head {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: var(--space-3);
      }
      a {
        color: var(--accent);
        display: inline-flex;
        align-items: center;
        gap: var(--space-1);
        min-height: var(--target);
      }
      summary {
        cursor: pointer;
        min-height: var(--target);
        display: flex;
        gap: var(--space-3);
        align-items: center;
      }
      details[open] > summary > .icon {
        rotate: 180deg;
      }
      td.number,
      th.number {
        text-align: end;
      }
    `,
  ];
  declare types: TechnicianOverview["blankTypes"];
  /** When these change, the statement is asked for anew. */
  declare accounts: TechnicianOverview["accounts"];
  /** Sheets are being counted: nothing here may tell what to find. */
  declare blind: boolean;
  declare reply: StatementReply | null;
  #asked = "";

  constructor() {
    super();
    new Reader(this);
    this.types = [];
    this.accounts = [];
    this.blind = false;
    this.reply = null;
  }

  override render() {
    return html`<section class="panel">
      <div class="head"><h2>${say("statement.heading")}</h2><a id="blanks-csv" href="/technician/api/blanks.csv" download>${icon("document")}${say("statement.csv")}</a></div>
      ${this.reply && !this.blind ? html`${this.#page(this.reply.live, "live")}${this.reply.newest ? this.#page(this.reply.newest, "newest") : html`<p class="quiet small">${say("statement.newest.none")}</p>`}` : nothing}
    </section>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("accounts")) return;
    const now = JSON.stringify(this.accounts);
    if (now === this.#asked) return;
    this.#asked = now;
    void get<StatementReply>("/technician/api/statement").then((answer) => {
      // Any other answer shows itself at the overview, which is asked for every two seconds.
      if (answer.is === "answer") this.reply = answer.value;
    });
  }

  #page(statement: StatementReply["live"], which: "live" | "newest"): TemplateResult {
    const { day, batches, open, isBalanced } = statement;
    return html`<details id="statement-${which}">
      <summary>${icon("down")}<strong>${say(`statement.${which}`, { day })}</strong>${isBalanced ? html`<span class="chip good">${icon("check")}${say("blanks.balanced")}</span>` : html`<span class="chip bad">${icon("alert")}${say("statement.unbalanced")}</span>`}<span class="quiet small">${open.length === 0 ? say("statement.open.none") : say("statement.open", { count: open.length })}</span></summary>
      <div class="wide"><table>
        <thead><tr><th>${say("tech.load.type")}</th><th>${say("blanks.numbers")}</th><th>${say("tech.state")}</th><th class="number">${say("entry.count")}</th></tr></thead>
        <tbody>${batches.map((batch) =>
          batch.runs.map(
            (run, at) => html`<tr>
          <td>${at === 0 ? this.#name(batch.blankType) : nothing}</td>
          <td>${serialRun(run.first, run.last)}</td>
          <td>${say(`number.${run.state}`)}</td>
          <td class="number">${run.count}</td>
        </tr>`,
          ),
        )}</tbody>
      </table></div>
    </details>`;
  }

  #name(type: string): string {
    return this.types.find(({ id }) => id === type)?.name[language()] ?? type;
  }
}

customElements.define("day-statement", DayStatement);
