import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { AdminApi, AdminOverview, CaseRow, Problem } from "../../sync-agent/hub/api.ts";
import { pageClock } from "../components/page-clock.ts";
import { type Answer, get, send } from "../components/staff-api.ts";
import { desk } from "../styles/desk.ts";
import { language, Reader, say, speak } from "../texts/texts.ts";
import { caseTable } from "./case-table.ts";
import { kioskTable } from "./kiosk-table.ts";

const POLL_MS = 5_000;

/** The administrator's page at the hub: what the city's kiosks do now, and what became of each case. */
export class AdminApp extends LitElement {
  static override properties = {
    stage: { state: true },
    overview: { state: true },
    cases: { state: true },
    problem: { state: true },
    sought: { state: true },
  };
  static override styles = [
    desk,
    css`
      .fleet {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1);
      }
      .fleet span {
        width: var(--space-4);
        height: var(--space-4);
        border-radius: var(--space-1);
        background: var(--good);
      }
      .fleet .off {
        background: var(--surface);
        border: var(--rule) solid var(--bad);
      }
      .head {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: var(--space-4);
      }
      .grade {
        letter-spacing: 0.1em;
      }
    `,
  ];
  declare stage: "asking" | "login" | "in" | "away";
  declare overview: AdminOverview | null;
  declare cases: readonly CaseRow[];
  declare problem: string;
  declare sought: string;

  constructor() {
    super();
    new Reader(this);
    this.stage = "asking";
    this.overview = null;
    this.cases = [];
    this.problem = "";
    this.sought = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const poll = () => {
      void this.#look().then(() => pageClock.after(POLL_MS, poll));
    };
    poll();
  }

  override render() {
    document.title = say("admin.title");
    return html`
      <header class="bar">
        <h1>${this.overview ? say("admin.city", { city: this.overview.city }) : say("admin.title")}</h1>
        <span class="space"></span>
        ${this.stage === "away" ? html`<span class="chip warn" role="status">${say("admin.away")}</span>` : nothing}
        <button id="language" @click=${() => speak(language() === "en" ? "zh-CN" : "en")}>${say("toolbar.language")}</button>
      </header>
      ${this.stage === "login" ? this.#login() : this.overview ? this.#console(this.overview) : nothing}`;
  }

  #login(): TemplateResult {
    return html`<main><form class="panel login" @submit=${this.#enter}>
      <h2>${say("admin.login")}</h2>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <label>${say("admin.password")}<input id="password" name="password" type="password" required autocomplete="current-password" /></label>
      <button class="primary" type="submit">${say("tech.enter")}</button>
    </form></main>`;
  }

  #console(view: AdminOverview): TemplateResult {
    const { totals, kiosks } = view;
    const online = kiosks.filter((kiosk) => kiosk.online).length;
    const found = this.cases.filter((one) => matches(one, this.sought));
    return html`<main>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <section class="panel tiles" aria-label=${say("admin.totals")}>
        ${tile(`${online} / ${kiosks.length}`, say("admin.online"), online < kiosks.length)}
        ${tile(totals.casesToday, say("admin.today"))}
        ${tile(totals.casesAll, say("admin.all"))}
        ${tile(totals.undelivered, say("admin.undelivered"), totals.undelivered > 0)}
        ${tile(totals.unknownIssuances, say("admin.unknown"), totals.unknownIssuances > 0)}
        ${tile(totals.averageGrade === null ? "—" : totals.averageGrade.toFixed(1), say("admin.grade"))}
      </section>
      <section class="panel">
        <div class="head"><h2>${say("admin.kiosks")}</h2><div class="fleet" aria-hidden="true">${kiosks.map((kiosk) => html`<span class=${kiosk.online ? "" : "off"} title=${kiosk.id}></span>`)}</div></div>
        ${kioskTable(kiosks, pageClock.now())}
      </section>
      <section class="panel">
        <div class="head"><h2>${say("admin.cases")}</h2>
          <label>${say("admin.search")}<input id="search" type="search" .value=${this.sought} @input=${(event: InputEvent) => (this.sought = (event.target as HTMLInputElement).value)} /></label>
        </div>
        ${found.length > 0 ? caseTable(found) : html`<p class="quiet">${say("admin.cases.none")}</p>`}
      </section>
    </main>`;
  }

  async #look(): Promise<void> {
    if (this.stage === "login") return;
    const [overview, cases] = await Promise.all([
      get<AdminApi["GET /admin/api/overview"]>("/admin/api/overview"),
      get<AdminApi["GET /admin/api/cases"]>("/admin/api/cases"),
    ]);
    if (overview.is === "login" || cases.is === "login") {
      this.stage = "login";
      this.overview = null;
      this.cases = [];
      return;
    }
    if (overview.is === "answer") this.overview = overview.value;
    if (cases.is === "answer") this.cases = cases.value.cases;
    const refused = [overview, cases].find((answer) => answer.is === "refused");
    this.problem = refused?.is === "refused" ? say("tech.refused", { words: refused.words }) : "";
    this.stage = overview.is === "away" ? "away" : "in";
  }

  async #enter(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget as HTMLFormElement).get("password") ?? "");
    const answer = await send("/admin/api/login", { password });
    this.problem =
      answer.is === "answer" ? "" : answer.is === "away" ? say("admin.away") : say(isLocked(answer) ? "admin.locked" : "admin.wrong");
    if (answer.is !== "answer") return;
    this.stage = "asking";
    await this.#look();
  }
}

function isLocked(answer: Answer<unknown>): boolean {
  return answer.is === "login" && (answer.body as Partial<Problem> | null)?.error?.code === "login.locked";
}

function tile(value: string | number, words: string, alarming = false): TemplateResult {
  return html`<p class="tile"><strong>${alarming ? html`<span class="dot warn"></span>` : nothing}${value}</strong><span class="quiet small">${words}</span></p>`;
}

function matches(one: CaseRow, sought: string): boolean {
  const words = sought.trim().toLowerCase();
  return (
    words === "" || [one.number, one.item, one.kiosk, one.department, one.applicant].some((text) => text.toLowerCase().includes(words))
  );
}

customElements.define("admin-app", AdminApp);
