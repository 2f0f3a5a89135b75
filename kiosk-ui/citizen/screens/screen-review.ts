import { html } from "lit";
import "../../components/kiosk-page.ts";
import "../../components/kiosk-scroller.ts";
import { icon } from "../../components/icon.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ScreenElement } from "../screen-element.ts";
import { sections } from "./sections.ts";

/** All that will be sent, read once more before it is. */
export class ScreenReview extends ScreenElement<"review"> {
  static override styles = screenStyles;

  override render() {
    const { title, confirm } = this.screen;
    return html`
      <kiosk-page .heading=${title} .lead=${say("review.lead")} .back=${this.back}>
        <kiosk-scroller class="fill" .label=${title}>${sections(this.screen.sections)}</kiosk-scroller>
        <button slot="actions" class="action primary wide" id="confirm" @click=${() => this.ask({ kind: "confirm" })}>${icon("check")}${confirm}</button>
      </kiosk-page>`;
  }
}

customElements.define("screen-review", ScreenReview);
