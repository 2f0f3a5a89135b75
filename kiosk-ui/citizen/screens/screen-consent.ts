import { css, html, type TemplateResult } from "lit";
import "../../components/kiosk-page.ts";
import "../../components/kiosk-scroller.ts";
import { phrased } from "../../components/phrased.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ScreenElement } from "../screen-element.ts";

/** 由谁处理：… · By whom: …: what a paragraph is about stands before its colon. */
const TOPIC = /^([^：:。.]{2,24})[：:]\s*(.+)$/su;

/**
 * A question of its own, answered yes or no with equal ease: two buttons of one look, none chosen beforehand. What a no leads to stands below
 * the question, where it is seen without turning a page (PIPL arts. 14–17 and 29; order 19 of 2025, arts. 5–7).
 */
export class ScreenConsent extends ScreenElement<"consent"> {
  static override styles = [
    screenStyles,
    css`
      .answer {
        flex: 1 1 0;
        min-width: 0;
      }
      /* 由谁处理 in one line; English topics are longer. */
      dl:lang(zh) {
        grid-template-columns: 5em minmax(0, 1fr);
      }
      dt {
        font-weight: 700;
        color: var(--accent);
      }
      dd {
        font-weight: 400;
        font-size: var(--text-l);
        text-wrap: pretty;
      }
      dd::first-letter {
        text-transform: uppercase;
      }
      .sections > * + * {
        border-top: var(--hair) solid var(--line);
      }
      .sections dl > div {
        border-top: 0;
      }
      .sections p {
        padding: var(--space-3) 0;
      }
    `,
  ];

  override render() {
    const { title, version, otherWay } = this.screen;
    return html`
      <kiosk-page .heading=${title} .lead=${otherWay && say("consent.other-way", { way: otherWay })} .back=${this.back}>
        <kiosk-scroller class="fill" .label=${title}>
          <div class="card stack">
            ${this.#sections()}
            <p class="version quiet small">${say("consent.version", { version })}</p>
          </div>
        </kiosk-scroller>
        <button slot="actions" class="action outline answer" id="refuse" @click=${() => this.ask({ kind: "refuse" })}>${say("consent.refuse")}</button>
        <button slot="actions" class="action outline answer" id="agree" @click=${() => this.ask({ kind: "agree" })}>${say("consent.agree")}</button>
      </kiosk-page>`;
  }

  /** Who, what for, how long and which rights each in a row of their own; what has no topic is prose. */
  #sections(): TemplateResult {
    const row = ([, about = "", words = ""]: RegExpExecArray) =>
      html`<dl><div><dt>${about}</dt><dd class="phrased">${phrased(words)}</dd></div></dl>`;
    return html`<div class="sections">${this.screen.paragraphs.map((text) => {
      const topic = TOPIC.exec(text);
      return topic ? row(topic) : html`<p class="prose phrased">${phrased(text)}</p>`;
    })}</div>`;
  }
}

customElements.define("screen-consent", ScreenConsent);
