import { css, html, LitElement } from "lit";
import { pageClock } from "../components/page-clock.ts";
import { controls } from "../styles/controls.ts";
import { Reader, say } from "../texts/texts.ts";
import { previewFrames } from "./sealed-preview.ts";

const TRY_AGAIN_AFTER_MS = 1_000;

/** The camera's picture as a mirror in an oval; an outlined head until it comes. The runtime makes it, nothing is kept. */
export class LivePreview extends LitElement {
  static override properties = { mood: {}, seen: { state: true } };
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        position: relative;
        width: var(--oval-width);
        height: var(--oval-height);
      }
      .glass,
      canvas,
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        border-radius: 50%;
      }
      .glass {
        background: var(--accent-wash);
      }
      canvas {
        object-fit: cover;
        transform: scaleX(-1);
      }
      canvas.waiting {
        opacity: 0;
      }
      .head {
        fill: none;
        stroke: var(--accent);
        stroke-width: 3;
        stroke-dasharray: 8 7;
        opacity: 0.7;
      }
      .rim {
        position: absolute;
        inset: calc(-1 * var(--ring));
        border: var(--ring) solid var(--accent);
        border-radius: 50%;
      }
      .rim.checking {
        border-color: var(--good);
        border-top-color: var(--good-wash);
        animation: turn var(--spin) linear infinite;
      }
      .rim.stopped {
        border-color: var(--line-strong);
      }
      @keyframes turn {
        50% {
          border-color: var(--good-wash);
          border-top-color: var(--good);
        }
      }
    `,
  ];
  declare mood: "looking" | "checking" | "stopped";
  declare seen: boolean;
  #watching: AbortController | null = null;

  constructor() {
    super();
    new Reader(this);
    this.mood = "looking";
    this.seen = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  override updated(): void {
    const wanted = this.isConnected && this.mood !== "stopped";
    if (wanted && !this.#watching) void this.#watch();
    if (!wanted) this.#stop();
  }

  override render() {
    const on = this.mood !== "stopped";
    return html`
      <div class="glass"></div>
      <svg viewBox="0 0 240 300" aria-hidden="true" ?hidden=${this.seen && on}>
        <path class="head" d="M120 62c38 0 56 28 54 64-2 40-24 70-54 70s-52-30-54-70c-2-36 16-64 54-64zM36 290c8-50 44-66 84-66s76 16 84 66" />
      </svg>
      <canvas class=${this.seen && on ? "" : "waiting"} role="img" aria-label=${say("face.preview")} width="0" height="0"></canvas>
      <div class="rim ${this.mood}"></div>`;
  }

  #stop(): void {
    this.#watching?.abort();
    this.#watching = null;
    this.seen = false;
    const canvas = this.renderRoot.querySelector("canvas");
    // Gives the pixels back at once, without waiting for the collector.
    if (canvas) canvas.width = canvas.height = 0;
  }

  /** Draws frames until stopped; a stream that breaks off is asked for again. */
  async #watch(): Promise<void> {
    const watching = new AbortController();
    this.#watching = watching;
    const { signal } = watching;
    try {
      for await (const frame of previewFrames(signal)) this.#draw(frame, signal);
    } catch {
      // Stopped by us, or no face is looked at: what the runtime knows of it is in the view.
    }
    if (signal.aborted) return;
    this.seen = false;
    pageClock.after(TRY_AGAIN_AFTER_MS, () => {
      if (!signal.aborted) void this.#watch();
    });
  }

  #draw(frame: VideoFrame, signal: AbortSignal): void {
    const canvas = this.renderRoot.querySelector("canvas");
    if (canvas && !signal.aborted) {
      if (canvas.width !== frame.displayWidth) canvas.width = frame.displayWidth;
      if (canvas.height !== frame.displayHeight) canvas.height = frame.displayHeight;
      // Drawn by this process: an accelerated canvas would live in the graphics process, which outlasts the session.
      canvas.getContext("2d", { willReadFrequently: true, alpha: false })?.drawImage(frame, 0, 0);
      this.seen = true;
    }
    frame.close();
  }
}

customElements.define("live-preview", LivePreview);
