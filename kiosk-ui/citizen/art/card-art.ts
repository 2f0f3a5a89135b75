import { css, html, type TemplateResult } from "lit";
import type { CardPrompt } from "../../../runtime/server/api.ts";

/** A card comes down onto the reader's mark; rings while it is read; a mark of refusal when it cannot be used. No real card is drawn. */
export function cardArt(state: CardPrompt): TemplateResult {
  const mood = state === "place-card" ? "place" : state === "reading" ? "read" : "stop";
  return html`<svg class="card-art ${mood}" viewBox="0 0 640 520" aria-hidden="true">
    <ellipse class="ground" cx="320" cy="452" rx="270" ry="40" />
    <path class="side" d="M90 360v52q0 24 26 24h408q26 0 26-24v-52z" />
    <path class="top" d="M150 270h340l60 90q0 14-18 14H108q-18 0-18-14z" />
    <path class="mark" d="M214 300h212l22 44H192z" />
    <g class="rings">
      <path d="M250 250q70-60 140 0" />
      <path d="M222 222q98-84 196 0" />
      <path d="M194 194q126-108 252 0" />
    </g>
    <g class="card">
      <rect class="plate" x="176" y="40" width="288" height="182" rx="18" />
      <rect class="band" x="200" y="70" width="128" height="16" rx="8" />
      <rect class="band thin" x="200" y="104" width="96" height="10" rx="5" />
      <rect class="band thin" x="200" y="128" width="112" height="10" rx="5" />
      <rect class="band" x="200" y="180" width="216" height="14" rx="7" />
      <rect class="photo" x="354" y="66" width="84" height="98" rx="10" />
      <circle class="head" cx="396" cy="102" r="20" />
      <path class="head" d="M362 160q6-34 34-34t34 34z" />
    </g>
    <g class="refusal">
      <circle cx="464" cy="222" r="52" />
      <path d="m442 200 44 44m0-44-44 44" />
    </g>
  </svg>`;
}

export const cardArtStyles = css`
  .card-art {
    height: var(--art-height);
    max-width: 100%;
    max-height: 100%;
  }
  .card-art .ground {
    fill: var(--page-quiet);
  }
  .card-art .side {
    fill: var(--accent-pressed);
    stroke: var(--line-strong);
  }
  .card-art .top {
    fill: var(--accent);
  }
  .card-art .mark {
    fill: none;
    stroke: var(--on-accent);
    stroke-width: 4;
    stroke-dasharray: 14 10;
  }
  .card-art .plate {
    fill: var(--surface);
    stroke: var(--accent);
    stroke-width: 5;
  }
  .card-art .band {
    fill: var(--accent);
    opacity: 0.75;
  }
  .card-art .thin {
    opacity: 0.35;
  }
  .card-art .photo {
    fill: var(--accent-wash);
  }
  .card-art .head {
    fill: var(--accent);
    opacity: 0.8;
  }
  .card-art .rings {
    fill: none;
    stroke: var(--good);
    stroke-width: 9;
    stroke-linecap: round;
    opacity: 0;
  }
  .card-art .refusal {
    display: none;
    fill: var(--bad);
    stroke: var(--surface);
    stroke-width: 10;
    stroke-linecap: round;
  }
  .card-art.place .card {
    animation: place var(--breath) ease-in-out infinite;
  }
  .card-art.read .card {
    transform: translateY(92px);
  }
  .card-art.read .rings {
    transform: translateY(-146px);
    animation: pulse var(--spin) ease-in-out infinite;
    opacity: 1;
  }
  .card-art.stop .refusal {
    display: block;
  }
  .card-art.stop .plate {
    stroke: var(--bad);
  }
  @keyframes place {
    0%,
    12% {
      transform: translateY(0);
    }
    50%,
    80% {
      transform: translateY(118px);
    }
    100% {
      transform: translateY(0);
    }
  }
  @keyframes pulse {
    50% {
      opacity: 0.25;
    }
  }
`;
