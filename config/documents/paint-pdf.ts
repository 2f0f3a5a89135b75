import PDFDocument from "pdfkit";
import { unreachable } from "../../base/unreachable.ts";
import { type Mark, MM_PER_PT, type PathMark, type TextMark } from "./mark.ts";

const PT_PER_MM = 1 / MM_PER_PT;

export interface PdfHead {
  readonly title: string;
  /** The only time in the file. It comes from the document, so the same document gives the same bytes on any day. */
  readonly dated: Date;
}

/** Draws pages of marks; `width` and `height` in millimetres. */
export function paintPdf(pages: readonly (readonly Mark[])[], [width, height]: readonly [number, number], head: PdfHead): Promise<Buffer> {
  const doc = new PDFDocument({
    autoFirstPage: false,
    // An empty name keeps pdfkit from adding Helvetica, which would not be embedded.
    font: "",
    pdfVersion: "1.7",
    lang: "zh-CN",
    displayTitle: true,
    info: { Title: head.title, Producer: "Zizhu", Creator: "Zizhu", CreationDate: head.dated },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    doc.on("error", reject);
    doc.on("end", () => resolve(Buffer.concat(chunks)));
  });
  const faces = new Set<string>();
  for (const marks of pages) {
    doc.addPage({ size: [width * PT_PER_MM, height * PT_PER_MM], margin: 0 });
    for (const mark of marks) paint(doc, mark, faces);
  }
  doc.end();
  return done;
}

function paint(doc: PDFKit.PDFDocument, mark: Mark, faces: Set<string>): void {
  doc.save();
  switch (mark.kind) {
    case "text":
      paintText(doc, mark, faces);
      break;
    case "path":
      paintPath(doc, mark);
      break;
    default:
      unreachable(mark);
  }
  doc.restore();
}

function paintText(doc: PDFKit.PDFDocument, mark: TextMark, faces: Set<string>): void {
  const y = mark.baseline * PT_PER_MM;
  let x = mark.x * PT_PER_MM;
  if (mark.rotate !== 0) doc.rotate(mark.rotate, { origin: [x, y] });
  doc.fillColor(mark.color, mark.opacity);
  for (const { face, text } of mark.runs) {
    if (!faces.has(face.name)) {
      // pdfkit takes an opened font as it stands; its types know only files. Opening 10 MB again for each page would cost 100 ms.
      doc.registerFont(face.name, face.font as unknown as Uint8Array);
      faces.add(face.name);
    }
    doc.font(face.name).fontSize(mark.size);
    doc.text(text, x, y, { lineBreak: false, baseline: "alphabetic", characterSpacing: mark.spacing });
    x += (face.font.layout(text).advanceWidth / face.font.unitsPerEm) * mark.size + mark.spacing * [...text].length;
  }
}

function paintPath(doc: PDFKit.PDFDocument, mark: PathMark): void {
  doc.scale(PT_PER_MM).path(mark.path).opacity(mark.opacity);
  if (mark.stroke) doc.lineWidth(mark.stroke.width).lineJoin("round");
  if (mark.fill && mark.stroke) doc.fillAndStroke(mark.fill, mark.stroke.color);
  else if (mark.fill) doc.fill(mark.fill);
  else if (mark.stroke) doc.stroke(mark.stroke.color);
}
