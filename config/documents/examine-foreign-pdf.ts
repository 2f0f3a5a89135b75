import { err, ok, type Result } from "../../base/result.ts";
import { type Media, pageSize } from "./certificate-template.ts";
import { type Flaw, flaw } from "./failure.ts";
import type { PdfReport, ReadPage } from "./look/pdf-report.ts";
import { readPdf } from "./look/read-pdf.ts";
import { MM_PER_PT } from "./mark.ts";

export interface ForeignPdf {
  /** As the hub's statement says. */
  readonly pages: number;
  readonly media: Media;
  readonly maxBytes: number;
  /** For the whole file; usual: `READ_WITHIN_MS`. */
  readonly withinMs?: number;
}

/** Department systems round points, and some cut 1 mm off. */
const SIZE_TOLERANCE_MM = 2;
/** Share of pixels with ink that are no longer a speck: a page with a title and one line has ten times as much. */
const LEAST_INK = 0.0002;
const INK_BELOW = 160;

/**
 * Whether a PDF that somebody else made can go on paper as it is: whole, of the pages and the paper that were announced, nothing that a
 * reader would run, fetch or unpack, every font inside, no page blank. `pdf` stays the caller's. The flaw names nothing of the document.
 */
export async function examineForeignPdf(pdf: Buffer, expected: ForeignPdf): Promise<Result<void, Flaw>> {
  if (pdf.length > expected.maxBytes) return refuse("document.pdf-damaged", `${pdf.length} bytes, at most ${expected.maxBytes}`);
  // A reader mends a broken file in silence, a printer may not.
  if (pdf.subarray(0, 5).toString("latin1") !== "%PDF-" || !/startxref\s+\d+\s+%%EOF\s*$/.test(pdf.subarray(-1024).toString("latin1"))) {
    return refuse("document.pdf-damaged", "the file is not whole: its header or its end is missing");
  }
  const mostPt = (Math.max(...pageSize({ media: expected.media, orientation: "portrait" })) + SIZE_TOLERANCE_MM) / MM_PER_PT;
  const question = { pdf: new Uint8Array(pdf), mostPt, mostPages: expected.pages, codes: [], active: true };
  const report = await readPdf(question, expected.withinMs);
  const judged = judge(report, expected);
  if (report.ok) for (const { grey } of report.pages) grey.fill(0);
  return judged;
}

function judge(report: PdfReport, { pages, media }: ForeignPdf): Result<void, Flaw> {
  if (!report.ok) return refuse(report.why.includes("encrypted") ? "document.pdf-encrypted" : "document.pdf-damaged", report.why);
  if (report.pages.length !== pages) return refuse("document.pdf-damaged", `${report.pages.length} pages instead of ${pages}`);
  if (!report.pages.every((page) => isMedia(page, media)))
    return refuse("document.pdf-other-paper", `a page does not have the size of ${media}`);
  if (report.active.length > 0) return refuse("document.pdf-active", `it holds ${report.active.join(", ")}`);
  if (report.strangeFonts > 0) return refuse("document.pdf-damaged", `${report.strangeFonts} texts have a font that is not inside`);
  const blank = report.pages.findIndex(
    ({ grey }) => grey.reduce((dark, shade) => dark + (shade < INK_BELOW ? 1 : 0), 0) < LEAST_INK * grey.length,
  );
  return blank < 0 ? ok() : refuse("document.looks-wrong", `page ${blank + 1} is blank`);
}

function isMedia({ widthPt, heightPt }: ReadPage, media: Media): boolean {
  const near = (pt: number, mm: number) => Math.abs(pt * MM_PER_PT - mm) <= SIZE_TOLERANCE_MM;
  const [short, long] = pageSize({ media, orientation: "portrait" });
  return (near(widthPt, short) && near(heightPt, long)) || (near(widthPt, long) && near(heightPt, short));
}

function refuse(code: Flaw["code"], problem: string): Result<never, Flaw> {
  return err(flaw(code, `${problem}; nothing was printed, the department must put its document right`));
}
