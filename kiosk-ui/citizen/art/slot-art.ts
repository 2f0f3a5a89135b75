import { css, html, type TemplateResult } from "lit";

/** How the drawing moves: what to do, what is being done, or that it did not go. */
export type ArtMood = "place" | "read" | "stop";

/** A card with a chip goes down into a slot, chip first. No real card is drawn. */
export function slotArt(mood: ArtMood): TemplateResult {
  return html`<svg class="slot-art ${mood}" viewBox="0 0 640 520" aria-hidden="true">
    <ellipse class="ground" cx="320" cy="474" rx="270" ry="34" />
    <clipPath id="above-the-slot"><path d="M0 0h640v352H0z" /></clipPath>
    <path class="device" d="M112 330h416q24 0 24 24v86q0 24-24 24H112q-24 0-24-24v-86q0-24 24-24z" />
    <path class="slot" d="M182 352h276" />
    <g clip-path="url(#above-the-slot)"><g class="card">
      <rect class="plate" x="208" y="40" width="224" height="296" rx="18" />
      <rect class="band" x="236" y="72" width="120" height="16" rx="8" />
      <rect class="band thin" x="236" y="104" width="84" height="10" rx="5" />
      <rect class="chip" x="284" y="232" width="72" height="60" rx="10" />
      <path class="contacts" d="M308 232v60M332 232v60M284 262h24M332 262h24" />
    </g></g>
    <path class="arrow" d="M502 150v118m0 0-34-36m34 36 34-36" />
    <path class="lamp" d="M262 408h116" />
    <g class="refusal"><circle cx="456" cy="316" r="52" /><path d="m434 294 44 44m0-44-44 44" /></g>
  </svg>`;
}

/** A phone shows a code to a window that reads it. */
export function phoneArt(mood: ArtMood): TemplateResult {
  return html`<svg class="slot-art phone ${mood}" viewBox="0 0 640 520" aria-hidden="true">
    <ellipse class="ground" cx="320" cy="484" rx="270" ry="28" />
    <path class="device" d="M152 402h336q24 0 24 24v26q0 24-24 24H152q-24 0-24-24v-26q0-24 24-24z" />
    <path class="beam" d="M210 402 250 316h140l40 86z" />
    <path class="slot" d="M200 414h240" />
    <g class="card">
      <rect class="plate" x="222" y="24" width="196" height="306" rx="30" />
      <path class="speaker" d="M296 50h48" />
      <path class="code" d="M252 88h46v46h-46zM342 88h46v46h-46zM252 178h46v46h-46zM270 106h10v10h-10zM360 106h10v10h-10zM270 196h10v10h-10zM342 178h18v18h-18zM370 206h18v18h-18zM316 92v22M316 140h30M370 150h18M262 152h38M316 182v40" />
      <path class="band" d="M262 266h116M286 292h68" />
    </g>
    <g class="refusal"><circle cx="430" cy="312" r="52" /><path d="m408 290 44 44m0-44-44 44" /></g>
  </svg>`;
}

export const slotArtStyles = css`
  .slot-art {
    height: var(--art-height);
    max-width: 100%;
    max-height: 100%;
    fill: none;
    stroke: var(--accent);
    stroke-width: 5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .slot-art .ground {
    fill: var(--page-quiet);
    stroke: none;
  }
  .slot-art .device {
    fill: var(--accent);
    stroke: var(--line-strong);
  }
  .slot-art .slot {
    stroke: var(--on-accent);
    stroke-width: 12;
  }
  .slot-art .lamp {
    stroke: var(--on-accent);
    stroke-width: 8;
    opacity: 0.5;
  }
  .slot-art .plate,
  .slot-art .chip {
    fill: var(--surface);
  }
  .slot-art rect.band {
    fill: var(--accent);
    stroke: none;
    opacity: 0.75;
  }
  .slot-art path.band,
  .slot-art .speaker {
    stroke-width: 12;
    opacity: 0.4;
  }
  .slot-art .thin {
    opacity: 0.35;
  }
  .slot-art .chip {
    fill: var(--warn-wash);
  }
  .slot-art .chip,
  .slot-art .contacts {
    stroke: var(--warn);
    stroke-width: 4;
  }
  .slot-art .code {
    stroke-width: 8;
  }
  .slot-art .arrow {
    stroke: var(--hint);
    stroke-width: 14;
    animation: nudge-down var(--breath) ease-in-out infinite;
  }
  .slot-art .beam {
    fill: var(--good-wash);
    stroke: none;
  }
  .slot-art .refusal {
    display: none;
    fill: var(--bad);
    stroke: var(--surface);
    stroke-width: 10;
  }
  .slot-art.place .card {
    animation: insert var(--breath) ease-in-out infinite;
  }
  .slot-art.phone.place .card {
    animation-name: hold;
  }
  .slot-art.read .card {
    transform: translateY(150px);
  }
  .slot-art.phone.read .card {
    transform: none;
  }
  .slot-art.read .arrow,
  .slot-art.stop .arrow,
  .slot-art.stop .beam {
    display: none;
  }
  .slot-art.read .lamp,
  .slot-art.read .beam {
    opacity: 1;
    animation: pulse var(--spin) ease-in-out infinite;
  }
  .slot-art.stop .refusal {
    display: block;
  }
  .slot-art.stop .plate {
    stroke: var(--bad);
  }
  @keyframes insert {
    0%,
    15% {
      transform: none;
    }
    60%,
    85% {
      transform: translateY(150px);
    }
    100% {
      transform: none;
    }
  }
  @keyframes hold {
    0%,
    100% {
      transform: translate(40px, -20px);
    }
    40%,
    80% {
      transform: none;
    }
  }
  @keyframes nudge-down {
    50% {
      transform: translateY(14px);
    }
  }
  @keyframes pulse {
    50% {
      opacity: 0.25;
    }
  }
`;
