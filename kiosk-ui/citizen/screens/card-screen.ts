import { html, nothing, type TemplateResult } from "lit";
import type { CardPrompt } from "../../../runtime/server/api.ts";
import "../../components/kiosk-page.ts";
import { icon } from "../../components/icon.ts";
import { phrased } from "../../components/phrased.ts";
import { say } from "../../texts/texts.ts";
import type { ArtMood } from "../art/slot-art.ts";
import { LeaveEvent } from "../events.ts";
import { ScreenElement, type ScreenOf } from "../screen-element.ts";
import { turnChip } from "./turn-chip.ts";

/** Trying again with the same card or the same reader cannot help. */
const HOPELESS: ReadonlySet<CardPrompt> = new Set<CardPrompt>(["expired", "not-yet-valid", "reader-down", "card-swapped"]);

export interface CardWords {
  readonly heading: string;
  readonly next: string;
}

type CardKind = "identify-card" | "identify-social-card";

/** A card that says who somebody is: where it goes, what the reader is doing, and what to do when it could not be used. */
export abstract class CardScreen<K extends CardKind> extends ScreenElement<K> {
  protected abstract words(state: CardPrompt, person: string | null): CardWords;
  protected abstract art(mood: ArtMood, state: CardPrompt): TemplateResult;

  override render() {
    const { state, person } = this.screen as ScreenOf<CardKind>;
    const mood = state === "place-card" ? "place" : state === "reading" ? "read" : "stop";
    const { heading, next } = this.words(state, person);
    return html`
      <kiosk-page centred .heading=${heading} .lead=${mood === "stop" ? "" : next} .back=${this.back}>
        ${state === "place-card" ? nothing : turnChip(person)}
        <div class="scene fill"><div class="art">${this.art(mood, state)}</div>${mood === "stop" ? this.#told(next) : nothing}</div>
        ${mood === "stop" ? this.#actions() : nothing}
      </kiosk-page>`;
  }

  get #again(): boolean {
    const { state, triesLeft } = this.screen as ScreenOf<CardKind>;
    return !HOPELESS.has(state) && triesLeft > 0;
  }

  #told(next: string): TemplateResult {
    const { state, triesLeft } = this.screen as ScreenOf<CardKind>;
    return html`<div class="words"><div class="notice ${HOPELESS.has(state) ? "bad" : "warn"}" role="alert">${icon("alert")}<div>
      <strong class="phrased">${phrased(next)}</strong>${this.#again ? say("identify.tries", { count: triesLeft }) : say("identify.kept")}
    </div></div></div>`;
  }

  #actions(): TemplateResult {
    const again = this.#again;
    // Choosing again is the way out of a hopeless card; while there are tries left it stands beside them.
    const otherWay = (this.screen as ScreenOf<CardKind>).otherWay
      ? html`<button slot="actions" class="action ${again ? "outline" : "primary"} wide" id="refuse" @click=${() => this.ask({ kind: "refuse" })}>${say("action.other-way")}</button>`
      : nothing;
    if (otherWay !== nothing && !again) return otherWay;
    if (again)
      return html`${otherWay}<button slot="actions" class="action primary wide" id="retry" @click=${() => this.ask({ kind: "retry" })}>${say("action.retry")}</button>`;
    return html`<button slot="actions" class="action ${this.back ? "outline" : "primary"} wide" id="leave" @click=${() => this.dispatchEvent(new LeaveEvent())}>${say("action.finish")}</button>`;
  }
}
