import { css, html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { Found } from "./number-check.ts";

/** Where a sheet can be, in the order in which one looks. */
export const PLACES = ["outlet", "inside", "tray"] as const;
export type Place = (typeof PLACES)[number];

/** The certificate printer from its side, with the place to look at lit up. No real model is drawn. */
export function placeArt(place: Place): TemplateResult {
  return html`<svg class="tray-art" viewBox="0 0 200 150" aria-hidden="true">
    <path class="body" d="M30 44h140q10 0 10 10v78q0 10-10 10H30q-10 0-10-10V54q0-10 10-10z" />
    <g class=${place === "outlet" ? "lit" : ""}><path d="M44 44 58 14h92l14 30z" /><path class="sheet" d="M70 30h62" /></g>
    <g class=${place === "inside" ? "lit" : ""}><path d="M52 58h96v32H52z" /><circle cx="76" cy="74" r="9" /><circle cx="124" cy="74" r="9" /><path class="sheet" d="M85 74h30" /></g>
    <g class=${place === "tray" ? "lit" : ""}><path d="M40 104h120v26H40z" /><path class="sheet" d="M52 114h96M52 121h96" /></g>
  </svg>`;
}

const SHEET = svg`<path class="paper" d="M44 14h72v92H44z" />`;
const LINES = svg`<path class="sheet" d="M56 34h48M56 48h48M56 62h48M56 76h28" />`;
const FOUND: Readonly<Record<Found, SVGTemplateResult>> = {
  handed: svg`${SHEET}${LINES}<path class="hand" d="M20 118q40-30 60-12h34q12 0 8 10-6 8-40 8" />`,
  taken: svg`<path class="gone" d="M44 14h72v92H44z" /><path class="hand" d="M58 60h58m-20-20 20 20-20 20" />`,
  left: svg`${SHEET}${LINES}<path class="lit" d="M22 106h116" /><path class="lit" d="M22 88v30h116V88" />`,
  damaged: svg`<path class="paper" d="M44 14h72v40l-16 10-14-10-16 12-14-10-12 8z" /><path class="sheet" d="M56 34h48" /><path class="torn" d="m44 92 12-8 14 10 16-12 14 10 16-10v24H44z" />`,
  unused: svg`${SHEET}<path class="lit" d="M34 114h92M34 122h92" />`,
};

/** What may lie there. */
export function foundArt(found: Found): TemplateResult {
  return html`<svg class="tray-art small-art" viewBox="0 0 160 130" aria-hidden="true">${FOUND[found]}</svg>`;
}

export const trayArtStyles = css`
  .tray-art {
    width: 100%;
    max-width: var(--tray-art);
    fill: none;
    stroke: var(--line-strong);
    stroke-width: 4;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .small-art {
    width: var(--found-art);
  }
  .tray-art .body,
  .tray-art .paper {
    fill: var(--surface);
  }
  .tray-art .paper,
  .tray-art .hand {
    stroke: var(--accent);
  }
  .tray-art .hand {
    stroke-width: 6;
  }
  .tray-art .gone {
    stroke-dasharray: 8 8;
  }
  .tray-art .torn {
    stroke: var(--bad);
  }
  .tray-art .lit {
    stroke: var(--warn-bright);
    stroke-width: 6;
  }
  .tray-art g.lit {
    fill: var(--warn-wash);
  }
`;
