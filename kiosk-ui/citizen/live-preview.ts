import { css, html, LitElement } from "lit";
import { pageClock } from "../components/page-clock.ts";
import { controls } from "../styles/controls.ts";
import { Reader, say } from "../texts/texts.ts";

const ADDRESS = "/api/preview";
const TRY_AGAIN_AFTER_MS = 1_000;

/** The camera's picture as a mirror in an oval; an outlined head until it comes. The runtime makes it, nothing is kept. */
export class LivePreview extends LitElement {
  static override properties = { mood: {}, attempt: { state: true }, seen: { state: true } };
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
      img,
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
      img {
        object-fit: cover;
        transform: scaleX(-1);
      }
      img.waiting {
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
  declare attempt: number;
  declare seen: boolean;

  constructor() {
    super();
    new Reader(this);
    this.mood = "looking";
    this.attempt = 0;
    this.seen = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A detached image would go on receiving the stream until it is collected.
    this.renderRoot.querySelector("img")?.removeAttribute("src");
  }

  override render() {
    const on = this.mood !== "stopped";
    return html`
      <div class="glass"></div>
      <svg viewBox="0 0 240 300" aria-hidden="true" ?hidden=${this.seen && on}>
        <path class="head" d="M120 62c38 0 56 28 54 64-2 40-24 70-54 70s-52-30-54-70c-2-36 16-64 54-64zM36 290c8-50 44-66 84-66s76 16 84 66" />
      </svg>
      ${on ? html`<img class=${this.seen ? "" : "waiting"} src="${ADDRESS}?${this.attempt}" alt=${say("face.preview")} @load=${() => (this.seen = true)} @error=${this.#tryAgain} />` : ""}
      <div class="rim ${this.mood}"></div>`;
  }

  #tryAgain(): void {
    this.seen = false;
    pageClock.after(TRY_AGAIN_AFTER_MS, () => {
      if (this.isConnected) this.attempt += 1;
    });
  }
}

customElements.define("live-preview", LivePreview);
