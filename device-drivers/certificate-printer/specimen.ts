import { must } from "../../base/result.ts";
import { openFonts } from "../../config/documents/fonts.ts";
import type { Mark } from "../../config/documents/mark.ts";
import { rectangle } from "../../config/documents/mark.ts";
import { paintPdf } from "../../config/documents/paint-pdf.ts";
import type { CertificateJob, Media } from "../kinds/certificate-printer.ts";

/** In millimetres. */
const PAPER: Readonly<Record<Media, readonly [width: number, height: number]>> = {
  iso_a4_210x297mm: [210, 297],
  iso_a3_297x420mm: [297, 420],
};

/** A page to try a printer with: 样张 in large, a frame at the edge of what most printers reach, and nothing of anybody. */
export async function specimen(job: string, media: Media, at: number): Promise<CertificateJob> {
  const [width, height] = PAPER[media];
  const fonts = must(openFonts());
  const line = (text: string, size: number, baseline: number): Mark => ({
    ...{ kind: "text", runs: must(fonts.runs(text, "bold")), x: 25, baseline, size },
    ...{ spacing: 0, color: "#000000", opacity: 1, rotate: 0 },
  });
  const frame: Mark = {
    kind: "path",
    path: rectangle(6, 6, width - 12, height - 12),
    stroke: { color: "#000000", width: 0.5 },
    opacity: 1,
  };
  const marks = [frame, line("样张 SPECIMEN", 60, height / 2), line(job, 12, height / 2 + 20)];
  const pdf = await paintPdf([marks], [width, height], { title: "样张", dated: new Date(at) });
  return { job, pdf: pdf.toString("base64"), pages: 1, media, sides: "one-sided", blankType: null };
}
