import type { ReceiptLine } from "../../config/documents/receipt.ts";
import { columnsIn, columnsOf } from "./character-sets.ts";
import type { Align } from "./commands.ts";
import { printable } from "./text-safety.ts";

/** One printed row: at most as wide as the paper (half of it when double). */
export interface TextRow {
  readonly text: string;
  readonly align: Align;
  readonly double: boolean;
  readonly bold: boolean;
}

// Marks that must not begin a row; they hang on to the character before them.
const NEVER_FIRST = new Set("，。、；：？！）〕】》」』〉”’…,.;:?!)]}%℃");

export function layoutText(line: Extract<ReceiptLine, { kind: "text" }>, columns: number): TextRow[] {
  const double = line.size === "double";
  const rows = wrap(printable(line.text), double ? Math.floor(columns / 2) : columns);
  return rows.map((text) => ({ text, align: line.align ?? "left", double, bold: line.bold ?? false }));
}

/** Label left, value right; a value too long for its row gets its own block beside the label, or below a long label. */
export function layoutPair(line: Extract<ReceiptLine, { kind: "pair" }>, columns: number): TextRow[] {
  const left = printable(line.left);
  const right = printable(line.right);
  const label = columnsIn(left);
  if (label + 1 + columnsIn(right) <= columns) {
    return [plain(left + " ".repeat(columns - label - columnsIn(right)) + right)];
  }
  if (label <= columns / 2) {
    const indent = " ".repeat(label + 1);
    return wrap(right, columns - label - 1).map((text, row) => plain((row === 0 ? `${left} ` : indent) + text));
  }
  return [...wrap(left, columns).map(plain), ...wrap(right, columns).map((text) => ({ ...plain(text), align: "right" as const }))];
}

export function layoutRule(columns: number): TextRow {
  return plain("-".repeat(columns));
}

function plain(text: string): TextRow {
  return { text, align: "left", double: false, bold: false };
}

/** Rows of at most `columns`; words of ASCII (numbers, addresses) stay whole where a row can hold them. At least one row. */
export function wrap(text: string, columns: number): string[] {
  const rows: string[] = [];
  let row = "";
  let used = 0;
  for (const unit of unitsOf(text, columns)) {
    const width = columnsIn(unit);
    if (used + width > columns) {
      rows.push(row.trimEnd());
      row = "";
      used = 0;
      if (unit === " ") continue;
    }
    row += unit;
    used += width;
  }
  return [...rows, row.trimEnd()];
}

function unitsOf(text: string, columns: number): string[] {
  const units: string[] = [];
  for (const piece of text.match(/[\x21-\x7e]+|[^\x21-\x7e]/gu) ?? []) {
    const last = units.at(-1);
    const hangs = last !== undefined && last !== " " && NEVER_FIRST.has([...piece][0] ?? "");
    if (hangs && columnsIn(last) + columnsIn(piece) <= columns) units[units.length - 1] = last + piece;
    else units.push(...hardSplit(piece, columns));
  }
  return units;
}

function hardSplit(piece: string, columns: number): string[] {
  if (columnsIn(piece) <= columns) return [piece];
  const parts: string[] = [""];
  let used = 0;
  for (const character of piece) {
    if (used + columnsOf(character) > columns) {
      parts.push("");
      used = 0;
    }
    parts[parts.length - 1] += character;
    used += columnsOf(character);
  }
  return parts;
}
