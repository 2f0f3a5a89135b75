import { css } from "lit";

/** What every element of the citizen page starts from: type, buttons, cards, focus. */
export const controls = css`
  :host {
    box-sizing: border-box;
    color: var(--text);
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  button {
    font: inherit;
    color: inherit;
    margin: 0;
    border: var(--rule) solid var(--line-strong);
    border-radius: var(--radius);
    background: var(--surface);
    min-height: var(--target);
    min-width: var(--target);
    padding: var(--space-2) var(--space-4);
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
    line-height: var(--leading-tight);
    transition: transform var(--quick);
  }
  button:active {
    transform: scale(0.98);
    background: var(--accent-wash);
  }
  button:disabled {
    color: var(--text-quiet);
    border-style: dashed;
    background: var(--page-quiet);
    transform: none;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: var(--bold-rule) solid var(--focus);
    outline-offset: var(--bold-rule);
  }
  h1:focus-visible {
    outline: none;
  }
  .action {
    min-height: var(--action-height);
    font-size: var(--text-l);
    font-weight: 700;
    padding: var(--space-2) var(--space-4);
  }
  .primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
  }
  .primary:active {
    background: var(--accent-pressed);
  }
  .outline {
    border-color: var(--accent);
    color: var(--accent);
  }
  .card {
    background: var(--surface);
    border: var(--hair) solid var(--line);
    border-radius: var(--radius-large);
    padding: var(--space-5);
    box-shadow: var(--shadow);
  }
  .quiet {
    color: var(--text-quiet);
  }
  .small {
    font-size: var(--text-s);
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
    border-radius: var(--radius);
    padding: var(--space-1) var(--space-2);
    font-size: var(--text-s);
    background: var(--accent-wash);
    color: var(--accent);
    line-height: var(--leading-tight);
  }
  .chip.warn {
    background: var(--warn-wash);
    color: var(--warn);
  }
  .chip.good {
    background: var(--good-wash);
    color: var(--good);
  }
  .chip.bad {
    background: var(--bad-wash);
    color: var(--bad);
  }
  .icon {
    width: var(--icon);
    height: var(--icon);
    flex: none;
  }
  .said {
    position: absolute;
    width: var(--hair);
    height: var(--hair);
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
