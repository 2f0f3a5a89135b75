/** Printable area: columns of 12 dots at 203 dpi. */
export const PAPERS = { 58: { columns: 32, dots: 384 }, 80: { columns: 48, dots: 576 } } as const;
export type PaperWidthMm = keyof typeof PAPERS;
