import { err, ok, type Result } from "../../../base/result.ts";
import type { Box, TableCell, TableElement, TableRow, TextStyle } from "../certificate-template.ts";
import { type Flaw, flaw } from "../failure.ts";
import { fitText, LINE_BOX_EM } from "../fit-text.ts";
import type { Fonts } from "../fonts.ts";
import { type Mark, MM_PER_PT, polyline, rectangle } from "../mark.ts";
import { sayComplete } from "../say.ts";

/** A grid of label and value cells. */
export function layTable(table: TableElement, scope: unknown, fonts: Fonts): Result<Mark[], Flaw> {
  const under: Mark[] = [];
  const over: Mark[] = [];
  let y = table.at[1];
  for (const [r, row] of table.rows.entries()) {
    let x = table.at[0];
    for (const [c, cell] of row.cells.entries()) {
      const width = cellWidth(table, row, cell);
      const laid = layCell(table, cell, [x, y, width, row.height], scope, fonts);
      if (!laid.ok) return err(flaw(laid.error.code, `row ${r + 1}, cell ${c + 1}: ${laid.error.problem}`, laid.error.characters));
      under.push(...grid(table, cell, [x, y, width, row.height]));
      over.push(...laid.value);
      x += width;
    }
    y += row.height;
  }
  return ok([...under, ...over]);
}

export function tableHeight(table: TableElement): number {
  return table.rows.reduce((sum, row) => sum + row.height, 0);
}

/** What a row's cells with their own width leave is shared by the others. */
export function cellWidth(table: TableElement, row: TableRow, cell: TableCell): number {
  if (cell.width !== undefined) return cell.width;
  const given = row.cells.reduce((sum, one) => sum + (one.width ?? 0), 0);
  return (table.at[2] - given) / row.cells.filter((one) => one.width === undefined).length;
}

/** Air between text and the grid's horizontal lines. */
const INSET_MM = 1;

function layCell(table: TableElement, cell: TableCell, [x, y, width, height]: Box, scope: unknown, fonts: Fonts): Result<Mark[], Flaw> {
  const text = sayComplete(cell.value, scope);
  if (!text.ok) return text;
  const { padding } = table;
  const [top, inner] = [y + INSET_MM, height - 2 * INSET_MM];
  const common = { letterSpacing: 0, lineHeight: table.lineHeight, valign: table.valign };
  const labelStyle: TextStyle = {
    ...common,
    size: table.labelSize,
    weight: table.labelWeight,
    align: table.labelAlign,
    wrap: table.labelAlign !== "spread",
    color: table.labelColor,
  };
  const valueStyle: TextStyle = {
    ...common,
    size: table.size,
    ...(table.minSize === undefined ? {} : { minSize: table.minSize }),
    weight: table.weight,
    align: cell.align,
    wrap: true,
    color: table.color,
  };
  // From the top, the middle of a small label's line and of a large value's must still be the same.
  const drop = table.valign === "top" ? ((table.size - table.labelSize) * MM_PER_PT * LINE_BOX_EM) / 2 : 0;
  const label = fitText(cell.label, labelStyle, [x + padding, top + drop, cell.labelWidth - 2 * padding, inner - drop], fonts);
  if (!label.ok) return label;
  const value = fitText(text.value, valueStyle, [x + cell.labelWidth + padding, top, width - cell.labelWidth - 2 * padding, inner], fonts);
  return value.ok ? ok([...label.value, ...value.value]) : value;
}

function grid(table: TableElement, cell: TableCell, [x, y, width, height]: Box): Mark[] {
  const marks: Mark[] = [];
  if (table.labelFill) marks.push({ kind: "path", path: rectangle(x, y, cell.labelWidth, height), fill: table.labelFill, opacity: 1 });
  if (table.lineWidth > 0) {
    const divider = x + cell.labelWidth;
    const path =
      rectangle(x, y, width, height) +
      polyline(
        [
          [divider, y],
          [divider, y + height],
        ],
        false,
      );
    marks.push({ kind: "path", path, stroke: { color: table.lineColor, width: table.lineWidth }, opacity: 1 });
  }
  return marks;
}
