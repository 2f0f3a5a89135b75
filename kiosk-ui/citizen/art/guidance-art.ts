import { css, html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { Guidance } from "../../../runtime/server/api.ts";

const HEAD = svg`<path class="skin" d="M100 40c32 0 49 24 47 57-2 35-21 61-47 61s-45-26-47-61c-2-33 15-57 47-57z" />`;
const BODY = svg`<path class="line" d="M30 196c6-26 28-34 46-38M170 196c-6-26-28-34-46-38" />`;
const FEATURES = svg`<g class="features"><circle class="dot" cx="81" cy="92" r="6" /><circle class="dot" cx="119" cy="92" r="6" /><path class="line thin" d="M100 96v20M85 134q15 10 30 0" /></g>`;
const PERSON = svg`${BODY}${HEAD}${FEATURES}`;
const FRAME = svg`<path class="mark" d="M22 52V22h30M148 22h30v30M178 148v30h-30M52 178H22v-30" />`;
const SUN = svg`<circle class="mark" cx="164" cy="38" r="17" /><path class="mark" d="M164 6v-2M164 70v2M196 38h2M130 38h2M187 15l1-1M141 61l-1 1M187 61l1 1M141 15l-1-1" />`;

/** Drawn as in a mirror, like the preview beside it: the person's own left is at the left. */
const TURN = svg`${BODY}${HEAD}<g class="turning">${FEATURES}</g><path class="mark arrow" d="M46 20H6m0 0 20-17M6 20l20 17" /><path class="mark thin" d="M150 32q-46-32-92-14" />`;

const DRAWINGS: Readonly<Record<Guidance, SVGTemplateResult>> = {
  "look-at-camera": svg`<circle class="mark" cx="100" cy="16" r="11" /><circle class="dot hint" cx="100" cy="16" r="4" /><g class="up">${PERSON}</g>`,
  "come-closer": svg`<path class="mark dashed" d="M100 14c46 0 70 34 68 80-3 50-30 86-68 86S35 144 32 94c-2-46 22-80 68-80z" /><g class="grow">${HEAD}${FEATURES}</g><path class="mark thin arrows" d="M54 96H40m8-8-8 8 8 8M146 96h14m-8-8 8 8-8 8M100 42V26m-8 8 8-8 8 8" />`,
  "move-back": svg`<g class="ghost">${HEAD}</g><g class="shrink">${HEAD}${FEATURES}</g><path class="mark thin arrows" d="M30 96h22m-8-8 8 8-8 8M170 96h-22m8-8-8 8 8 8M100 12v26m-8-8 8 8 8-8" />`,
  "centre-face": svg`<path class="mark dashed" d="M100 20c40 0 60 30 58 71-2 44-26 76-58 76S44 135 42 91c-2-41 18-71 58-71z" /><g class="aside">${HEAD}${FEATURES}</g><path class="mark thin" d="M192 60h-30m11-11-11 11 11 11" />`,
  "face-straight": svg`<path class="mark dashed" d="M100 4v192" /><g class="tilted">${HEAD}${FEATURES}</g>`,
  "more-light": svg`<g class="dim">${PERSON}</g><g class="blinking">${SUN}</g><path class="mark" d="M20 38h34M37 21v34" />`,
  "less-light": svg`${PERSON}<g class="blinking">${SUN}</g><path class="mark" d="M20 38h34" />`,
  "hold-still": svg`${PERSON}${FRAME}`,
  "one-person-only": svg`<g class="other">${HEAD}</g><g class="first">${PERSON}</g><path class="mark refusal" d="m150 30 38 38m0-38-38 38" />`,
  "turn-left": TURN,
  "turn-right": TURN,
  blink: svg`${HEAD}<path class="line thin" d="M100 100v18M85 138q15 10 30 0" />
    <g class="open"><circle class="dot" cx="79" cy="92" r="8" /><circle class="dot" cx="121" cy="92" r="8" /></g>
    <g class="shut"><path class="mark" d="M66 90q13 13 26 0M108 90q13 13 26 0" /></g>
    <path class="mark arrow-down" d="M79 8v26m0 0-10-10m10 10 10-10M121 8v26m0 0-10-10m10 10 10-10" />`,
  checking: svg`${PERSON}${FRAME}<path class="mark scan" d="M34 98h132" />`,
};

/** What the person should do now, as a moving drawing; still where motion is not wanted, and then as plain. */
export function guidanceArt(guidance: Guidance): TemplateResult {
  return html`<svg class="guidance-art ${guidance}" viewBox="0 0 200 200" aria-hidden="true"><g>${DRAWINGS[guidance]}</g></svg>`;
}

export const guidanceArtStyles = css`
  .guidance-art {
    width: var(--figure-size);
    height: var(--figure-size);
    flex: none;
    fill: none;
    stroke: var(--accent);
    stroke-width: 6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .guidance-art .skin {
    fill: var(--surface);
  }
  .guidance-art .thin {
    stroke-width: 5;
  }
  .guidance-art .dot {
    fill: var(--accent);
    stroke: none;
  }
  .guidance-art .mark {
    stroke: var(--hint);
    stroke-width: 8;
  }
  .guidance-art .mark.thin {
    stroke-width: 6;
  }
  .guidance-art .dot.hint {
    fill: var(--hint);
  }
  .guidance-art .dashed {
    stroke-width: 5;
    stroke-dasharray: 12 11;
  }
  .guidance-art .dim,
  .guidance-art .other,
  .guidance-art .ghost {
    opacity: 0.5;
  }
  .guidance-art .refusal {
    stroke: var(--bad);
  }
  .guidance-art g {
    transform-box: view-box;
    transform-origin: 50% 50%;
  }
  .guidance-art.turn-right > g {
    transform: scaleX(-1);
  }
  .guidance-art .turning {
    transform: translateX(-21px);
    animation: turning var(--breath) ease-in-out infinite;
  }
  .guidance-art .arrow {
    animation: nudge-left var(--breath) ease-in-out infinite;
  }
  .guidance-art .up {
    transform: translateY(14px) scale(0.9);
  }
  .guidance-art .up .features {
    transform: translateY(-8px);
  }
  .guidance-art .grow {
    transform: scale(0.72);
    animation: grow var(--breath) ease-in-out infinite;
  }
  .guidance-art .ghost {
    transform: scale(1.34);
  }
  .guidance-art .shrink {
    transform: scale(0.72);
    animation: shrink var(--breath) ease-in-out infinite;
  }
  .guidance-art .aside {
    transform: translate(34px, 16px) scale(0.8);
    animation: aside var(--breath) ease-in-out infinite;
  }
  .guidance-art .tilted {
    transform: rotate(16deg);
    animation: tilted var(--breath) ease-in-out infinite;
  }
  .guidance-art .first {
    transform: translate(-18px, 6px);
  }
  .guidance-art .other {
    transform: translate(46px, 2px) scale(0.78);
  }
  .guidance-art.blink .open {
    opacity: 0;
    animation: open var(--breath) steps(1, jump-none) infinite;
  }
  .guidance-art.blink .shut {
    animation: shut var(--breath) steps(1, jump-none) infinite;
  }
  .guidance-art .blinking {
    animation: blinking var(--breath) ease-in-out infinite;
  }
  .guidance-art .scan {
    animation: scan var(--breath) ease-in-out infinite;
  }
  @keyframes turning {
    0%,
    15% {
      transform: none;
    }
    60%,
    85% {
      transform: translateX(-26px);
    }
    100% {
      transform: none;
    }
  }
  @keyframes nudge-left {
    50% {
      transform: translateX(-5px);
      opacity: 0.6;
    }
  }
  @keyframes grow {
    0%,
    15% {
      transform: scale(0.62);
    }
    65%,
    90% {
      transform: scale(1.1);
    }
    100% {
      transform: scale(0.62);
    }
  }
  @keyframes shrink {
    0%,
    15% {
      transform: scale(1.34);
    }
    65%,
    90% {
      transform: scale(0.76);
    }
    100% {
      transform: scale(1.34);
    }
  }
  @keyframes aside {
    60%,
    90% {
      transform: translate(0, 0) scale(0.9);
    }
  }
  @keyframes tilted {
    60%,
    90% {
      transform: rotate(0deg);
    }
  }
  @keyframes open {
    0%,
    60% {
      opacity: 1;
    }
    70%,
    100% {
      opacity: 0;
    }
  }
  @keyframes shut {
    0%,
    60% {
      opacity: 0;
    }
    70%,
    100% {
      opacity: 1;
    }
  }
  @keyframes blinking {
    50% {
      opacity: 0.3;
    }
  }
  @keyframes scan {
    0%,
    100% {
      transform: translateY(-46px);
    }
    50% {
      transform: translateY(50px);
    }
  }
`;
