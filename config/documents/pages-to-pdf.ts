import PDFDocument from "pdfkit";
import { err, ok, type Result } from "../../base/result.ts";
import { MM_PER_PT } from "./mark.ts";

/** One picture that becomes one page. */
export interface PicturePage {
  readonly jpeg: Buffer;
  readonly widthPx: number;
  readonly heightPx: number;
  /** A known sheet is drawn in its own size; another in that of A4, as large as fits. */
  readonly paper: "a4" | "id-card" | "other" | "unknown";
}

export interface PageLimits {
  readonly pages: number;
  /** Of the pictures together, which is nearly that of the PDF: they are not encoded anew. */
  readonly bytes: number;
}

/** What a department's form usually takes: 20 pages, 20 MiB. */
export const PAGE_LIMITS: PageLimits = { pages: 20, bytes: 20 * 1024 * 1024 };

export type PagesRefusal =
  | { readonly code: "no-pages" }
  | { readonly code: "too-many-pages"; readonly pages: number; readonly most: number }
  | { readonly code: "too-large"; readonly bytes: number; readonly most: number }
  /** Counted from 0: not a JPEG. */
  | { readonly code: "no-picture"; readonly page: number };

const SIZES_MM = { a4: [210, 297], "id-card": [53.98, 85.6] } as const;

/**
 * The pages of one document as a PDF, in order, lying or upright as the picture does. The same pages and `dated` give the same
 * bytes. The pictures stay the caller's, to wipe; the answer is a person's as well.
 */
export async function pagesToPdf(
  pages: readonly PicturePage[],
  head: { readonly title: string; readonly dated: Date },
  limits: PageLimits = PAGE_LIMITS,
): Promise<Result<Buffer, PagesRefusal>> {
  const refusal = refusalOf(pages, limits);
  if (refusal) return err(refusal);
  const info = { Title: head.title, Producer: "Zizhu", Creator: "Zizhu", CreationDate: head.dated };
  // An empty name keeps pdfkit from adding Helvetica, which would not be embedded.
  const doc = new PDFDocument({ autoFirstPage: false, font: "", pdfVersion: "1.7", lang: "zh-CN", displayTitle: true, info });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    doc.on("error", reject);
    doc.on("end", () => {
      const pdf = Buffer.concat(chunks);
      for (const chunk of chunks) chunk.fill(0);
      resolve(pdf);
    });
  });
  for (const [at, page] of pages.entries()) {
    try {
      addPage(doc, page);
    } catch {
      // pdfkit reads the frame header and the EXIF part, and throws a bare string on what it cannot make out.
      return err({ code: "no-picture", page: at });
    }
  }
  doc.end();
  return ok(await done);
}

function refusalOf(pages: readonly PicturePage[], limits: PageLimits): PagesRefusal | undefined {
  if (pages.length === 0) return { code: "no-pages" };
  if (pages.length > limits.pages) return { code: "too-many-pages", pages: pages.length, most: limits.pages };
  const bytes = pages.reduce((sum, { jpeg }) => sum + jpeg.length, 0);
  if (bytes > limits.bytes) return { code: "too-large", bytes, most: limits.bytes };
  const page = pages.findIndex((one) => !isJpeg(one));
  return page < 0 ? undefined : { code: "no-picture", page };
}

/** By its ends: a picture that broke off would be a page half empty. */
function isJpeg({ jpeg, widthPx, heightPx }: PicturePage): boolean {
  return jpeg.length > 4 && jpeg.readUInt16BE(0) === 0xffd8 && jpeg.readUInt16BE(jpeg.length - 2) === 0xffd9 && widthPx > 0 && heightPx > 0;
}

function addPage(doc: PDFKit.PDFDocument, { jpeg, widthPx, heightPx, paper }: PicturePage): void {
  const [short, long] = SIZES_MM[paper === "id-card" ? paper : "a4"];
  const [width, height] = (widthPx > heightPx ? [long, short] : [short, long]).map((mm) => mm / MM_PER_PT) as [number, number];
  doc.addPage({ size: [width, height], margin: 0 });
  doc.image(jpeg, 0, 0, { fit: [width, height], align: "center", valign: "center" });
}
