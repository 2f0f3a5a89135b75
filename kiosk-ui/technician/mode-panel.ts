import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { MaintenanceOverview, ModeRefusal, ModeWait } from "../../runtime/server/api.ts";
import { age } from "../components/ages.ts";
import { pageClock } from "../components/page-clock.ts";
import { desk } from "../styles/desk.ts";
import { Reader, say, sayIfKnown } from "../texts/texts.ts";
import { ActEvent } from "./act-event.ts";

/** Technician mode: off, asked for and whom it waits for, or entered; and the one button that changes it. */
export class ModePanel extends LitElement {
  static override properties = { mode: { attribute: false }, pageAliveAt: { attribute: false } };
  static override styles = [
    desk,
    css`
      .panel.asked,
      .panel.leaving {
        border-color: var(--warn-bright);
        background: var(--warn-wash);
      }
      .panel.on {
        border-color: var(--accent);
        background: var(--accent-wash);
      }
      .state {
        font-size: var(--text-l);
        font-weight: 700;
      }
      button {
        min-height: var(--action-height);
        font-size: var(--text-l);
      }
    `,
  ];
  declare mode: MaintenanceOverview | null;
  /** Epoch ms at which a citizen page last said that it lives. */
  declare pageAliveAt: number | null;

  constructor() {
    super();
    new Reader(this);
    this.mode = null;
    this.pageAliveAt = null;
  }

  override render() {
    const { mode } = this;
    if (!mode) return nothing;
    return html`<section class="panel ${mode.state}">
      <h2>${say("tech.service")}</h2>
      <p class="state" role="status"><span class="dot ${mode.state === "off" ? "good" : "warn"}"></span>${say(`maintenance.${mode.state}`)}</p>
      ${this.#waits(mode)}
      ${mode.state === "off" || mode.by === null ? nothing : html`<p class="quiet small">${say("maintenance.by", { by: called(mode.by) })}${mode.since === null ? "" : ` · ${say("tech.since", { age: age(pageClock.now() - mode.since) })}`}</p>`}
      ${mode.problem ? html`<p class="problem" role="alert">${problemWords(mode.problem)}</p>` : nothing}
      <p class="quiet small">${this.pageAliveAt === null ? say("tech.page.never") : say("tech.page", { age: age(pageClock.now() - this.pageAliveAt) })}</p>
      ${this.#button(mode)}
    </section>`;
  }

  #waits({ state, waitingFor, heldBy, since }: MaintenanceOverview): TemplateResult | typeof nothing {
    if (state !== "asked") return nothing;
    const words = [
      ...(since === null ? [say("wait.device-host")] : []),
      ...waitingFor.map(waitWords),
      ...(heldBy === null ? [] : [say(`wait.held.${heldBy}`)]),
    ];
    return words.length === 0 ? nothing : html`<ul>${words.map((one) => html`<li>${one}</li>`)}</ul>`;
  }

  #button({ state, isOwn, by }: MaintenanceOverview): TemplateResult {
    if (state === "off") return this.#act("tech.close", true, "primary");
    if (state === "leaving" || !isOwn) {
      const words = state === "leaving" ? say("maintenance.leaving") : say("maintenance.elsewhere", { by: called(by ?? "") });
      return html`<button id="maintenance" disabled>${words}</button>`;
    }
    return this.#act(state === "asked" ? "tech.take-back" : "tech.open-again", false, state === "on" ? "primary" : "");
  }

  #act(text: "tech.close" | "tech.take-back" | "tech.open-again", on: boolean, look: string): TemplateResult {
    const press = () => this.dispatchEvent(new ActEvent({ act: "maintenance", on }));
    return html`<button id="maintenance" class=${look} @click=${press}>${say(text)}</button>`;
  }
}

/** Programs of the house by a name that says something; others as they call themselves. */
function called(name: string): string {
  return sayIfKnown(`program.${name}`) ?? name;
}

function waitWords({ name, why }: ModeWait): string {
  if (why === "") return say("wait.answer", { name: called(name) });
  return sayIfKnown(`wait.${why}`) ?? `${called(name)}: ${why}`;
}

function problemWords(problem: ModeRefusal): string {
  switch (problem.kind) {
    case "taken":
      return say("mode-problem.taken", { by: called(problem.by) });
    case "refused":
      return say("mode-problem.refused", { by: called(problem.by), why: problem.why });
    case "not-answered": {
      const held = problem.heldBy === null ? [] : [say(`wait.held.${problem.heldBy}`)];
      return say("mode-problem.not-answered", { who: [...problem.waitingFor.map(waitWords), ...held].join(" · ") || "—" });
    }
    case "withdrawn":
      return say("mode-problem.withdrawn");
  }
}

customElements.define("mode-panel", ModePanel);
