import { css, html, LitElement } from "lit";
import { ActivityEvent } from "../citizen/events.ts";
import { controls } from "../styles/controls.ts";
import { Reader, say } from "../texts/texts.ts";
import { icon } from "./icon.ts";

/** Of the visible height; the rest stays in sight so that the eye finds its line again. */
const PAGE_SHARE = 0.85;

/** Content that may be longer than its place: two large buttons turn the page, so nobody has to drag. */
export class KioskScroller extends LitElement {
  static override properties = { label: {}, overflows: { state: true }, atTop: { state: true }, atEnd: { state: true } };
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        gap: var(--space-3);
      }
      .view {
        flex: 1 1 auto;
        min-height: 0;
        overflow-y: auto;
        overscroll-behavior: contain;
        scrollbar-width: none;
        touch-action: pan-y;
        border-radius: var(--radius);
        padding: var(--space-1);
        margin: calc(-1 * var(--space-1));
      }
      .view.more {
        border-bottom: var(--rule) solid var(--line);
        border-radius: 0;
      }
      .bar {
        display: flex;
        gap: var(--space-3);
        flex: none;
      }
      .bar button {
        flex: 1;
        background: var(--page);
      }
      /* That there is more is to be seen at a glance. */
      .bar button:not(:disabled) {
        border-color: var(--accent);
        color: var(--accent);
        font-weight: 700;
      }
      @media (orientation: landscape) {
        :host {
          flex-direction: row;
        }
        .bar {
          flex-direction: column;
          justify-content: flex-end;
          width: var(--turn-width);
        }
        .bar button {
          flex: 0 1 auto;
          min-height: calc(1.4 * var(--target));
          flex-direction: column;
        }
      }
    `,
  ];
  declare label: string;
  declare overflows: boolean;
  declare atTop: boolean;
  declare atEnd: boolean;
  #sizes: ResizeObserver | null = null;

  constructor() {
    super();
    new Reader(this);
    this.label = "";
    this.overflows = false;
    this.atTop = true;
    this.atEnd = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes = new ResizeObserver(() => this.#look());
    for (const child of this.children) this.#sizes.observe(child);
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes?.disconnect();
  }

  override render() {
    return html`
      <div class="view ${this.atEnd ? "" : "more"}" tabindex=${this.overflows ? 0 : -1} role="group" aria-label=${this.label} @scroll=${() => this.#look()}>
        <slot @slotchange=${() => this.#watch()}></slot>
      </div>
      <div class="bar" ?hidden=${!this.overflows}>
        <button ?disabled=${this.atTop} @click=${() => this.#turn(-1)}>${icon("up")}${say("scroller.up")}</button>
        <button ?disabled=${this.atEnd} @click=${() => this.#turn(1)}>${icon("down")}${say("scroller.down")}</button>
      </div>`;
  }

  get #view(): HTMLElement | null {
    return this.renderRoot.querySelector(".view");
  }

  #watch(): void {
    for (const child of this.children) this.#sizes?.observe(child);
    this.#look();
  }

  #look(): void {
    const view = this.#view;
    if (!view) return;
    this.overflows = view.scrollHeight > view.clientHeight + 2;
    this.atTop = view.scrollTop <= 1;
    this.atEnd = view.scrollTop + view.clientHeight >= view.scrollHeight - 2;
  }

  #turn(way: 1 | -1): void {
    const view = this.#view;
    if (!view) return;
    view.scrollBy({ top: way * view.clientHeight * PAGE_SHARE });
    this.dispatchEvent(new ActivityEvent());
  }
}

customElements.define("kiosk-scroller", KioskScroller);

declare global {
  interface HTMLElementTagNameMap {
    "kiosk-scroller": KioskScroller;
  }
}
