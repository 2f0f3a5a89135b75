import { css, html, type TemplateResult } from "lit";
import { create } from "qrcode";

/** ISO/IEC 18004 §6.3.8: light modules around it. Without them a phone does not find it on a dark page. */
const QUIET = 4;

/** An address as a code for a phone, drawn here and now: dark on white in every look, as readers expect. */
export function qrCode(address: string, label: string): TemplateResult {
  const { modules } = create(address, { errorCorrectionLevel: "M" });
  const side = modules.size + 2 * QUIET;
  return html`<svg class="qr" viewBox="0 0 ${side} ${side}" role="img" aria-label=${label} shape-rendering="crispEdges"><path d=${runs(modules)} /></svg>`;
}

/** Neighbours in a row as one rectangle, so that no screen leaves a hair between them. */
function runs(modules: { readonly size: number; get(row: number, column: number): number }): string {
  const { size } = modules;
  let path = "";
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const start = column;
      while (column < size && modules.get(row, column)) column += 1;
      if (column > start) path += `M${QUIET + start} ${QUIET + row}h${column - start}v1h${start - column}z`;
    }
  }
  return path;
}

export const qrStyles = css`
  .qr {
    width: var(--qr-size);
    height: var(--qr-size);
    flex: none;
    background: var(--core-white);
    fill: var(--core-black);
    border: var(--hair) solid var(--line);
    border-radius: var(--radius);
  }
`;
