/** A table as spreadsheets read it: UTF-8 with BOM (or Chinese is garbled in Excel), CRLF (RFC 4180), every cell quoted. */
export function csvOf(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return `\uFEFF${[heads, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

// A cell that begins like a formula, some take the full-width forms too, would be run by a spreadsheet; a quote before it makes it text.
function cell(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : String(value);
  return `"${text.replaceAll('"', '""')}"`;
}
