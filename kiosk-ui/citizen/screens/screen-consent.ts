import { css, html } from "lit";
import "../../components/kiosk-page.ts";
import "../../components/kiosk-scroller.ts";
import { icon } from "../../components/icon.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ScreenElement } from "../screen-element.ts";

/** A question of its own, answered yes or no with equal ease; what happens after a no is said before it is asked. */
export class ScreenConsent extends ScreenElement<"consent"> {
  static override styles = [
    screenStyles,
    css`
      .answer {
        flex: 1 1 0;
      }
      .version {
        margin-top: var(--space-4);
      }
    `,
  ];

  override render() {
    const { title, paragraphs, version, otherWay } = this.screen;
    return html`
      <kiosk-page .heading=${title} .back=${this.back}>
        <kiosk-scroller class="fill" .label=${title}>
          <div class="stack">
            <div class="card prose">
              ${paragraphs.map((text) => html`<p>${text}</p>`)}
              <p class="version quiet small">${say("consent.version", { version })}</p>
            </div>
            <div class="notice">${icon("info")}<div><strong>${say("consent.other-way")}</strong>${otherWay}</div></div>
          </div>
        </kiosk-scroller>
        <button slot="actions" class="action outline answer" id="refuse" @click=${() => this.ask({ kind: "refuse" })}>${say("consent.refuse")}</button>
        <button slot="actions" class="action outline answer" id="agree" @click=${() => this.ask({ kind: "agree" })}>${say("consent.agree")}</button>
      </kiosk-page>`;
  }
}

customElements.define("screen-consent", ScreenConsent);
