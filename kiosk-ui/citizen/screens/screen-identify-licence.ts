import { html, nothing, type TemplateResult } from "lit";
import type { LicencePrompt } from "../../../runtime/server/api.ts";
import "../../components/kiosk-page.ts";
import { icon } from "../../components/icon.ts";
import { phrased } from "../../components/phrased.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { phoneArt, slotArtStyles } from "../art/slot-art.ts";
import { ScreenElement } from "../screen-element.ts";

const MOODS: Readonly<Record<LicencePrompt, "place" | "read" | "stop">> = {
  "show-code": "place",
  checking: "read",
  "wrong-type": "stop",
  unreadable: "stop",
  "not-known": "stop",
  "code-expired": "stop",
};

/** Holds the code of an electronic business licence to the window; who it belongs to is asked of the department. */
export class ScreenIdentifyLicence extends ScreenElement<"identify-licence"> {
  static override styles = [screenStyles, slotArtStyles];

  override render() {
    const { state, triesLeft } = this.screen;
    const mood = MOODS[state];
    const again = mood === "stop" && triesLeft > 0;
    return html`
      <kiosk-page centred .heading=${say(`licence.${state}`)} .lead=${mood === "stop" ? "" : say(`licence.${state}.next`)} .back=${this.back}>
        <div class="scene fill"><div class="art">${phoneArt(mood)}</div>${mood === "stop" ? this.#told(state, again) : nothing}</div>
        <button slot="actions" class="action ${mood === "stop" && !again ? "primary" : "outline"} wide" id="refuse" @click=${() => this.ask({ kind: "refuse" })}>${say("licence.other-way")}</button>
        ${again ? html`<button slot="actions" class="action primary wide" id="retry" @click=${() => this.ask({ kind: "retry" })}>${say("action.retry")}</button>` : nothing}
      </kiosk-page>`;
  }

  #told(state: LicencePrompt, again: boolean): TemplateResult {
    return html`<div class="words"><div class="notice warn" role="alert">${icon("alert")}<div>
      <strong class="phrased">${phrased(say(`licence.${state}.next`))}</strong>${again ? say("identify.tries", { count: this.screen.triesLeft }) : say("identify.kept")}
    </div></div></div>`;
  }
}

customElements.define("screen-identify-licence", ScreenIdentifyLicence);
