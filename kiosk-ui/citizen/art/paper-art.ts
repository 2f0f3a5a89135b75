import { css, html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { PrintProgress } from "../../../runtime/server/api.ts";

const OUTLET = svg`<path class="device" d="M14 40h132q10 0 10 10v34q0 10-10 10H14q-10 0-10-10V50q0-10 10-10z" /><path class="slot" d="M34 76h92" /><circle class="lamp" cx="136" cy="56" r="5" />`;
const SHEET = svg`<g class="sheet"><path class="plate" d="M42 76h76v70H42z" /><path class="lines" d="M54 96h52M54 112h52M54 128h30" /></g>`;

const DRAWINGS: Readonly<Record<PrintProgress["state"], SVGTemplateResult>> = {
  waiting: svg`${OUTLET}<path class="empty" d="M42 104h76v42H42z" />`,
  printing: svg`${OUTLET}<clipPath id="below-the-slot"><path d="M0 76h160v84H0z" /></clipPath><g clip-path="url(#below-the-slot)">${SHEET}</g>`,
  printed: svg`${OUTLET}${SHEET}<circle class="badge good" cx="122" cy="130" r="24" /><path class="sign" d="m111 130 8 8 14-16" />`,
  paperless: svg`<rect class="plate phone" x="42" y="6" width="76" height="148" rx="14" /><path class="lines" d="M70 20h20" /><path class="code" d="M58 46h18v18H58zM84 46h18v18H84zM58 78h18v18H58zM88 82h10M102 78v18M88 96h4" /><path class="lines" d="M62 118h36M70 132h20" />`,
  failed: svg`${OUTLET}<path class="empty" d="M42 104h76v42H42z" /><circle class="badge warn" cx="122" cy="130" r="24" /><path class="sign" d="M122 117v14M122 141v1" />`,
  unknown: svg`${OUTLET}<g class="sheet"><path class="plate doubt" d="M42 76h76v70H42z" /></g><path class="question" d="M69 100q0-11 11-11t11 10q0 7-8 11-3 2-3 8M80 132v1" />`,
};

/** What became of one paper, drawn: inside, coming out, lying in the outlet, on a phone, not come, or nobody knows. */
export function paperArt(state: PrintProgress["state"]): TemplateResult {
  return html`<svg class="paper-art ${state}" viewBox="0 0 160 160" aria-hidden="true">${DRAWINGS[state]}</svg>`;
}

export const paperArtStyles = css`
  .paper-art {
    width: var(--paper-art);
    height: var(--paper-art);
    flex: none;
    fill: none;
    stroke: var(--accent);
    stroke-width: 5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .paper-art .device {
    fill: var(--accent);
    stroke: var(--line-strong);
  }
  .paper-art .slot {
    stroke: var(--on-accent);
    stroke-width: 7;
  }
  .paper-art .lamp {
    fill: var(--on-accent);
    stroke: none;
    opacity: 0.5;
  }
  .paper-art .plate {
    fill: var(--surface);
  }
  .paper-art .lines {
    opacity: 0.5;
  }
  .paper-art .empty,
  .paper-art .doubt {
    stroke: var(--line-strong);
    stroke-dasharray: 8 8;
  }
  .paper-art .code {
    stroke-width: 6;
  }
  .paper-art .question {
    stroke: var(--warn);
    stroke-width: 9;
  }
  .paper-art .badge {
    stroke: var(--surface);
    stroke-width: 4;
  }
  .paper-art .badge.good {
    fill: var(--good);
  }
  .paper-art .badge.warn {
    fill: var(--warn);
  }
  .paper-art .sign {
    stroke: var(--surface);
    stroke-width: 6;
  }
  .paper-art.waiting {
    opacity: 0.6;
  }
  .paper-art.printing .sheet {
    transform: translateY(-20px);
    animation: come-out var(--breath) ease-in-out infinite;
  }
  .paper-art.printing .lamp {
    opacity: 1;
  }
  @keyframes come-out {
    0% {
      transform: translateY(-64px);
    }
    70%,
    100% {
      transform: none;
    }
  }
`;
