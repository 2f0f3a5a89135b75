import { err, ok, type Result } from "../../base/result.ts";
import { type Media, pageSize } from "./certificate-template.ts";
import { type Flaw, flaw } from "./failure.ts";

const PT_PER_MM = 72 / 25.4;
const TOLERANCE_PT = 1;

/**
 * A last cheap look before paper is used: whole file, right number and size of pages, every font inside.
 * Reads the plain object syntax that our own writer produces; a PDF with compressed objects from elsewhere is refused, not guessed at.
 */
export function checkPdf(pdf: Uint8Array, expected: { readonly pages: number; readonly media: Media }): Result<void, Flaw> {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString("latin1");
  const start = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text);
  if (!text.startsWith("%PDF-") || !start || !text.startsWith("xref", Number(start[1]))) {
    return damaged("the file is not whole: header, cross-reference table or end is missing");
  }
  const pages = text.match(/\/Type \/Page\b/g)?.length ?? 0;
  if (pages !== expected.pages) return damaged(`${pages} pages instead of ${expected.pages}`);
  const boxes = [...text.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
  if (boxes.length !== pages || !boxes.every(([, width, height]) => isMedia(Number(width), Number(height), expected.media))) {
    return damaged(`a page does not have the size of ${expected.media}`);
  }
  const descriptors = text.match(/\/Type \/FontDescriptor\b/g)?.length ?? 0;
  const embedded = text.match(/\/FontFile[23]? \d+ \d+ R/g)?.length ?? 0;
  const fonts = text.match(/\/Type \/Font\b/g)?.length ?? 0;
  // Each of our fonts is a composite: one Type0 and one CIDFont object share one descriptor.
  return descriptors === embedded && fonts === 2 * descriptors ? ok() : damaged(`${embedded} of ${fonts / 2} fonts are embedded`);
}

function isMedia(width: number, height: number, media: Media): boolean {
  const near = (pt: number, millimetres: number) => Math.abs(pt - millimetres * PT_PER_MM) <= TOLERANCE_PT;
  const [short, long] = pageSize({ media, orientation: "portrait" });
  return (near(width, short) && near(height, long)) || (near(width, long) && near(height, short));
}

function damaged(problem: string): Result<void, Flaw> {
  return err(flaw("document.pdf-damaged", `${problem}; do not print, report the template`));
}
