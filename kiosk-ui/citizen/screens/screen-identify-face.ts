import { css, html, nothing } from "lit";
import type { FacePrompt } from "../../../runtime/server/api.ts";
import "../../components/kiosk-page.ts";
import "../live-preview.ts";
import { icon } from "../../components/icon.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ScreenElement } from "../screen-element.ts";

const LOOKING: ReadonlySet<FacePrompt> = new Set(["starting", "looking"]);
const HOPELESS: ReadonlySet<FacePrompt> = new Set(["camera-down", "photo-unusable"]);

/** The person sees themself in an oval and reads one short instruction; another way is always one touch away. */
export class ScreenIdentifyFace extends ScreenElement<"identify-face"> {
  static override styles = [
    screenStyles,
    css`
      .guidance {
        font-size: var(--text-xxl);
        font-weight: 700;
        line-height: var(--leading-tight);
        text-wrap: balance;
      }
    `,
  ];

  override render() {
    const { state, guidance, triesLeft } = this.screen;
    const looking = LOOKING.has(state);
    const again = !looking && !HOPELESS.has(state) && triesLeft > 0;
    return html`
      <kiosk-page centred .heading=${say(`face.${state}`)} .lead=${looking ? say("face.lead") : ""} .back=${this.back}>
        <div class="scene fill">
          <div class="art"><live-preview .mood=${looking ? (guidance === "checking" ? "checking" : "looking") : "stopped"}></live-preview></div>
          <div class="words">${
            looking
              ? html`<p class="guidance" role="status">${state === "starting" ? say("face.starting.next") : say(`guidance.${guidance}`)}</p><p class="quiet">${say("face.promise")}</p>`
              : html`<div class="notice warn">${icon("alert")}<div><strong>${say(`face.${state}.next`)}</strong>${again ? say("identify.tries", { count: triesLeft }) : say("identify.kept")}</div></div>`
          }</div>
        </div>
        <button slot="actions" class="action outline wide" id="refuse" @click=${() => this.ask({ kind: "refuse" })}>${icon("card")}${say("face.other-way")}</button>
        ${again ? html`<button slot="actions" class="action primary wide" id="retry" @click=${() => this.ask({ kind: "retry" })}>${say("action.retry")}</button>` : nothing}
      </kiosk-page>`;
  }
}

customElements.define("screen-identify-face", ScreenIdentifyFace);
