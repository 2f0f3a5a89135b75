import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";

/** Line drawings of the house on a 24-grid, drawn with the text's colour. Always beside words, so hidden from speech. */
const DRAWINGS = {
  back: svg`<path d="M14.5 5 7.5 12l7 7"/>`,
  forward: svg`<path d="m9.5 5 7 7-7 7"/>`,
  up: svg`<path d="m5 14.5 7-7 7 7"/>`,
  down: svg`<path d="m5 9.5 7 7 7-7"/>`,
  exit: svg`<path d="M10 4H5v16h5M14 8l4 4-4 4M18 12H9"/>`,
  globe: svg`<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"/>`,
  size: svg`<path d="M3 19 8.5 6 14 19M5 14.6h7M15 19l3-7.5 3 7.5M16 16.6h4"/>`,
  contrast: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor"/>`,
  low: svg`<path d="M12 3v11M7.5 9.5 12 14l4.5-4.500M4 19.500h16"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.300l3.5 2"/>`,
  card: svg`<rect x="2.5" y="5.5" width="19" height="13" rx="2"/><circle cx="8" cy="11" r="2"/><path d="M5 15.800c.8-1.7 5.2-1.7 6 0M14 10h5M14 14h4"/>`,
  person: svg`<circle cx="12" cy="8" r="4"/><path d="M4.5 20c1-5 14-5 15 0"/>`,
  face: svg`<path d="M4 8V5.500A1.5 1.5 0 0 1 5.5 4H8M16 4h2.500A1.5 1.5 0 0 1 20 5.500V8M20 16v2.500a1.5 1.5 0 0 1-1.5 1.500H16M8 20H5.500A1.5 1.5 0 0 1 4 18.500V16M9 9.500v1M15 9.500v1M8.5 14.500c2 2 5 2 7 0"/>`,
  printer: svg`<path d="M7 9V3.500h10V9M7 17H4.500A1.5 1.5 0 0 1 3 15.500v-5A1.5 1.5 0 0 1 4.5 9h15a1.5 1.5 0 0 1 1.5 1.500v5a1.5 1.5 0 0 1-1.5 1.500H17M7 14h10v6.500H7z"/>`,
  check: svg`<path d="m4.5 12.5 5 5 10-11"/>`,
  cross: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  alert: svg`<path d="M12 3.5 2.5 20h19zM12 10v4.500M12 17.200v.3"/>`,
  info: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.500M12 7.600v.3"/>`,
  keyboard: svg`<rect x="2.5" y="6" width="19" height="12.500" rx="2"/><path d="M6 10h.2M9.500 10h.2M13 10h.2M16.500 10h.2M7.500 14.500h9"/>`,
  place: svg`<path d="M12 21s7-6.3 7-11.500A7 7 0 0 0 5 9.500C5 14.7 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>`,
  building: svg`<path d="M3 20.500h18M5 20V9.500l7-5 7 5V20M9 20v-8M15 20v-8M12 20v-8"/>`,
  erase: svg`<path d="M8 6h12.500v12H8l-5-6zM11.5 9.500l5 5M16.5 9.500l-5 5"/>`,
  shift: svg`<path d="M12 4 4.5 12H9v7h6v-7h4.500z"/>`,
  document: svg`<path d="M6 3.500h8l4.5 4.500v12.500H6zM14 3.500V8h4.500M9 12.500h6.500M9 16h6.5"/>`,
  wait: svg`<path d="M7 3.500h10M7 20.500h10M8 3.500v3.500c0 3 8 7 8 10v3.500M16 3.500v3.500c0 3-8 7-8 10v3.5"/>`,
  link: svg`<path d="M4 9.500c5-4.5 11-4.5 16 0M7 13c3-2.6 7-2.6 10 0M10 16.500c1.3-1 2.7-1 4 0M12 19.800v.2"/>`,
  send: svg`<path d="M12 20V5M6 11l6-6 6 6"/>`,
  edit: svg`<path d="m5 19 1-4L16.5 4.500l3 3L9 18z"/>`,
  pause: svg`<path d="M8.5 5v14M15.5 5v14"/>`,
  code: svg`<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.500v2.500M20 14v6h-6v-1.500"/>`,
  sensor: svg`<circle cx="12" cy="12" r="2.500"/><path d="M7.500 7.500a6.400 6.400 0 0 0 0 9M16.500 7.500a6.400 6.400 0 0 1 0 9M4.500 4.500a10.600 10.600 0 0 0 0 15M19.500 4.500a10.600 10.600 0 0 1 0 15"/>`,
  lock: svg`<rect x="5" y="10.500" width="14" height="10" rx="2"/><path d="M8 10.500V8a4 4 0 0 1 8 0v2.500M12 14.500v2.500"/>`,
  chip: svg`<rect x="2.5" y="5.500" width="19" height="13" rx="2"/><rect x="5.500" y="9" width="6" height="5.500" rx="1"/><path d="M8.500 9v5.500M15 10h3.500M15 14h3.500"/>`,
  phone: svg`<rect x="6.500" y="2.500" width="11" height="19" rx="2"/><path d="M9.500 6.500h2v2h-2zM13 6.500h1.500M9.500 11h2v2h-2zM14 10.500v3M10.500 18h3"/>`,
  loud: svg`<path d="M4 9.500v5h3.500L12 19V5L7.500 9.500zM15 9a4.200 4.200 0 0 1 0 6M17.500 6.500a7.800 7.800 0 0 1 0 11"/>`,
  soft: svg`<path d="M4 9.500v5h3.500L12 19V5L7.500 9.500zM15 9a4.200 4.200 0 0 1 0 6"/>`,
  silent: svg`<path d="M4 9.500v5h3.500L12 19V5L7.500 9.500zM15.500 9.500l5 5M20.500 9.500l-5 5"/>`,
  locker: svg`<rect x="4" y="3.500" width="16" height="17" rx="1.500"/><path d="M4 9.200h16M4 14.800h16M15.500 6.500h1M15.500 12h1M15.500 17.500h1"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof DRAWINGS;

export function icon(name: IconName, look = "icon"): TemplateResult {
  return html`<svg class=${look} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${DRAWINGS[name]}</svg>`;
}
