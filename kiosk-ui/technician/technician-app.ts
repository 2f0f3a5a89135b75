import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { DeviceHealth, TechnicianOverview, TechnicianRefusal, TechnicianReply } from "../../runtime/server/api.ts";
import { moment } from "../components/ages.ts";
import { pageClock } from "../components/page-clock.ts";
import { type Answer, get, send } from "../components/staff-api.ts";
import { desk } from "../styles/desk.ts";
import { language, Reader, say, sayIfKnown, speak } from "../texts/texts.ts";
import type { ActAnswer, ActEvent, CountWantedEvent, PinEvent } from "./act-event.ts";
import "./blank-books.ts";
import type { CountingEvent } from "./blank-task.ts";
import "./day-statement.ts";
import "./device-cards.ts";
import "./mode-panel.ts";
import "./open-issuances.ts";
import "./pin-login.ts";
import { facePanel } from "./face-panel.ts";
import { linkPanel } from "./link-panel.ts";

const POLL_MS = 2_000;

/** The technician's console: log in, see everything, settle what only eyes can settle. */
export class TechnicianApp extends LitElement {
  static override properties = {
    stage: { state: true },
    overview: { state: true },
    health: { state: true },
    problem: { state: true },
    done: { state: true },
    counting: { state: true },
  };
  static override styles = [
    desk,
    css`
      main {
        grid-template-columns: repeat(2, minmax(0, 1fr));
      }
      .column {
        display: grid;
        gap: var(--space-5);
      }
      /* Many rows refused for one reason leave the button below them in reach. */
      #set-aside {
        display: grid;
        gap: var(--space-2);
        max-height: var(--list-height);
        overflow-y: auto;
      }
      #set-aside li + li {
        border-top: var(--hair) solid var(--line);
        padding-top: var(--space-2);
      }
      .whole {
        grid-column: 1 / -1;
      }
      .notice {
        position: sticky;
        top: var(--space-2);
        z-index: 1;
      }
      @media (width < 56em) {
        main {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];
  declare stage: "asking" | "login" | "in" | "away";
  declare overview: TechnicianOverview | null;
  /** By device: what the last check from this page found. */
  declare health: Readonly<Record<string, DeviceHealth>>;
  declare problem: string;
  declare done: string;
  /** Somebody counts sheets. */
  declare counting: boolean;

  constructor() {
    super();
    new Reader(this);
    this.stage = "asking";
    this.overview = null;
    this.health = {};
    this.problem = "";
    this.done = "";
    this.counting = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const poll = () => {
      void this.#look().then(() => pageClock.after(POLL_MS, poll));
    };
    poll();
  }

  override render() {
    document.title = say("tech.title");
    return html`
      ${this.#bar()}
      ${this.stage === "login" ? html`<pin-login .problem=${this.problem} @kiosk-pin=${(event: PinEvent) => this.#login(event.pin)}></pin-login>` : nothing}
      ${this.stage === "in" && this.overview ? this.#console(this.overview) : nothing}`;
  }

  #bar(): TemplateResult {
    const view = this.overview;
    return html`<header class="bar">
      <h1>${say("tech.title")}</h1>
      ${view ? html`<span class="mono">${view.kiosk}</span><span class="quiet">${say("tech.release", { release: view.release })}</span>` : nothing}
      <span class="space"></span>
      ${this.stage === "away" ? html`<span class="chip warn" role="status">${say("tech.away")}</span>` : nothing}
      ${view?.sessionActive ? html`<span class="chip">${say("tech.session")}</span>` : nothing}
      ${this.stage === "in" ? html`<button id="logout" @click=${() => this.#logout()}>${say("tech.logout")}</button>` : nothing}
      <button id="language" @click=${() => speak(language() === "en" ? "zh-CN" : "en")}>${say("toolbar.language")}</button>
    </header>`;
  }

  #console(view: TechnicianOverview): TemplateResult {
    return html`<main @kiosk-act=${(event: ActEvent) => this.#act(event)} @kiosk-count=${this.#count} @kiosk-counting=${(event: CountingEvent) => (this.counting = event.on)}>
      ${this.problem ? html`<p class="problem whole notice" role="alert">${this.problem}</p>` : this.done ? html`<p class="chip good whole notice" role="status">${this.done}</p>` : nothing}
      <open-issuances class="whole" .overview=${view}></open-issuances>
      <mode-panel class="whole" .mode=${view.maintenance} .pageAliveAt=${view.pageAliveAt}></mode-panel>
      <device-cards class="whole" .devices=${view.devices} .health=${this.health}></device-cards>
      ${facePanel(view.face)}
      <div class="column">
        ${linkPanel(view.link, view.setAside)}
        <section class="panel">
          <h2>${say("tech.journal")}</h2>
          <p><span class="dot ${view.journal.intact ? "good" : "bad"}"></span>${say(view.journal.intact ? "tech.journal.intact" : "tech.journal.broken")}</p>
          <p class="number">${say("tech.journal.entries", { count: view.journal.entries })}</p>
          <p class="mono quiet">${view.journal.head}</p>
        </section>
      </div>
      <blank-books class="whole" .overview=${view}></blank-books>
      <day-statement class="whole" .types=${view.blankTypes} .accounts=${view.accounts} .blind=${this.counting}></day-statement>
    </main>`;
  }

  async #look(): Promise<void> {
    if (this.stage === "login") return;
    this.#follow(await get<TechnicianOverview>("/technician/api/overview"));
  }

  #follow(answer: Answer<TechnicianOverview>): void {
    switch (answer.is) {
      case "answer":
        this.overview = answer.value;
        this.stage = "in";
        return;
      case "login":
        this.overview = null;
        this.stage = "login";
        return;
      case "refused":
        this.problem = say("tech.refused", { words: answer.words });
        return;
      case "away":
        this.stage = "away";
    }
  }

  async #login(pin: string): Promise<void> {
    const answer = await send("/technician/api/login", { pin });
    this.problem =
      answer.is === "answer" ? "" : answer.is === "login" ? refusalWords(answer.body as TechnicianRefusal | null) : say("tech.away");
    if (answer.is !== "answer") return;
    this.stage = "asking";
    await this.#look();
  }

  async #logout(): Promise<void> {
    await send("/technician/api/logout", {});
    this.overview = null;
    this.stage = "login";
  }

  /** A wizard found tray and book out of step. */
  #count(event: CountWantedEvent): void {
    this.renderRoot.querySelector("blank-books")?.begin("count-blanks", event.blankType);
  }

  async #act(event: ActEvent): Promise<void> {
    const answer = await send<TechnicianReply>("/technician/api/act", event.act);
    if (answer.is === "answer" && answer.value.done && answer.value.health)
      this.health = { ...this.health, [answer.value.health.device]: answer.value.health };
    const outcome = outcomeOf(answer);
    this.done = outcome.done ? say("tech.done", { time: moment(pageClock.now()) }) : "";
    this.problem = outcome.done || event.showsRefusal ? "" : outcome.words;
    if (answer.is === "login") this.stage = "login";
    await this.#look();
    event.settle(outcome);
  }
}

function outcomeOf(answer: Answer<TechnicianReply>): ActAnswer {
  if (answer.is === "refused") return { done: false, why: "", words: say("tech.refused", { words: answer.words }) };
  if (answer.is !== "answer") return { done: false, why: "", words: say("tech.away") };
  if (answer.value.done) return { done: true };
  return { done: false, why: answer.value.why, words: say("tech.refused", { words: whyNot(answer.value) }) };
}

/** In words where the page has them, else as the runtime said it. */
function whyNot({ why, detail }: { readonly why: string; readonly detail: string }): string {
  return sayIfKnown(`refusal.${why.replaceAll(".", "-")}`) ?? detail;
}

function refusalWords(refusal: TechnicianRefusal | null): string {
  if (refusal?.why === "locked") return say("tech.pin.locked", { time: refusal.retryAt === null ? "" : moment(refusal.retryAt) });
  if (refusal?.why === "pin-of-two") return say("tech.pin.of-two");
  return say("tech.pin.wrong", { count: refusal?.triesLeft ?? 0 });
}

customElements.define("technician-app", TechnicianApp);
