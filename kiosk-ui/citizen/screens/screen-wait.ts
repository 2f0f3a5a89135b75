import { css, html } from "lit";
import "../../components/kiosk-page.ts";
import { screenStyles } from "../../styles/screen.ts";
import { say } from "../../texts/texts.ts";
import { ScreenElement } from "../screen-element.ts";

/** Somebody else is at work: what is being done, and that nothing is asked of the person. */
export class ScreenWait extends ScreenElement<"wait"> {
  static override styles = [
    screenStyles,
    css`
      svg {
        height: var(--art-height);
        max-width: 100%;
      }
      .track {
        fill: none;
        stroke: var(--line);
        stroke-width: 10;
      }
      .dot {
        fill: var(--accent);
        animation: breathe var(--spin) ease-in-out infinite;
      }
      .dot:nth-of-type(2) {
        animation-delay: calc(var(--spin) / -3);
      }
      .dot:nth-of-type(3) {
        animation-delay: calc(var(--spin) / -1.5);
      }
      @keyframes breathe {
        0%,
        100% {
          opacity: 0.2;
        }
        50% {
          opacity: 1;
        }
      }
    `,
  ];

  override render() {
    return html`
      <kiosk-page centred .heading=${this.screen.text} .lead=${say("wait.lead")}>
        <div class="art fill">
          <svg viewBox="0 0 400 400" aria-hidden="true">
            <circle class="track" cx="200" cy="200" r="170" />
            <circle class="dot" cx="120" cy="200" r="22" />
            <circle class="dot" cx="200" cy="200" r="22" />
            <circle class="dot" cx="280" cy="200" r="22" />
          </svg>
        </div>
      </kiosk-page>`;
  }
}

customElements.define("screen-wait", ScreenWait);
