import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { DockAct, DockView } from "../../runtime/demo/api.ts";
import { pageClock } from "../components/page-clock.ts";
import { send } from "../components/staff-api.ts";
import { desk } from "../styles/desk.ts";
import { language, Reader, say, speak } from "../texts/texts.ts";
import type { Bench } from "./bench.ts";
import { boardPanel, lockerPanel, processPanel } from "./cabinet-panels.ts";
import { cameraPanel, cardPanel, scannerPanel } from "./citizen-panels.ts";
import { dockStyles } from "./dock-styles.ts";
import { certificatePanel, receiptPanel } from "./printer-panels.ts";

const REOPEN_AFTER_MS = 2_000;

/** A workbench beside the demonstration kiosk: what a citizen does, what happens to the cabinet, what came out, processes to stop. */
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
      ${this.view ? this.#bench({ view: this.view, act: (act) => void this.#act(act) }) : nothing}`;
  }

  #bench(bench: Bench): TemplateResult {
    return html`<main>
      ${cardPanel(bench)} ${cameraPanel(bench)}
      <div class="stack">${scannerPanel(bench)} ${lockerPanel(bench)}</div>
      <div class="stack">${boardPanel(bench)} ${processPanel(bench)}</div>
      ${receiptPanel(bench)} ${certificatePanel(bench)}
    </main>`;
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
