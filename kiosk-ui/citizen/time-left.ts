import { css, html, LitElement, nothing } from "lit";
import type { Timer } from "../../base/clock.ts";
import { icon } from "../components/icon.ts";
import { pageClock } from "../components/page-clock.ts";
import { controls } from "../styles/controls.ts";
import { Reader, say } from "../texts/texts.ts";
import { IntentEvent } from "./events.ts";

const TICK_MS = 500;

/** Redraws its host twice a second while it stands on the page. */
export class Ticks {
  #timer: Timer | null = null;
  readonly #host: LitElement;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    const tick = () => {
      this.#host.requestUpdate();
      this.#timer = pageClock.after(TICK_MS, tick);
    };
    tick();
  }

  hostDisconnected(): void {
    this.#timer?.cancel();
  }
}

/** The time left, always in sight, and the button that gives more of it. */
export class TimeLeft extends LitElement {
  static override properties = { remaining: { attribute: false } };
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--space-3);
      }
      .left {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        line-height: var(--leading-tight);
      }
      .left > span {
        display: flex;
        flex-direction: column;
      }
      .number {
        font-size: var(--text-l);
        font-weight: 700;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      button {
        white-space: nowrap;
      }
    `,
  ];
  declare remaining: () => number | null;

  constructor() {
    super();
    new Reader(this);
    new Ticks(this);
    this.remaining = () => null;
  }

  override render() {
    const ms = this.remaining();
    if (ms === null) return nothing;
    const seconds = Math.ceil(ms / 1000);
    const shown = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    return html`
      <span class="left" role="timer" aria-label=${say("time.left.spoken", { seconds })}>
        ${icon("clock")}<span><span class="small quiet">${say("time.left")}</span><span class="number">${shown}</span></span>
      </span>
      <button class="outline" id="extend" @click=${() => this.dispatchEvent(new IntentEvent({ kind: "extend" }))}>${say("time.extend")}</button>`;
  }
}

customElements.define("time-left", TimeLeft);
