import { css, html } from "lit";
import "../../components/kiosk-page.ts";
import { icon } from "../../components/icon.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ScreenElement } from "../screen-element.ts";

/** Nobody can be served now: why, and where to go instead. */
export class ScreenOutOfService extends ScreenElement<"out-of-service"> {
  static override styles = [
    screenStyles,
    css`
      .mark {
        width: calc(2 * var(--icon-huge));
        height: calc(2 * var(--icon-huge));
        border-radius: 50%;
        display: grid;
        place-items: center;
        margin: 0 auto;
        background: var(--page-quiet);
        color: var(--text-quiet);
      }
      .mark svg {
        width: 50%;
        height: 50%;
      }
      .notice {
        margin: var(--space-6) auto 0;
        font-size: var(--text-l);
      }
    `,
  ];

  override render() {
    const { reason } = this.screen;
    return html`
      <kiosk-page centred .heading=${say(`out-of-service.${reason}`)} .lead=${say(`out-of-service.${reason}.next`)}>
        <div class="mark">${icon(reason === "starting" ? "wait" : "pause")}</div>
        <div class="notice">${icon("building")}<div><strong>${say("out-of-service.elsewhere")}</strong>${say("out-of-service.kept")}</div></div>
      </kiosk-page>`;
  }
}

customElements.define("screen-out-of-service", ScreenOutOfService);
