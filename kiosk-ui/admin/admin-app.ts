import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { AdminApi, AdminOverview, CaseRow, Finding, Problem } from "../../sync-agent/hub/api.ts";
import { pageClock } from "../components/page-clock.ts";
import { type Answer, get, send } from "../components/staff-api.ts";
import { desk } from "../styles/desk.ts";
import { language, Reader, say, speak } from "../texts/texts.ts";
import { blankBook } from "./blank-book.ts";
import { caseTable } from "./case-table.ts";
import { kioskTable } from "./kiosk-table.ts";
import { openNumbers } from "./open-numbers.ts";
import { reconciliationPanel } from "./reconciliation-panel.ts";

const POLL_MS = 5_000;

/** Everything that the hub says of blanks. */
interface Books {
  readonly blanks: AdminApi["GET /admin/api/blanks"];
  readonly open: AdminApi["GET /admin/api/blanks/open"];
  readonly day: AdminApi["GET /admin/api/reconciliation"];
  readonly findings: readonly Finding[];
}

/** The administrator's page at the hub: what the city's kiosks do now, and what became of each case. */
export class AdminApp extends LitElement {
  static override properties = {
    stage: { state: true },
    overview: { state: true },
    cases: { state: true },
    books: { state: true },
    day: { state: true },
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
      .csv {
        color: var(--accent);
        display: inline-flex;
        align-items: center;
        gap: var(--space-1);
        min-height: var(--target);
      }
      .figure {
        text-align: end;
        font-variant-numeric: tabular-nums;
        padding-inline-end: var(--space-4);
      }
      .alarm {
        color: var(--bad);
        font-weight: 700;
      }
      .none {
        color: var(--good);
        display: flex;
        gap: var(--space-2);
        align-items: center;
      }
      .findings {
        display: grid;
        gap: var(--space-3);
      }
      .findings li {
        border-left: var(--bold-rule) solid var(--line-strong);
        padding-left: var(--space-3);
      }
      .findings .bad {
        border-color: var(--bad);
      }
    `,
  ];
  declare stage: "asking" | "login" | "in" | "away";
  declare overview: AdminOverview | null;
  declare cases: readonly CaseRow[];
  declare books: Books | null;
  /** Whose books are compared; "": today's, as the hub counts days. */
  declare day: string;
  declare problem: string;
  declare sought: string;

  constructor() {
    super();
    new Reader(this);
    this.stage = "asking";
    this.overview = null;
    this.cases = [];
    this.books = null;
    this.day = "";
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
        ${tile(totals.openNumbers, say("admin.open-numbers"), totals.openNumbers > 0)}
        ${tile(totals.openFindings, say("admin.open-findings"), totals.openFindings > 0)}
        ${tile(totals.averageGrade === null ? "—" : totals.averageGrade.toFixed(1), say("admin.grade"))}
      </section>
      <section class="panel">
        <div class="head"><h2>${say("admin.kiosks")}</h2><div class="fleet" aria-hidden="true">${kiosks.map((kiosk) => html`<span class=${kiosk.online ? "" : "off"} title=${kiosk.id}></span>`)}</div></div>
        ${kioskTable(kiosks, pageClock.now())}
      </section>
      ${this.books ? this.#books(this.books) : nothing}
      <section class="panel">
        <div class="head"><h2>${say("admin.cases")}</h2>
          <label>${say("admin.search")}<input id="search" type="search" .value=${this.sought} @input=${(event: InputEvent) => (this.sought = (event.target as HTMLInputElement).value)} /></label>
        </div>
        ${found.length > 0 ? caseTable(found) : html`<p class="quiet">${say("admin.cases.none")}</p>`}
      </section>
    </main>`;
  }

  #books({ blanks, open, day, findings }: Books): TemplateResult {
    const choose = (wanted: string) => {
      this.day = wanted;
      void this.#look();
    };
    return html`${openNumbers(open, blanks.names)} ${reconciliationPanel(day, findings, blanks.names, choose)} ${blankBook(blanks.blanks, blanks.names)}`;
  }

  async #look(): Promise<void> {
    if (this.stage === "login") return;
    const answers = await Promise.all([
      get<AdminApi["GET /admin/api/overview"]>("/admin/api/overview"),
      get<AdminApi["GET /admin/api/cases"]>("/admin/api/cases"),
      get<Books["blanks"]>("/admin/api/blanks"),
      get<Books["open"]>("/admin/api/blanks/open"),
      get<Books["day"]>(`/admin/api/reconciliation${this.day ? `?day=${this.day}` : ""}`),
      get<AdminApi["GET /admin/api/findings"]>("/admin/api/findings"),
    ]);
    if (answers.some(({ is }) => is === "login")) {
      this.stage = "login";
      this.overview = null;
      this.cases = [];
      this.books = null;
      return;
    }
    const [overview, cases, blanks, open, day, findings] = answers;
    if (overview.is === "answer") this.overview = overview.value;
    if (cases.is === "answer") this.cases = cases.value.cases;
    if (blanks.is === "answer" && open.is === "answer" && day.is === "answer" && findings.is === "answer")
      this.books = { blanks: blanks.value, open: open.value, day: day.value, findings: findings.value.findings };
    const refused = answers.find((answer) => answer.is === "refused");
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
