import { css } from "lit";

/** The workbench: narrow tools on the left, what came out of the printers beside them. */
export const dockStyles = css`
  main {
    grid-template-columns: repeat(4, minmax(0, 1fr));
  }
  .wide-panel {
    grid-column: span 2;
  }
  .stack {
    display: grid;
    gap: var(--space-5);
    min-width: 0;
  }
  @media (width < 75em) {
    main {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @media (width < 40em) {
    main {
      grid-template-columns: minmax(0, 1fr);
    }
    .wide-panel {
      grid-column: auto;
    }
  }
  .demo {
    border-bottom: var(--bold-rule) dashed var(--warn-bright);
  }
  h2 {
    display: flex;
    align-items: center;
    gap: var(--space-2);
  }
  .head {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: var(--space-2);
    min-height: var(--target);
  }
  .head button {
    margin-inline-start: auto;
  }
  button.small {
    min-height: calc(var(--target) * 0.8);
    font-size: var(--text-s);
  }
  .panel.out {
    border: var(--rule) dashed var(--warn-bright);
    background: var(--warn-wash);
  }
  .lamp {
    width: 1em;
    height: 1em;
    border-radius: 50%;
    border: var(--rule) solid var(--line-strong);
    background: var(--page-quiet);
  }
  .lamp[data-lit="true"] {
    background: var(--good);
    border-color: var(--good);
    box-shadow: 0 0 0 var(--space-1) var(--good-wash);
  }
  td {
    vertical-align: middle;
  }
  .processes td {
    padding-block: var(--space-1);
  }
  td.end {
    text-align: end;
    padding-inline-end: 0;
  }
  .choices {
    display: grid;
    gap: var(--space-2);
  }
  .choices button {
    white-space: normal;
    justify-content: flex-start;
    text-align: start;
    padding: var(--space-2) var(--space-3);
  }
  .trouble[aria-pressed="true"] {
    background: var(--bad);
    border-color: var(--bad);
  }
  .papers {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-4);
    align-items: flex-start;
    padding: var(--space-3);
    background: var(--page-quiet);
    border-radius: var(--radius);
  }
  figure {
    margin: 0;
    max-width: 100%;
  }
  pre {
    margin: 0;
    width: var(--paper-width);
    max-width: 100%;
    overflow-x: auto;
    box-sizing: content-box;
    font-family: var(--font-mono);
    font-size: var(--text-s);
    line-height: 1.35;
    background: var(--surface);
    color: var(--text);
    padding: var(--space-4) var(--space-3);
    box-shadow: var(--shadow);
    border-bottom: var(--rule) dashed var(--line);
  }
  .sheets {
    display: grid;
    gap: var(--space-2);
  }
  .sheets a {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    color: var(--accent);
    min-height: var(--target);
  }
`;
