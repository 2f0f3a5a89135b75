import { css } from "lit";
import { screenStyles } from "./screen.ts";

/** The form: question above, keys below, what is known between; side by side on a wide screen. */
export const formStyles = [
  screenStyles,
  css`
    .form {
      display: flex;
      flex-direction: column;
      gap: var(--space-4);
    }
    .question {
      display: flex;
      flex-direction: column;
      gap: var(--space-3);
      min-height: 0;
    }
    .rest {
      flex: 1 1 0;
      min-height: 0;
      container-type: size;
    }
    .rest kiosk-scroller {
      height: 100%;
    }
    /* A sliver of a list helps nobody. */
    @container (height < 15vh) {
      .rest kiosk-scroller {
        display: none;
      }
    }
    .options {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: var(--space-3);
    }
    :host-context([data-size="senior"]) .options {
      grid-template-columns: minmax(0, 1fr);
    }
    .option {
      min-height: var(--action-height);
      justify-content: flex-start;
      gap: var(--space-3);
      font-size: var(--text-l);
      text-align: start;
      padding: var(--space-3) var(--space-4);
    }
    .option .dot {
      width: var(--icon);
      height: var(--icon);
      border: var(--rule) solid currentcolor;
      border-radius: 50%;
      flex: none;
      display: grid;
      place-items: center;
    }
    .option[aria-checked="true"] {
      border-color: var(--accent);
      color: var(--accent);
      background: var(--accent-wash);
      font-weight: 700;
      box-shadow: inset 0 0 0 var(--rule) var(--accent);
    }
    .option .dot .icon {
      width: 70%;
      height: 70%;
    }
    .known h2 {
      display: flex;
      align-items: center;
      gap: var(--space-2);
      color: var(--good);
      margin-bottom: var(--space-3);
    }
    .known {
      padding: var(--space-4);
    }
    :host-context([data-reach="low"]) .form {
      justify-content: flex-end;
    }
    :host-context([data-reach="low"]) .rest {
      order: -1;
      flex: 1 1 0;
    }
    @media (orientation: landscape) {
      :host-context([data-reach="low"]) .rest {
        display: none;
      }
      @container (height < 28vh) {
        .rest kiosk-scroller {
          display: none;
        }
      }
      .options {
        grid-template-columns: repeat(3, minmax(0, 1fr));
      }
    }
  `,
];
