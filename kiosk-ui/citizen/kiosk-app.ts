import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Screen, View } from "../../runtime/server/api.ts";
import { icon } from "../components/icon.ts";
import { controls } from "../styles/controls.ts";
import { Reader, say, speak } from "../texts/texts.ts";
import { drawScreen } from "./draw-screen.ts";
import type { IntentEvent } from "./events.ts";
import "./kiosk-dialog.ts";
import "./kiosk-header.ts";
import "./kiosk-stages.ts";
import "./kiosk-toolbar.ts";
import "./time-left.ts";
import "./time-warning.ts";
import { screenKey, type ViewClient } from "./view-client.ts";
import type { KioskVoice } from "./voice/kiosk-voice.ts";

/** Nothing is lost by leaving from here, so leaving is not asked twice. */
const NOTHING_TO_LOSE: ReadonlySet<Screen["kind"]> = new Set(["result", "evaluate", "handoff", "ended", "identify-card"]);

/** The whole page: frame, screen, warnings. Draws the newest view and hands intents to the client. */
export class KioskApp extends LitElement {
  static override properties = { client: { attribute: false }, voice: { attribute: false }, leaving: { state: true } };
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        height: 100vh;
        background: var(--page);
        font-family: var(--font);
      }
      .frame {
        height: 100%;
        display: grid;
        grid-template-rows: auto auto minmax(0, 1fr) auto auto;
      }
      main {
        min-height: 0;
        padding: var(--space-5) var(--gutter);
        grid-row: 3;
      }
      main[aria-busy="true"] {
        opacity: 0.6;
        transition: opacity var(--calm) var(--calm);
      }
      kiosk-stages {
        grid-row: 2;
      }
      kiosk-toolbar {
        grid-row: 5;
      }
      @media (orientation: landscape) {
        .frame {
          grid-template-columns: minmax(0, 1fr) var(--rail-width);
          grid-template-rows: auto auto minmax(0, 1fr) auto;
        }
        .frame kiosk-header,
        .frame kiosk-stages,
        .frame main,
        .frame .low-time {
          grid-column: 1;
        }
        .frame kiosk-toolbar {
          grid-column: 2;
          grid-row: 1 / -1;
        }
        .frame main {
          padding: var(--space-4) var(--gutter);
        }
      }
      .low-time {
        grid-row: 4;
        display: flex;
        justify-content: flex-end;
        padding: 0 var(--gutter) var(--space-3);
      }
      .away {
        position: fixed;
        inset: 0;
        display: grid;
        place-content: center;
        justify-items: center;
        gap: var(--space-4);
        text-align: center;
        background: var(--page);
        padding: var(--gutter);
        font-size: var(--text-l);
      }
      .away h1 {
        font-size: var(--text-xl);
      }
      .away .icon-huge {
        width: var(--icon-huge);
        height: var(--icon-huge);
        color: var(--accent);
        animation: breathe var(--spin) ease-in-out infinite;
      }
      @keyframes breathe {
        50% {
          opacity: 0.35;
        }
      }
    `,
  ];
  declare client: ViewClient;
  /** Absent where nothing is spoken. */
  declare voice: KioskVoice | null;
  declare leaving: boolean;

  constructor() {
    super();
    new Reader(this);
    this.voice = null;
    this.leaving = false;
  }

  override render() {
    const { view, link } = this.client;
    if (!view || link !== "live") return this.#away();
    const asked = this.leaving || view.timeLeft?.warning === true;
    return html`
      <div class="frame" ?inert=${asked} @kiosk-intent=${this.#send} @kiosk-activity=${() => this.client.active()} @kiosk-leave=${this.#leave} @kiosk-sound=${() => this.voice?.turn()}>
        ${this.#frame(view)}
      </div>
      ${view.timeLeft?.warning ? html`<time-warning id="time-warning" .remaining=${this.#remaining} @kiosk-intent=${this.#send}></time-warning>` : this.leaving ? this.#leaveDialog() : nothing}`;
  }

  /** To be called before each drawing: language and looks are the document's. */
  follow(): void {
    const view = this.client.view;
    const page = document.documentElement;
    if (view) {
      const { language, size, contrast, reach } = view.display;
      speak(language);
      page.lang = language;
      Object.assign(page.dataset, { size, contrast, reach });
      if (view.session === null) this.leaving = false;
    }
    this.voice?.follow(this.client.link === "live" ? view : null);
    document.title = say("header.kiosk");
    this.requestUpdate();
  }

  #frame(view: View): TemplateResult {
    const low = view.display.reach === "low";
    const time = view.timeLeft ? html`<time-left .remaining=${this.#remaining}></time-left>` : nothing;
    return html`
      <kiosk-header .hall=${view.hall} .person=${view.progress?.person ?? null} .compact=${view.display.size === "senior" && view.timeLeft !== null && !low}>${low ? nothing : time}</kiosk-header>
      ${view.progress && view.progress.steps.length > 0 ? html`<kiosk-stages .progress=${view.progress}></kiosk-stages>` : nothing}
      <main aria-busy=${this.client.busy}>${keyed(screenKey(view), drawScreen(view))}</main>
      ${low && view.timeLeft ? html`<div class="low-time">${time}</div>` : nothing}
      <kiosk-toolbar .display=${view.display} .sound=${this.voice?.level ?? null} .served=${view.session !== null && view.screen.kind !== "ended"}></kiosk-toolbar>`;
  }

  #away(): TemplateResult {
    const lost = this.client.link === "lost";
    return html`<main class="away" id="away" role="status">
      ${icon(lost ? "link" : "wait", "icon-huge")}
      <h1>${say(lost ? "away.heading" : "starting.heading")}</h1>
      <p class="quiet">${say(lost ? "away.words" : "starting.words")}</p>
    </main>`;
  }

  #leaveDialog(): TemplateResult {
    const answer = (leave: boolean) => {
      this.leaving = false;
      if (leave) void this.client.send({ kind: "cancel" });
    };
    return html`<kiosk-dialog id="leave-dialog" .heading=${say("leave.heading")} .words=${say("leave.words")}>
      <button slot="answers" class="action" id="leave-yes" @click=${() => answer(true)}>${say("leave.yes")}</button>
      <button slot="answers" class="action primary" id="leave-no" @click=${() => answer(false)}>${say("leave.no")}</button>
    </kiosk-dialog>`;
  }

  readonly #remaining = () => this.client.remainingMs();

  #send(event: IntentEvent): void {
    void this.client.send(event.intent);
  }

  #leave(): void {
    const kind = this.client.view?.screen.kind;
    if (kind && NOTHING_TO_LOSE.has(kind)) void this.client.send({ kind: "cancel" });
    else this.leaving = true;
  }
}

customElements.define("kiosk-app", KioskApp);
