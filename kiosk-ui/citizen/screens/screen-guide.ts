import { css, html, nothing } from "lit";
import "../../components/kiosk-page.ts";
import "../../components/kiosk-scroller.ts";
import { icon } from "../../components/icon.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ScreenElement } from "../screen-element.ts";

/** What will happen, and what to have at hand. */
export class ScreenGuide extends ScreenElement<"guide"> {
  static override styles = [
    screenStyles,
    css`
      .bring {
        display: grid;
        gap: var(--space-3);
      }
      .bring li {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        font-size: var(--text-l);
        font-weight: 700;
      }
      .bring .icon {
        color: var(--good);
        width: var(--icon-large);
        height: var(--icon-large);
        padding: var(--space-2);
        border-radius: 50%;
        background: var(--good-wash);
      }
    `,
  ];

  override render() {
    const { title, paragraphs, bring } = this.screen;
    return html`
      <kiosk-page .heading=${title} .back=${this.back}>
        <kiosk-scroller class="fill" .label=${title}>
          <div class="stack">
            <div class="card prose">${paragraphs.map((text) => html`<p>${text}</p>`)}</div>
            ${
              bring.length > 0
                ? html`<section class="card stack">
                    <h2>${say("guide.bring")}</h2>
                    <ul class="bring">${bring.map((text) => html`<li>${icon("check")}<span>${text}</span></li>`)}</ul>
                  </section>`
                : nothing
            }
          </div>
        </kiosk-scroller>
        <button slot="actions" class="action primary wide" id="confirm" @click=${() => this.ask({ kind: "confirm" })}>${say(this.back ? "guide.go-on" : "guide.begin")}${icon("forward")}</button>
      </kiosk-page>`;
  }
}

customElements.define("screen-guide", ScreenGuide);
