import { css } from "lit";

/** The workbench: narrow tools on the left, what came out of the printers beside them. */
export const dockStyles = css`
  main {
    grid-template-columns: repeat(6, minmax(0, 1fr));
  }
  .panel {
    grid-column: span 2;
  }
  main > .printer {
    grid-column: span 3;
  }
  @media (width < 56em) {
    .panel,
    main > .printer {
      grid-column: 1 / -1;
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
  .printer {
    min-height: var(--column);
    align-content: start;
  }
  .fault[aria-pressed="true"] {
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
