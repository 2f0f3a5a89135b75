import { err, ok, type Result } from "../../base/result.ts";
import { type Flaw, flaw } from "./failure.ts";
import { comparePages } from "./look/compare-pages.ts";
import { drawMarks } from "./look/draw-marks.ts";
import { PX_PER_MM } from "./look/grey-page.ts";
import type { PdfReport, ReadPage } from "./look/pdf-report.ts";
import { readPdf } from "./look/read-pdf.ts";
import { type Mark, MM_PER_PT, type QrMark } from "./mark.ts";

/** What the certificate shall look like. */
export interface Meant {
  readonly pages: readonly (readonly Mark[])[];
  /** Width and height in millimetres. */
  readonly size: readonly [number, number];
}

/** What was seen of a certificate that is in order. */
export interface Looked {
  /** Share of ink of each page, 0 to 1. */
  readonly ink: readonly number[];
  /** Codes that were read back, page by page. */
  readonly codes: readonly (readonly string[])[];
}

const SIZE_TOLERANCE_MM = 0.4;

/**
 * The look at the very bytes that will be sent, before paper is used: whole, of the right size, each character, line and code where it
 * should be and nothing else, every code saying what was meant, every font inside. `pdf` stays the caller's.
 */
export async function examineCertificate(pdf: Buffer, meant: Meant): Promise<Result<Looked, Flaw>> {
  if (!isWhole(pdf)) return damaged("the file is not whole: header, cross-reference table or end is missing");
  const codes = meant.pages.map((marks) => marks.flatMap((mark) => (mark.kind === "path" && mark.qr ? [mark.qr] : [])));
  const question = {
    ...{ pdf: new Uint8Array(pdf), mostPages: meant.pages.length, active: false },
    mostPt: (Math.max(...meant.size) + SIZE_TOLERANCE_MM) / MM_PER_PT,
    codes: codes.map((page) => page.map(squareOf)),
  };
  const reading = readPdf(question);
  // Drawn while the other thread reads.
  const drawn = meant.pages.map((marks) => drawMarks(marks, meant.size));
  const report = await reading;
  const wrong = wrongFile(report, meant) ?? (report.ok ? wrongLook(report.pages, drawn, codes) : null);
  const looked = report.ok ? { ink: report.pages.map(inkOf), codes: report.pages.map((page) => page.codes) } : { ink: [], codes: [] };
  for (const page of [...drawn, ...(report.ok ? report.pages : [])]) page.grey.fill(0);
  return wrong ? err(wrong) : ok(looked);
}

/** By its ends: a reader mends a broken file in silence, a printer may not. */
function isWhole(pdf: Buffer): boolean {
  const start = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(pdf.subarray(-64).toString("latin1"));
  const at = Number(start?.[1]);
  return pdf.subarray(0, 5).toString("latin1") === "%PDF-" && start !== null && pdf.subarray(at, at + 4).toString("latin1") === "xref";
}

function wrongFile(report: PdfReport, { pages, size }: Meant): Flaw | null {
  if (!report.ok) return flaw("document.pdf-damaged", toDo(report.why));
  if (report.pages.length !== pages.length)
    return flaw("document.pdf-damaged", toDo(`${report.pages.length} pages instead of ${pages.length}`));
  const near = (pt: number, mm: number) => Math.abs(pt * MM_PER_PT - mm) <= SIZE_TOLERANCE_MM;
  if (!report.pages.every(({ widthPt, heightPt }) => near(widthPt, size[0]) && near(heightPt, size[1]))) {
    return flaw("document.pdf-other-paper", toDo(`a page is not ${size[0]} × ${size[1]} mm`));
  }
  return report.strangeFonts > 0 ? flaw("document.pdf-damaged", toDo(`${report.strangeFonts} texts have a font that is not inside`)) : null;
}

function wrongLook(
  read: readonly ReadPage[],
  drawn: readonly ReturnType<typeof drawMarks>[],
  codes: readonly (readonly QrMark[])[],
): Flaw | null {
  for (const [index, page] of read.entries()) {
    const [meant, wanted = []] = [drawn[index], codes[index]];
    const difference = meant ? comparePages(meant, page, wanted) : null;
    if (difference) return flaw("document.looks-wrong", toDo(`page ${index + 1}: ${difference}`));
    const unread = wanted.findIndex(({ data }, at) => page.codes[at] !== data);
    if (unread >= 0) return flaw("document.code-unreadable", toDo(`page ${index + 1}: code ${unread + 1} does not say what was meant`));
  }
  return null;
}

function squareOf({ at: [x, y, side] }: QrMark): [number, number, number] {
  return [Math.round(x * PX_PER_MM), Math.round(y * PX_PER_MM), Math.round(side * PX_PER_MM)];
}

function inkOf({ grey }: ReadPage): number {
  let ink = 0;
  for (let at = 0; at < grey.length; at++) ink += 255 - (grey[at] ?? 255);
  return ink / (grey.length * 255);
}

function damaged(problem: string): Result<never, Flaw> {
  return err(flaw("document.pdf-damaged", toDo(problem)));
}

function toDo(problem: string): string {
  return `${problem}; nothing was printed, report the template`;
}
