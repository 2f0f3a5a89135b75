import { inflateSync } from "node:zlib";
import { err, ok, type Result } from "../../base/result.ts";

const PAGE = /\/Type\s*\/Page(?![A-Za-z])/g;
const OBJECT_STREAM = /\/Type\s*\/ObjStm\b[\s\S]{0,400}?stream\r?\n/g;
/** Of all object streams of a file together, inflated: a few KB may unpack to gigabytes. */
const MAX_INFLATED_BYTES = 16 * 1024 * 1024;

/**
 * Pages of a PDF, counted by their objects: in the open, and in compressed object streams (ISO 32000-1 §7.5.7). Cheap, and enough to say
 * what was received; whether the file can be printed is looked into at the kiosk.
 */
export function countPages(pdf: Buffer): Result<number, string> {
  const text = pdf.toString("latin1");
  if (!/%%EOF\s*$/.test(text.slice(-1024))) return err("the PDF is cut off: no end mark");
  if (/\/Encrypt\b/.test(text)) return err("the PDF is encrypted");
  let pages = text.match(PAGE)?.length ?? 0;
  let left = MAX_INFLATED_BYTES;
  for (const match of text.matchAll(OBJECT_STREAM)) {
    const start = match.index + match[0].length;
    const end = text.indexOf("endstream", start);
    try {
      const inflated = inflateSync(pdf.subarray(start, end), { maxOutputLength: Math.max(1, left) });
      left -= inflated.length;
      pages += inflated.toString("latin1").match(PAGE)?.length ?? 0;
    } catch {
      return err("an object stream of the PDF cannot be unpacked");
    }
  }
  return pages > 0 ? ok(pages) : err("the PDF has no page");
}
