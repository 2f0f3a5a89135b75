import { css, html } from "lit";
import type { EndReason } from "../../../runtime/server/api.ts";
import "../../components/kiosk-page.ts";
import { type IconName, icon } from "../../components/icon.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ScreenElement } from "../screen-element.ts";

const MARKS: Record<EndReason, IconName> = {
  finished: "check",
  cancelled: "exit",
  timeout: "clock",
  "card-taken": "card",
  "card-swapped": "card",
  "identity-failed": "person",
  technician: "building",
  fault: "alert",
};

/** Over: why, what was kept, what to take along. */
export class ScreenEnded extends ScreenElement<"ended"> {
  static override styles = [
    screenStyles,
    css`
      .mark {
        width: calc(2 * var(--icon-huge));
        height: calc(2 * var(--icon-huge));
        border-radius: 50%;
        background: var(--accent-wash);
        color: var(--accent);
        display: grid;
        place-items: center;
        margin: 0 auto;
      }
      .mark.finished {
        background: var(--good-wash);
        color: var(--good);
      }
      .mark svg {
        width: 50%;
        height: 50%;
      }
      .take {
        margin: var(--space-6) auto 0;
        font-size: var(--text-l);
      }
    `,
  ];

  override render() {
    const { reason, cardLeft } = this.screen;
    return html`
      <kiosk-page centred .heading=${say(`ended.${reason}`)} .lead=${say(`ended.${reason}.next`)}>
        <div class="mark ${reason}">${icon(MARKS[reason])}</div>
        <div class="notice take ${cardLeft ? "warn" : ""}">${icon("card")}<div><strong>${say(cardLeft ? "ended.card-left" : "ended.take")}</strong>${say("ended.wiped")}</div></div>
      </kiosk-page>`;
  }
}

customElements.define("screen-ended", ScreenEnded);
