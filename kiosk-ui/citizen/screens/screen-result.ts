import { css, html, nothing } from "lit";
import type { Outcome } from "../../../runtime/server/api.ts";
import "../../components/kiosk-page.ts";
import "../../components/kiosk-scroller.ts";
import { type IconName, icon } from "../../components/icon.ts";
import { phrased } from "../../components/phrased.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ScreenElement } from "../screen-element.ts";
import { papersPanel, papersStyles, reprintButton } from "./papers-panel.ts";
import { sections } from "./sections.ts";

const MARKS: Record<Outcome, { readonly icon: IconName; readonly mood: "good" | "calm" | "warn" | "bad" }> = {
  done: { icon: "check", mood: "good" },
  accepted: { icon: "check", mood: "good" },
  queued: { icon: "send", mood: "calm" },
  refused: { icon: "cross", mood: "bad" },
  unavailable: { icon: "pause", mood: "warn" },
  unprinted: { icon: "alert", mood: "warn" },
};

/** How it ended, in one large mark and one word; never more than is true. */
export class ScreenResult extends ScreenElement<"result"> {
  static override styles = [
    screenStyles,
    ...papersStyles,
    css`
      .banner {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-5);
        align-items: center;
        border-radius: var(--radius-large);
        padding: var(--space-5);
        background: var(--accent-wash);
        color: var(--accent);
        border: var(--hair) solid currentcolor;
      }
      .banner.good {
        background: var(--good-wash);
        color: var(--good);
      }
      .banner.warn {
        background: var(--warn-wash);
        color: var(--warn);
      }
      .banner.bad {
        background: var(--bad-wash);
        color: var(--bad);
      }
      .mark {
        width: var(--icon-huge);
        height: var(--icon-huge);
        border-radius: 50%;
        background: currentcolor;
        display: grid;
        place-items: center;
      }
      .mark svg {
        width: 60%;
        height: 60%;
        color: var(--surface);
      }
      .word {
        font-size: var(--text-xxl);
        font-weight: 700;
        line-height: var(--leading-tight);
      }
      .meaning {
        color: var(--text);
        font-size: var(--text-l);
        line-height: 1.4;
        margin-top: var(--space-1);
        text-wrap: balance;
      }
      .number {
        font-size: var(--text-xl);
        font-weight: 700;
        letter-spacing: 0.02em;
        line-height: var(--leading-tight);
        overflow-wrap: anywhere;
      }
      @media (orientation: landscape) {
        .two .banner {
          padding: var(--space-4);
          gap: var(--space-4);
        }
        .two .mark {
          width: var(--action-height);
          height: var(--action-height);
        }
        .two .word {
          font-size: var(--text-xl);
        }
        .two .number {
          font-size: var(--text-l);
        }
      }
    `,
  ];

  override render() {
    const { outcome, title, paragraphs, caseNumber } = this.screen;
    const mark = MARKS[outcome];
    return html`
      <kiosk-page .heading=${title} .back=${this.back}>
        <kiosk-scroller class="fill" .label=${title}>
          <div class="stack">
            <div class="beside ${this.papers ? "two" : ""}">
            <div class="banner ${mark.mood}">
              <div class="mark">${icon(mark.icon)}</div>
              <div><p class="word phrased">${phrased(say(`outcome.${outcome}`))}</p><p class="meaning phrased">${phrased(say(`outcome.${outcome}.means`))}</p></div>
            </div>
            ${papersPanel(this.papers)}
            ${caseNumber ? html`<div class="card"><p class="quiet">${say("result.case-number")}</p><p class="number">${caseNumber}</p></div>` : nothing}
            </div>
            ${paragraphs.length > 0 ? html`<div class="card prose">${paragraphs.map((text) => html`<p>${text}</p>`)}</div>` : nothing}
            ${this.screen.sections.length > 0 ? sections(this.screen.sections) : nothing}
          </div>
        </kiosk-scroller>
        ${reprintButton(this.papers)}
        <button slot="actions" class="action primary wide" id="confirm" ?disabled=${this.papers?.reprinting ?? false} @click=${() => this.ask({ kind: "confirm" })}>${say("result.next")}${icon("forward")}</button>
      </kiosk-page>`;
  }
}

customElements.define("screen-result", ScreenResult);
