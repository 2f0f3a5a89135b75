import { css, html, nothing } from "lit";
import type { CardPrompt } from "../../../runtime/server/api.ts";
import "../../components/kiosk-page.ts";
import { icon } from "../../components/icon.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { cardArt, cardArtStyles } from "../art/card-art.ts";
import { LeaveEvent } from "../events.ts";
import { ScreenElement } from "../screen-element.ts";

const WORKING: ReadonlySet<CardPrompt> = new Set(["place-card", "reading"]);
/** Trying again with the same card or the same reader cannot help. */
const HOPELESS: ReadonlySet<CardPrompt> = new Set(["expired", "not-yet-valid", "reader-down", "card-swapped"]);

/** Where to put the ID card, what the reader is doing, and what to do when it could not be read. */
export class ScreenIdentifyCard extends ScreenElement<"identify-card"> {
  static override styles = [screenStyles, cardArtStyles, css``];

  override render() {
    const { state, triesLeft } = this.screen;
    const failed = !WORKING.has(state);
    const again = failed && !HOPELESS.has(state) && triesLeft > 0;
    return html`
      <kiosk-page centred .heading=${say(`card.${state}`)} .lead=${failed ? "" : say(`card.${state}.next`)} .back=${this.back}>
        <div class="scene fill"><div class="art">${cardArt(state)}</div>
        ${
          failed
            ? html`<div class="words"><div class="notice ${HOPELESS.has(state) ? "bad" : "warn"}">${icon("alert")}<div>
                <strong>${say(`card.${state}.next`)}</strong>${again ? say("identify.tries", { count: triesLeft }) : say("identify.kept")}
              </div></div></div>`
            : nothing
        }</div>
        ${again ? html`<button slot="actions" class="action primary wide" id="retry" @click=${() => this.ask({ kind: "retry" })}>${say("action.retry")}</button>` : nothing}
        ${failed && !again ? html`<button slot="actions" class="action primary wide" id="leave" @click=${() => this.dispatchEvent(new LeaveEvent())}>${say("action.finish")}</button>` : nothing}
      </kiosk-page>`;
  }
}

customElements.define("screen-identify-card", ScreenIdentifyCard);
