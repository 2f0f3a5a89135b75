import { css, html, nothing, type TemplateResult } from "lit";
import type { FacePrompt, Guidance } from "../../../runtime/server/api.ts";
import "../../components/kiosk-page.ts";
import { icon } from "../../components/icon.ts";
import { phrased } from "../../components/phrased.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say, type TextId } from "../../texts/texts.ts";
import { guidanceArt, guidanceArtStyles } from "../art/guidance-art.ts";
import { stoppedArt, stoppedArtStyles } from "../art/stopped-art.ts";
import "../live-preview.ts";
import { ScreenElement } from "../screen-element.ts";
import { turnChip, turnStyles } from "./turn-chip.ts";

/** What the person is asked to do by nothing but the state itself; null where the engine's guidance says it. */
const WORKING: Readonly<Partial<Record<FacePrompt, Guidance | null>>> = {
  starting: "look-at-camera",
  looking: null,
  restarting: "look-at-camera",
  "asking-service": "checking",
};
const HOPELESS: ReadonlySet<FacePrompt> = new Set<FacePrompt>(["camera-down", "photo-unusable"]);

/** The person sees themself as in a mirror, with one instruction, drawn and in words; another way is always one touch away. */
export class ScreenIdentifyFace extends ScreenElement<"identify-face"> {
  static override styles = [
    screenStyles,
    guidanceArtStyles,
    stoppedArtStyles,
    turnStyles,
    css`
      /* The mirror takes what room the words leave it, and never more. */
      .mirror {
        flex: 1 1 0;
        width: 100%;
        container-type: size;
        align-items: center;
      }
      .mirror live-preview {
        height: min(var(--oval-height), 100cqh - 2 * var(--ring));
        width: auto;
        aspect-ratio: 4 / 5;
      }
      .words {
        flex: none;
      }
      :host-context([data-reach="low"]) .mirror {
        align-items: flex-end;
      }
      @media (orientation: landscape) {
        .mirror {
          flex: 0 0 var(--oval-width);
          height: 100%;
        }
      }
      .band {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-5);
        align-items: center;
        width: 100%;
        height: var(--band-height);
        flex: none;
        padding: 0 var(--space-5);
        text-align: start;
        border: var(--bold-rule) solid var(--accent);
        border-radius: var(--radius-large);
        background: var(--surface);
      }
      .guidance {
        font-size: var(--text-band);
        font-weight: 700;
        line-height: var(--leading-tight);
        overflow-wrap: break-word;
        text-wrap: balance;
      }
      /* Chinese breaks after its commas rather than inside a word. */
      .guidance:lang(zh) {
        word-break: keep-all;
      }
      /* Its place is kept while no movement is asked for, so that nothing jumps. */
      .action-count {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: calc(var(--leading) * var(--text-m));
        color: var(--text-quiet);
      }
      .pip {
        width: var(--space-4);
        height: var(--space-4);
        border: var(--bold-rule) solid var(--accent);
        border-radius: 50%;
      }
      .pip.done {
        background: var(--accent);
      }
      .promise {
        color: var(--text-quiet);
        line-height: var(--leading-tight);
        text-wrap: balance;
      }
      .promise .icon {
        width: 1.1em;
        height: 1.1em;
        margin-right: var(--space-1);
        vertical-align: text-bottom;
      }
      .promise.leaves {
        color: var(--plum);
        font-weight: 700;
      }
    `,
  ];

  override render() {
    const { state, person, triesLeft } = this.screen;
    const own = WORKING[state];
    const again = own === undefined && !HOPELESS.has(state) && triesLeft > 0;
    const heading = state === "looking" && person !== null ? say("face.looking.person", { person }) : say(`face.${state}`);
    return html`
      <kiosk-page centred .heading=${heading} .lead=${own === undefined ? "" : person === null ? say("face.lead") : say("face.lead.person", { person })} .back=${this.back}>
        ${own === undefined ? turnChip(person) : nothing}
        <div class="scene fill">
          ${own === undefined ? this.#told(again) : this.#work(own ?? this.screen.guidance)}
        </div>
        <button slot="actions" class="action ${own === undefined && !again ? "primary" : "outline"} wide" id="refuse" @click=${() => this.ask({ kind: "refuse" })}>${icon("card")}${say("action.other-way")}</button>
        ${again ? html`<button slot="actions" class="action primary wide" id="retry" @click=${() => this.ask({ kind: "retry" })}>${say("action.retry")}</button>` : nothing}
      </kiosk-page>`;
  }

  #work(guidance: Guidance): TemplateResult {
    const { state, leavesDevice } = this.screen;
    const mood = state === "asking-service" ? "stopped" : guidance === "checking" ? "checking" : "looking";
    return html`
      <div class="art mirror"><live-preview .mood=${mood}></live-preview></div>
      <div class="words">
        <div class="band">
          ${guidanceArt(guidance)}
          <div>
            <p class="guidance" role="status">${state === "looking" ? say(`guidance.${guidance}`) : say(`face.${state}.next`)}</p>
            <p class="action-count">${this.#count()}</p>
          </div>
        </div>
        <p class="promise ${leavesDevice ? "leaves" : ""}">${icon("lock")}${say(leavesDevice ? "face.leaves" : "face.promise")}</p>
      </div>`;
  }

  #count(): TemplateResult | typeof nothing {
    const { action, state } = this.screen;
    if (action === null || state !== "looking") return nothing;
    const pips = Array.from({ length: action.of }, (_, at) => html`<span class="pip ${at < action.at ? "done" : ""}"></span>`);
    return html`${say("face.action", { at: action.at, of: action.of })}${pips}`;
  }

  #told(again: boolean): TemplateResult {
    const { state, triesLeft, leavesDevice } = this.screen;
    return html`
      <div class="art">${stoppedArt(state)}</div>
      <div class="words"><div class="notice warn" role="alert">${icon("alert")}<div>
        <strong class="phrased">${phrased(say(nextStep(state, leavesDevice)))}</strong>${again ? say("identify.tries", { count: triesLeft }) : say("identify.kept")}
      </div></div></div>`;
  }
}

/** One answer for a face and for a number that do not go together: the screen must not tell which numbers exist. */
function nextStep(state: FacePrompt, leavesDevice: boolean): TextId {
  return state === "no-match" && leavesDevice ? "face.no-match.remote" : `face.${state}.next`;
}

customElements.define("screen-identify-face", ScreenIdentifyFace);
