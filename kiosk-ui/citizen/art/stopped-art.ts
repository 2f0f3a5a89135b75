import { css, html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { FacePrompt } from "../../../runtime/server/api.ts";

const FACE = svg`<path class="skin" d="M320 120c58 0 88 44 85 102-4 62-38 106-85 106s-81-44-85-106c-3-58 27-102 85-102z" /><circle class="dot" cx="286" cy="212" r="10" /><circle class="dot" cx="354" cy="212" r="10" /><path d="M320 222v34M292 288h56" />`;
const CAMERA = svg`<path class="skin" d="M170 180h70l26-42h108l26 42h70q22 0 22 22v150q0 22-22 22H170q-22 0-22-22V202q0-22 22-22z" /><circle class="skin" cx="320" cy="270" r="62" /><circle cx="320" cy="270" r="28" />`;
const CARD = svg`<rect class="skin" x="140" y="130" width="360" height="228" rx="22" /><path class="quiet" d="M178 186h120M178 228h90M178 308h220" /><rect class="photo" x="360" y="168" width="102" height="118" rx="10" /><circle cx="411" cy="208" r="20" /><path d="M374 282q6-40 37-40t37 40" />`;

const DRAWINGS: Readonly<Partial<Record<FacePrompt, SVGTemplateResult>>> = { "camera-down": CAMERA, "photo-unusable": CARD };

/** Why the look at the face has stopped: the camera, the card's photo, or the picture of the face. A sign of care, never a red cross on a person. */
export function stoppedArt(state: FacePrompt): TemplateResult {
  const face = svg`<path class="frame" d="M160 160V76h84M396 76h84v84M244 372h-84v-84" />${FACE}`;
  return html`<svg class="stopped-art" viewBox="0 0 640 460" aria-hidden="true">
    <ellipse class="ground" cx="320" cy="424" rx="250" ry="28" />
    ${DRAWINGS[state] ?? face}
    <circle class="badge" cx="462" cy="346" r="50" /><path class="sign" d="M462 322v30M462 370v2" />
  </svg>`;
}

export const stoppedArtStyles = css`
  .stopped-art {
    height: var(--art-height);
    max-width: 100%;
    max-height: 100%;
    fill: none;
    stroke: var(--accent);
    stroke-width: 9;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .stopped-art .ground {
    fill: var(--page-quiet);
    stroke: none;
  }
  .stopped-art .skin {
    fill: var(--surface);
  }
  .stopped-art .photo {
    fill: var(--accent-wash);
  }
  .stopped-art .dot {
    fill: var(--accent);
    stroke: none;
  }
  .stopped-art .frame {
    stroke: var(--line-strong);
    stroke-width: 10;
  }
  .stopped-art .quiet {
    opacity: 0.5;
    stroke-width: 14;
  }
  .stopped-art .badge {
    fill: var(--warn);
    stroke: var(--page);
    stroke-width: 10;
  }
  .stopped-art .sign {
    stroke: var(--surface);
    stroke-width: 12;
  }
`;
