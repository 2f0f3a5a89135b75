import { css, html, LitElement, nothing } from "lit";
import { icon } from "../components/icon.ts";
import { controls } from "../styles/controls.ts";
import { Reader, say } from "../texts/texts.ts";

/** Where the person is, who the kiosk takes them for, and (by slot) how long they have. */
export class KioskHeader extends LitElement {
  static override properties = { hall: {}, person: {}, compact: { type: Boolean, reflect: true } };
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: var(--space-4);
        min-height: var(--header-height);
        padding: var(--space-3) var(--gutter);
        background: var(--surface);
        border-bottom: var(--hair) solid var(--line);
      }
      .mark {
        width: var(--mark);
        height: var(--mark);
        flex: none;
      }
      .mark .ground {
        fill: var(--accent);
      }
      .mark .sign {
        fill: none;
        stroke: var(--on-accent);
        stroke-width: 5;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      .names {
        flex: 1;
        min-width: 0;
        line-height: var(--leading-tight);
      }
      .hall {
        font-size: var(--text-l);
        font-weight: 700;
        text-wrap: balance;
      }
      @media (orientation: portrait) {
        :host([compact]) .names {
          visibility: hidden;
          height: 0;
        }
      }
      .person {
        display: flex;
        align-items: center;
        gap: var(--space-1);
        white-space: nowrap;
        font-weight: 700;
      }
    `,
  ];
  declare hall: string;
  declare person: string | null;
  /** Large print on a tall screen has no room for the hall beside the time. */
  declare compact: boolean;

  constructor() {
    super();
    new Reader(this);
    this.hall = "";
    this.person = null;
    this.compact = false;
  }

  override render() {
    return html`
      <svg class="mark" viewBox="0 0 64 64" aria-hidden="true">
        <rect class="ground" width="64" height="64" rx="15" />
        <path class="sign" d="M18 47V24l14-9 14 9v23M26 47V35h12v12M13 47h38" />
      </svg>
      <div class="names">
        <p class="hall">${this.hall}</p>
        <p class="quiet small">${say("header.kiosk")}</p>
      </div>
      ${this.person ? html`<span class="person">${icon("person")}${this.person}</span>` : nothing}
      <slot></slot>`;
  }
}

customElements.define("kiosk-header", KioskHeader);
