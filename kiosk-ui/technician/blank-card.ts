import { css, html, LitElement, nothing, svg, type TemplateResult } from "lit";
import type { BlankAccount, BlankBatch } from "../../runtime/server/api.ts";
import { moment } from "../components/ages.ts";
import { icon } from "../components/icon.ts";
import { desk } from "../styles/desk.ts";
import { deskCard } from "../styles/desk-card.ts";
import { Reader, say } from "../texts/texts.ts";
import { accountParts, isExact } from "./account-parts.ts";
import { type BlankTask, TaskEvent } from "./blank-task.ts";
import { serialNumber, serialRun, serialStyles } from "./serial-number.ts";

const TASKS: readonly BlankTask[] = ["load-blanks", "count-blanks", "return-blanks", "spoil"];

/** One kind of blank: what lies in the tray, the next number, the sum that must come out, the newest count, and what can be done. */
export class BlankCard extends LitElement {
  static override properties = {
    name: {},
    type: {},
    account: { attribute: false },
    batches: { attribute: false },
    blind: { attribute: false },
  };
  static override styles = [
    desk,
    deskCard,
    serialStyles,
    css`
      article.bad {
        border-width: var(--rule);
      }
      .gauge {
        width: 100%;
        height: var(--gauge-height);
        border-radius: var(--radius);
        background: var(--page-quiet);
      }
      .issued {
        fill: var(--accent);
        background: var(--accent);
      }
      .printed {
        fill: var(--warn-bright);
        background: var(--warn-bright);
      }
      .spoiled {
        fill: var(--line-strong);
        background: var(--line-strong);
      }
      .returned {
        fill: var(--plum);
        background: var(--plum);
      }
      .open {
        fill: var(--bad);
        background: var(--bad);
      }
      .inStock {
        fill: var(--good);
        background: var(--good);
      }
      .sum {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1) var(--space-2);
        align-items: end;
      }
      .term {
        display: grid;
        justify-items: center;
        font-size: var(--text-s);
        color: var(--text-quiet);
      }
      .term strong {
        font-size: var(--text-l);
        color: var(--text);
        line-height: var(--leading-tight);
        font-variant-numeric: tabular-nums;
      }
      .key {
        display: inline-block;
        width: 0.7em;
        height: 0.7em;
        margin-right: var(--space-1);
      }
      .sign {
        font-size: var(--text-l);
        color: var(--text-quiet);
        align-self: start;
      }
      .verdict {
        margin-inline-start: auto;
      }
      summary {
        cursor: pointer;
        font-size: var(--text-s);
        color: var(--text-quiet);
        min-height: var(--target);
        display: flex;
        gap: var(--space-1);
        align-items: center;
      }
      details[open] summary .icon {
        rotate: 180deg;
      }
    `,
  ];
  declare name: string;
  declare type: string;
  /** Null: no sheet of this kind was ever loaded. */
  declare account: BlankAccount | null;
  declare batches: readonly BlankBatch[];
  /** Somebody is counting these sheets: no figure may tell them what to find. */
  declare blind: boolean;

  constructor() {
    super();
    new Reader(this);
    this.name = "";
    this.type = "";
    this.account = null;
    this.batches = [];
    this.blind = false;
  }

  override render() {
    const { account } = this;
    const look = account && !isExact(account) ? "bad" : account && account.open > 0 ? "warn" : "";
    return html`<article class=${look}>
      <div class="row"><h3>${this.name}</h3>${account ? this.#state(account) : nothing}</div>
      ${this.#figures(account)}
      <div class="row acts">${TASKS.map((task) => this.#button(task))}</div>
    </article>`;
  }

  #figures(account: BlankAccount | null): TemplateResult | readonly TemplateResult[] {
    if (this.blind) return html`<p class="quiet">${say("blanks.counting")}</p>`;
    if (!account) return html`<p class="quiet">${say("blanks.none")}</p>`;
    return [this.#next(account), gauge(account), sum(account), this.#count(account), this.#batches()];
  }

  #state({ open, inStock }: BlankAccount): TemplateResult | typeof nothing {
    if (open > 0) return html`<span class="chip warn">${icon("pause")}${say("blanks.held")}</span>`;
    return inStock === 0 ? html`<span class="chip warn">${say("blanks.empty")}</span>` : nothing;
  }

  #next({ next }: BlankAccount): TemplateResult {
    return html`<p>${say("blanks.next")} ${next === null ? "—" : serialNumber(next)}</p>`;
  }

  #count({ count }: BlankAccount): TemplateResult {
    if (!count) return html`<p class="quiet small" id="count-${this.type}">${say("blanks.count.none")}</p>`;
    const { counted, expected, at, by } = count;
    const words = say("blanks.count", { time: moment(at), by, counted, expected });
    const verdict =
      counted === expected
        ? html`<span class="chip good">${icon("check")}${say("blanks.count.agrees")}</span>`
        : html`<span class="chip bad">${icon("alert")}${say("blanks.count.differs", { difference: signed(counted - expected) })}</span>`;
    return html`<p class="row small" id="count-${this.type}">${words} ${verdict}</p>`;
  }

  #batches(): TemplateResult {
    return html`<details>
      <summary>${icon("down")}${say("blanks.batches", { count: this.batches.length })}</summary>
      <table>
        <thead><tr><th>${say("blanks.numbers")}</th><th>${say("blanks.loaded")}</th><th>${say("blanks.inStock")}</th></tr></thead>
        <tbody>${this.batches.map((one) => html`<tr><td>${serialRun(one.first, one.last)}</td><td class="number">${one.loaded}</td><td class="number">${one.inStock}</td></tr>`)}</tbody>
      </table>
    </details>`;
  }

  #button(task: BlankTask): TemplateResult {
    const stock = this.account?.inStock ?? 0;
    const isIdle = (task === "return-blanks" || task === "spoil") && stock === 0;
    return html`<button id="${task}-${this.type}" ?disabled=${isIdle || (task === "count-blanks" && this.account === null)} @click=${() => this.dispatchEvent(new TaskEvent(task, this.type))}>${say(`task.${task}`)}</button>`;
  }
}

function gauge(account: BlankAccount): TemplateResult {
  let from = 0;
  const bars = accountParts(account).map(({ part, count }) => {
    const bar = svg`<rect class=${part} x=${from} width=${count} height="1" />`;
    from += count;
    return bar;
  });
  const words = accountParts(account).map(({ part, count }) => `${say(`blanks.${part}`)} ${count}`);
  return html`<svg class="gauge" viewBox="0 0 ${Math.max(1, account.loaded)} 1" preserveAspectRatio="none" role="img" aria-label=${words.join(" · ")}>${bars}</svg>`;
}

/** Written out as the sum it is, so that anyone can add it up again. */
function sum(account: BlankAccount): TemplateResult {
  const parts = accountParts(account);
  const total = parts.reduce((sofar, { count }) => sofar + count, 0);
  return html`<div class="sum" id="sum-${account.blankType}">
      <span class="term"><strong>${account.loaded}</strong>${say("blanks.loaded")}</span>
      ${parts.map(({ part, count }, at) => html`<span class="sign">${at === 0 ? "=" : "+"}</span><span class="term"><strong>${count}</strong><span><span class="key ${part}"></span>${say(`blanks.${part}`)}</span></span>`)}
      ${isExact(account) ? html`<span class="chip good verdict">${icon("check")}${say("blanks.balanced")}</span>` : nothing}
    </div>
    ${isExact(account) ? nothing : html`<p class="problem" role="alert"><strong>${say("blanks.mismatch", { loaded: account.loaded, sum: total })}</strong> ${say("blanks.mismatch.next")}</p>`}`;
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value).replace("-", "−");
}

customElements.define("blank-card", BlankCard);
