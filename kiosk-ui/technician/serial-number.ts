import { css, html, type TemplateResult } from "lit";
import { groupsOf } from "./serial-range.ts";

/** A blank's number to be held against paper: in groups, large. The gaps are drawn only: copied, searched or read aloud, it is whole. */
export function serialNumber(serial: string): TemplateResult {
  return html`<span class="serial">${groupsOf(serial).map((group) => html`<span>${group}</span>`)}</span>`;
}

/** From one to another; one that stands alone is written once. */
export function serialRun(first: string, last: string): TemplateResult {
  return first === last ? serialNumber(first) : html`${serialNumber(first)} – ${serialNumber(last)}`;
}

/** A sentence in which each of these numbers is drawn so, wherever it stands. */
export function withSerials(sentence: string, serials: readonly string[]): readonly (string | TemplateResult)[] {
  const known = serials.filter((serial) => serial !== "").sort((a, b) => b.length - a.length);
  const found = known.map((serial) => ({ serial, at: sentence.indexOf(serial) })).filter(({ at }) => at >= 0);
  const first = found.sort((a, b) => a.at - b.at)[0];
  if (!first) return [sentence];
  const { serial, at } = first;
  return [sentence.slice(0, at), serialNumber(serial), ...withSerials(sentence.slice(at + serial.length), serials)];
}

export const serialStyles = css`
  .serial {
    font-family: var(--font-mono);
    font-size: var(--serial);
    font-weight: 700;
    line-height: var(--leading-tight);
    white-space: nowrap;
  }
  .serial span + span {
    margin-inline-start: 0.3em;
  }
  .compared {
    --serial: var(--serial-large);
  }
`;
