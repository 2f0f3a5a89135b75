import { css } from "lit";
import { controls } from "./controls.ts";

/** What the staff's pages share: bar, panels, tables, gauges. */
export const desk = [
  controls,
  css`
    :host {
      display: block;
    }
    button,
    input,
    select {
      font: inherit;
      min-height: var(--target);
      padding: 0 var(--space-3);
      border: var(--hair) solid var(--line-strong);
      border-radius: var(--radius);
      background: var(--surface);
      color: inherit;
    }
    button {
      cursor: pointer;
      min-width: 0;
      white-space: nowrap;
    }
    button:hover {
      border-color: var(--accent);
    }
    button.primary {
      font-weight: 700;
    }
    label {
      display: grid;
      gap: var(--space-1);
      font-size: var(--text-s);
      color: var(--text-quiet);
    }
    label input,
    label select {
      font-size: var(--text-m);
      color: var(--text);
      width: 100%;
    }
    .bar {
      display: flex;
      align-items: center;
      gap: var(--space-4);
      min-height: var(--bar-height);
      padding: 0 var(--gutter);
      background: var(--surface);
      border-bottom: var(--hair) solid var(--line);
    }
    .bar h1 {
      font-size: var(--text-l);
    }
    .bar .space {
      flex: 1;
    }
    main {
      padding: var(--space-5) var(--gutter);
      max-width: var(--desk-width);
      margin: 0 auto;
      display: grid;
      gap: var(--space-5);
      align-items: start;
    }
    .panel {
      background: var(--surface);
      border: var(--hair) solid var(--line);
      border-radius: var(--radius-large);
      padding: var(--space-4);
      display: grid;
      gap: var(--space-3);
      min-width: 0;
    }
    h2 {
      font-size: var(--text-m);
      line-height: var(--leading-tight);
    }
    h3 {
      font-size: var(--text-m);
    }
    table {
      border-collapse: collapse;
      width: 100%;
    }
    th,
    td {
      text-align: start;
      padding: var(--space-2) var(--space-3) var(--space-2) 0;
      border-top: var(--hair) solid var(--line);
      vertical-align: top;
    }
    th {
      font-weight: 400;
      font-size: var(--text-s);
      color: var(--text-quiet);
      border-top: 0;
      white-space: nowrap;
    }
    .number {
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    .mono {
      font-family: var(--font-mono);
      font-size: var(--text-s);
      overflow-wrap: anywhere;
    }
    .wide {
      overflow-x: auto;
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2);
      align-items: center;
    }
    .tiles {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(var(--figure), 1fr));
      gap: var(--space-3);
    }
    .tile strong {
      display: block;
      font-size: var(--text-xxl);
      line-height: var(--leading-tight);
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    .tile.fact strong {
      font-size: var(--text-l);
      white-space: normal;
    }
    .tile .dot {
      font-size: var(--text-m);
      vertical-align: middle;
    }
    .login {
      max-width: var(--pin-width);
      margin: 12vh auto;
      padding: var(--space-5);
    }
    .problem {
      color: var(--bad);
      background: var(--bad-wash);
      border-radius: var(--radius);
      padding: var(--space-2) var(--space-3);
    }
    .dot {
      display: inline-block;
      width: 0.7em;
      height: 0.7em;
      border-radius: 50%;
      background: var(--line-strong);
      margin-right: var(--space-1);
    }
    .dot.good {
      background: var(--good);
    }
    .dot.warn {
      background: var(--warn-bright);
    }
    .dot.bad {
      background: var(--bad);
    }
  `,
];
