import { css, html, LitElement, type PropertyValues } from "lit";
import { icon } from "../components/icon.ts";
import { controls } from "../styles/controls.ts";
import { Reader, say } from "../texts/texts.ts";
import { CandidateEvent } from "./key-event.ts";
import type { Candidate } from "./pinyin-engine.ts";

/** Room between the two arrows, measured in characters on the narrowest keyboard; margins and the least width of a target likewise. */
const ROOM = { standard: 21, large: 14.5 } as const;
const MARGIN = 0.9;
const LEAST_WIDTH = 2.7;

/** What the letters may mean; a touch takes it, arrows show more. */
export class CandidateBar extends LitElement {
  static override properties = {
    letters: {},
    candidates: { attribute: false },
    large: { type: Boolean },
    ready: { type: Boolean },
    from: { state: true },
  };
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        gap: var(--key-gap);
        min-height: calc(var(--candidate-height) + var(--letters-room));
        align-items: end;
        position: relative;
        overflow: hidden;
      }
      .letters {
        position: absolute;
        top: 0;
        left: var(--space-2);
        font-size: var(--text-s);
        color: var(--accent);
        letter-spacing: 0.08em;
        text-decoration: underline;
        text-underline-offset: 0.25em;
      }
      .list {
        display: flex;
        flex: 1;
        min-width: 0;
        overflow: hidden;
      }
      button {
        min-height: var(--candidate-height);
        padding: 0 var(--space-3);
        font-size: var(--text-l);
        border-color: transparent;
        background: transparent;
        flex: none;
      }
      .list button:first-child {
        color: var(--accent);
        font-weight: 700;
      }
      .hint {
        align-self: center;
        padding-left: var(--space-2);
        color: var(--text-quiet);
        font-size: var(--text-s);
      }
      .turn:disabled {
        visibility: hidden;
      }
    `,
  ];
  declare letters: string;
  declare candidates: readonly Candidate[];
  declare large: boolean;
  declare ready: boolean;
  declare from: number;

  constructor() {
    super();
    new Reader(this);
    this.letters = "";
    this.candidates = [];
    this.large = false;
    this.ready = false;
    this.from = 0;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("letters")) this.from = 0;
  }

  override render() {
    const shown = this.#page(this.from);
    if (!this.letters) return html`<span class="hint">${say(this.ready ? "keyboard.hint" : "keyboard.no-pinyin")}</span>`;
    return html`
      <span class="letters" lang="zh-Latn">${this.letters}</span>
      <button class="turn" id="candidates-before" aria-label=${say("keyboard.before")} ?disabled=${this.from === 0} @click=${() => (this.from = this.#before())}>${icon("back")}</button>
      <div class="list" role="group" aria-label=${say("keyboard.candidates")} lang="zh-CN">
        ${shown.map((one) => html`<button class="candidate" @click=${() => this.dispatchEvent(new CandidateEvent(one))}>${one.text}</button>`)}
      </div>
      <button class="turn" id="candidates-after" aria-label=${say("keyboard.after")} ?disabled=${this.from + shown.length >= this.candidates.length} @click=${() => (this.from += shown.length)}>${icon("forward")}</button>`;
  }

  #page(from: number): readonly Candidate[] {
    let room: number = this.large ? ROOM.large : ROOM.standard;
    const page: Candidate[] = [];
    for (const one of this.candidates.slice(from)) {
      room -= Math.max([...one.text].length + MARGIN, LEAST_WIDTH);
      if (room < 0 && page.length > 0) break;
      page.push(one);
    }
    return page;
  }

  #before(): number {
    let start = 0;
    while (start + this.#page(start).length < this.from) start += this.#page(start).length;
    return start;
  }
}

customElements.define("candidate-bar", CandidateBar);
