import { css } from "lit";
import { controls } from "./controls.ts";

/** Parts that several screens draw the same way. */
export const screenStyles = [
  controls,
  css`
    :host {
      display: block;
      height: 100%;
      min-height: 0;
    }
    .wide {
      flex: 1;
    }
    .fill {
      flex: 1;
      min-height: 0;
    }
    .stack {
      display: flex;
      flex-direction: column;
      gap: var(--space-4);
    }
    .prose p + p {
      margin-top: var(--space-4);
    }
    .prose {
      font-size: var(--text-l);
      text-wrap: pretty;
    }
    .prose p {
      max-width: var(--measure);
    }
    .art {
      display: flex;
      align-items: center;
      justify-content: center;
      min-height: 0;
      flex: 0 1 auto;
    }
    .scene {
      display: flex;
      flex-direction: column;
      align-items: center;
      justify-content: center;
      gap: var(--space-5);
    }
    :host-context([data-reach="low"]) .scene {
      justify-content: flex-end;
    }
    .scene .words {
      display: flex;
      flex-direction: column;
      gap: var(--space-4);
      align-items: center;
      text-align: center;
      width: 100%;
    }
    .scene .notice {
      text-align: start;
      width: 100%;
    }
    @media (orientation: landscape) {
      .scene,
      :host-context([data-reach="low"]) .scene {
        flex-direction: row;
        justify-content: center;
        gap: var(--space-7);
      }
      .scene .words {
        flex: 0 1 48%;
      }
      .scene .words:empty {
        display: none;
      }
    }
    .notice {
      display: flex;
      gap: var(--space-3);
      align-items: flex-start;
      border-radius: var(--radius);
      border-left: var(--ring) solid currentcolor;
      padding: var(--space-4);
      background: var(--accent-wash);
      color: var(--accent);
    }
    .notice > div {
      color: var(--text);
    }
    .notice.bad {
      background: var(--bad-wash);
      color: var(--bad);
    }
    .notice.warn {
      background: var(--warn-wash);
      color: var(--warn);
    }
    .notice strong {
      display: block;
      font-size: var(--text-l);
      text-wrap: pretty;
    }
    /* Between its words, which phrased() marks. */
    .phrased:lang(zh) {
      word-break: keep-all;
      overflow-wrap: anywhere;
    }
    h2 {
      font-size: var(--text-l);
      line-height: var(--leading-tight);
    }
    dl {
      display: grid;
      grid-template-columns: minmax(0, var(--label-column)) minmax(0, 1fr);
    }
    dl > div {
      display: grid;
      grid-template-columns: subgrid;
      grid-column: 1 / -1;
      padding: var(--space-3) 0;
      border-top: var(--hair) solid var(--line);
    }
    dt {
      color: var(--text-quiet);
      padding-right: var(--space-3);
    }
    dd {
      font-weight: 700;
      overflow-wrap: anywhere;
    }
    dd .source {
      display: block;
    }
    h2 .source {
      margin-left: var(--space-3);
    }
    .source {
      font-weight: 400;
      font-size: var(--text-s);
      color: var(--text-quiet);
    }
  `,
];
