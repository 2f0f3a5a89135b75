import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { CertificateFault, DockAct, DockView, ReceiptFault } from "../../runtime/demo/api.ts";
import { moment } from "../components/ages.ts";
import { icon } from "../components/icon.ts";
import { pageClock } from "../components/page-clock.ts";
import { send } from "../components/staff-api.ts";
import { desk } from "../styles/desk.ts";
import { language, Reader, say, speak } from "../texts/texts.ts";
import { dockStyles } from "./dock-styles.ts";

const REOPEN_AFTER_MS = 2_000;
const RECEIPT_FAULTS: readonly ReceiptFault[] = [
  "paper-low",
  "paper-out",
  "cover-open",
  "cutter-jam",
  "offline",
  "silent",
  "mute",
  "unplugged",
];
const CERTIFICATE_FAULTS: readonly CertificateFault[] = [
  "media-empty",
  "media-jam",
  "cover-open",
  "aborts-next-job",
  "loses-next-job",
  "drops-next-reply",
  "unplugged",
];

/** A workbench beside the demonstration kiosk: cards, the camera's clip, papers that came out, faults to try, processes to stop. */
export class DockApp extends LitElement {
  static override properties = { view: { state: true }, away: { state: true }, problem: { state: true } };
  static override styles = [
    desk,
    dockStyles,
    css`[aria-pressed="true"] { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }`,
  ];
  declare view: DockView | null;
  declare away: boolean;
  declare problem: string;

  constructor() {
    super();
    new Reader(this);
    this.view = null;
    this.away = false;
    this.problem = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#open();
  }

  override render() {
    document.title = say("dock.title");
    return html`
      <header class="bar demo">
        <h1>${say("dock.title")}</h1><span class="chip warn">${say("dock.label")}</span><span class="space"></span>
        ${this.away ? html`<span class="chip warn" role="status">${say("dock.away")}</span>` : nothing}
        <button id="language" @click=${() => speak(language() === "en" ? "zh-CN" : "en")}>${say("toolbar.language")}</button>
      </header>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.view ? this.#bench(this.view) : nothing}`;
  }

  #bench(view: DockView): TemplateResult {
    return html`<main>
      ${this.#cards(view)} ${this.#camera(view)} ${this.#processes(view)} ${this.#receipts(view)} ${this.#certificates(view)}
    </main>`;
  }

  #cards(view: DockView): TemplateResult {
    return html`<section class="panel">
      <h2>${icon("card")}${say("dock.cards")}</h2>
      <p class="quiet small">${view.cardOnReader === null ? say("dock.cards.none") : say("dock.cards.on")}</p>
      <div class="choices">
        ${view.cards.map((card) => {
          const on = view.cardOnReader === card.id;
          return html`<button id="card-${card.id}" aria-pressed=${on} @click=${() => this.#act(on ? { act: "remove-card" } : { act: "insert-card", card: card.id })}>${card.label}</button>`;
        })}
      </div>
      <button id="remove-card" ?disabled=${view.cardOnReader === null} @click=${() => this.#act({ act: "remove-card" })}>${say("dock.cards.remove")}</button>
    </section>`;
  }

  #camera(view: DockView): TemplateResult {
    return html`<section class="panel">
      <h2>${icon("face")}${say("dock.camera")}</h2>
      <p class="quiet small">${say("dock.camera.words")}</p>
      <div class="choices">
        ${view.clips.map((clip) => html`<button id="clip-${clip.id}" aria-pressed=${view.clip === clip.id} @click=${() => this.#act({ act: "choose-clip", clip: clip.id })}>${clip.label}</button>`)}
      </div>
    </section>`;
  }

  #processes(view: DockView): TemplateResult {
    const moods = { running: "good", stopped: "bad", restarting: "warn", refused: "bad" } as const;
    return html`<section class="panel">
      <h2>${icon("building")}${say("dock.processes")}</h2>
      <table>
        <tbody>${view.processes.map((process) => {
          const to = process.state === "stopped" || process.state === "refused" ? "running" : "stopped";
          return html`<tr id="process-${process.name}">
            <td class="mono">${process.name}</td>
            <td><span class="dot ${moods[process.state]}"></span>${say(`process.${process.state}`)}<br /><span class="quiet small">${say("dock.restarts", { count: process.restarts })}</span></td>
            <td><button @click=${() => this.#act({ act: "process", name: process.name, to })}>${say(`dock.to.${to}`)}</button></td>
          </tr>`;
        })}</tbody>
      </table>
    </section>`;
  }

  #receipts(view: DockView): TemplateResult {
    const { faults, papers } = view.receiptPrinter;
    return html`<section class="panel printer">
      <h2>${icon("printer")}${say("dock.receipts")}</h2>
      <div class="row">${RECEIPT_FAULTS.map((fault) => this.#fault(say(`receipt-fault.${fault}`), `receipt-${fault}`, faults.includes(fault), (on) => ({ act: "receipt-fault", fault, on })))}</div>
      <div class="papers">
        ${papers.length === 0 ? html`<p class="quiet">${say("dock.papers.none")}</p>` : nothing}
        ${[...papers].sort((a, b) => b.at - a.at).map((paper) => html`<figure id="paper-${paper.id}"><pre tabindex="0">${paper.text}</pre><figcaption class="quiet small">${moment(paper.at)}</figcaption></figure>`)}
      </div>
    </section>`;
  }

  #certificates(view: DockView): TemplateResult {
    const { faults, sheets } = view.certificatePrinter;
    return html`<section class="panel printer">
      <h2>${icon("document")}${say("dock.certificates")}</h2>
      <div class="row">${CERTIFICATE_FAULTS.map((fault) => this.#fault(say(`certificate-fault.${fault}`), `certificate-${fault}`, faults.includes(fault), (on) => ({ act: "certificate-fault", fault, on })))}</div>
      <ul class="sheets">
        ${sheets.length === 0 ? html`<li class="quiet">${say("dock.sheets.none")}</li>` : nothing}
        ${[...sheets]
          .sort((a, b) => b.at - a.at)
          .map(
            (sheet) =>
              html`<li><a id="sheet-${sheet.id}" href="/api/sheets/${sheet.id}.pdf" target="_blank" rel="noopener">${icon("document")}<span class="mono">${sheet.job}</span><span class="quiet small">${say("dock.sheet", { count: sheet.pages, time: moment(sheet.at) })}</span></a></li>`,
          )}
      </ul>
    </section>`;
  }

  #fault(words: string, id: string, on: boolean, act: (on: boolean) => DockAct): TemplateResult {
    return html`<button class="fault" id=${id} aria-pressed=${on} @click=${() => this.#act(act(!on))}>${words}</button>`;
  }

  async #act(act: DockAct): Promise<void> {
    const answer = await send("/api/act", act);
    this.problem = answer.is === "answer" ? "" : answer.is === "refused" ? say("tech.refused", { words: answer.words }) : say("dock.away");
  }

  #open(): void {
    const source = new EventSource("/api/dock");
    source.onmessage = (message: MessageEvent<string>) => {
      this.view = JSON.parse(message.data) as DockView;
      this.away = false;
    };
    source.onerror = () => {
      this.away = true;
      if (source.readyState === EventSource.CLOSED) pageClock.after(REOPEN_AFTER_MS, () => this.#open());
    };
  }
}

customElements.define("dock-app", DockApp);
