import { css, html, nothing, svg, type TemplateResult } from "lit";
import "../../components/kiosk-page.ts";
import "../../components/kiosk-scroller.ts";
import { icon } from "../../components/icon.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ActivityEvent } from "../events.ts";
import { ScreenElement } from "../screen-element.ts";

type Grade = 1 | 2 | 3 | 4 | 5;
const GRADES: readonly Grade[] = [5, 4, 3, 2, 1];
/** A reason is asked for only where something went wrong. */
const POOR: Grade = 2;

/** Five grades, voluntary: to skip is as easy as to rate. */
export class ScreenEvaluate extends ScreenElement<"evaluate"> {
  static override properties = { ...ScreenElement.properties, grade: { state: true }, tags: { state: true } };
  static override styles = [
    screenStyles,
    css`
      .grade {
        width: 100%;
        min-height: var(--choice-height);
        justify-content: flex-start;
        gap: var(--space-4);
        font-size: var(--text-l);
        padding: var(--space-2) var(--space-5);
      }
      .grade svg {
        width: var(--icon-large);
        height: var(--icon-large);
        flex: none;
      }
      .grade .tick {
        margin-left: auto;
        width: var(--icon);
      }
      [aria-checked="true"],
      [aria-pressed="true"] {
        border-color: var(--accent);
        background: var(--accent-wash);
        color: var(--accent);
        font-weight: 700;
        box-shadow: inset 0 0 0 var(--rule) var(--accent);
      }
      .tags {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3);
      }
      .half {
        flex: 1 1 0;
      }
      .grades {
        display: grid;
        gap: var(--space-3);
      }
      @media (orientation: landscape) {
        .grades {
          grid-template-columns: repeat(5, minmax(0, 1fr));
        }
        .grade {
          flex-direction: column;
          justify-content: center;
          gap: var(--space-3);
          min-height: var(--item-height);
          padding: var(--space-2);
        }
        .grade .tick {
          display: none;
        }
      }
    `,
  ];
  declare grade: Grade | null;
  declare tags: readonly string[];

  constructor() {
    super();
    this.grade = null;
    this.tags = [];
  }

  override render() {
    const poor = this.grade !== null && this.grade <= POOR && this.screen.tags.length > 0;
    return html`
      <kiosk-page .heading=${say("evaluate.heading")} .lead=${say("evaluate.lead")}>
        <kiosk-scroller class="scroll" .label=${say("evaluate.heading")}><div class="stack">
          <div class="grades" role="radiogroup" aria-label=${say("evaluate.heading")}>${GRADES.map((grade) => this.#grade(grade))}</div>
          ${poor ? html`<p class="quiet">${say("evaluate.tags")}</p><div class="tags">${this.screen.tags.map((tag) => this.#tag(tag))}</div>` : nothing}
        </div></kiosk-scroller>
        <button slot="actions" class="action outline half" id="skip" @click=${() => this.ask({ kind: "skip" })}>${say("evaluate.skip")}</button>
        <button slot="actions" class="action outline half" id="rate" ?disabled=${this.grade === null} @click=${this.#rate}>${say("evaluate.send")}</button>
      </kiosk-page>`;
  }

  #grade(grade: Grade): TemplateResult {
    const chosen = this.grade === grade;
    return html`<button class="grade" id="grade-${grade}" role="radio" aria-checked=${chosen} @click=${() => this.#choose(grade)}>
      ${face(grade)}${say(`grade.${grade}`)}${chosen ? icon("check", "tick") : nothing}
    </button>`;
  }

  #tag(tag: { readonly id: string; readonly text: string }): TemplateResult {
    const chosen = this.tags.includes(tag.id);
    const toggle = () => {
      this.tags = chosen ? this.tags.filter((id) => id !== tag.id) : [...this.tags, tag.id];
      this.dispatchEvent(new ActivityEvent());
    };
    return html`<button id="tag-${tag.id}" aria-pressed=${chosen} @click=${toggle}>${chosen ? icon("check") : nothing}${tag.text}</button>`;
  }

  #choose(grade: Grade): void {
    this.grade = grade;
    if (grade > POOR) this.tags = [];
    this.dispatchEvent(new ActivityEvent());
  }

  #rate(): void {
    if (this.grade !== null) this.ask({ kind: "rate", grade: this.grade, tags: this.tags });
  }
}

const MOUTHS: Record<Grade, TemplateResult> = {
  5: svg`<path d="M7.5 13.500c1 4 8 4 9 0z" fill="currentColor"/>`,
  4: svg`<path d="M7.5 14c2 3 7 3 9 0"/>`,
  3: svg`<path d="M8 15h8"/>`,
  2: svg`<path d="M8 16c2-2 6-2 8 0"/>`,
  1: svg`<path d="M7.5 17c1-4 8-4 9 0"/>`,
};

function face(grade: Grade): TemplateResult {
  return html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
    <circle cx="12" cy="12" r="9.5" /><path d="M9 9v1M15 9v1" />${MOUTHS[grade]}
  </svg>`;
}

customElements.define("screen-evaluate", ScreenEvaluate);
