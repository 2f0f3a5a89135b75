/** The value below which `share` of them lie, to a tenth. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return rounded(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0, 1);
}

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** One line of JSON for each bench: what `run.ts` passes on. */
export function printLine(line: { readonly bench: string } & Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
