import { deflateSync, inflateSync } from "node:zlib";

/** One object of a PDF as our writer makes it; `stream` inflated. */
export interface PdfObject {
  readonly number: number;
  head: string;
  stream: Buffer | null;
}

/** Takes a PDF of our own apart, lets `edit` change it, and puts it together again with a right cross-reference table: only the fault itself is wrong. */
export function operate(pdf: Buffer, edit: (objects: PdfObject[]) => void): Buffer {
  const text = pdf.toString("latin1");
  const objects: PdfObject[] = [];
  let at = text.indexOf("1 0 obj") < 0 ? 0 : text.search(/^\d+ 0 obj$/m);
  for (;;) {
    const start = /^(\d+) 0 obj\n/.exec(text.slice(at, at + 30));
    if (!start) break;
    const from = at + start[0].length;
    const length = Number(/^<<[\s\S]*?\/Length (\d+)/.exec(text.slice(from, from + 600))?.[1] ?? -1);
    const plainEnd = text.indexOf("\nendobj", from);
    const streamAt = text.indexOf("\nstream\n", from);
    const has = length >= 0 && streamAt >= 0 && streamAt < plainEnd;
    const head = text.slice(from, has ? streamAt : plainEnd);
    const data = has ? pdf.subarray(streamAt + 8, streamAt + 8 + length) : null;
    objects.push({ number: Number(start[1]), head, stream: data && (/FlateDecode/.test(head) ? inflateSync(data) : data) });
    const end = has ? text.indexOf("endobj", streamAt + 8 + length) : plainEnd + 1;
    at = end + "endobj\n".length;
  }
  edit(objects);
  const trailer = /trailer\n([\s\S]*?)\nstartxref/.exec(text.slice(at))?.[1] ?? "";
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n%\xff\xff\xff\xff\n", "latin1")];
  const offsets = new Map<number, number>();
  const size = () => parts.reduce((sum, part) => sum + part.length, 0);
  for (const { number, head, stream } of objects) {
    offsets.set(number, size());
    const packed = stream && (/FlateDecode/.test(head) ? deflateSync(stream) : stream);
    const said = packed ? head.replace(/\/Length \d+/, `/Length ${packed.length}`) : head;
    parts.push(Buffer.from(`${number} 0 obj\n${said}\n`, "latin1"));
    if (packed) parts.push(Buffer.from("stream\n"), packed, Buffer.from("\nendstream\n"));
    parts.push(Buffer.from("endobj\n"));
  }
  const start = size();
  const count = Math.max(...offsets.keys()) + 1;
  const rows = Array.from({ length: count }, (_, number) => {
    const offset = offsets.get(number);
    return offset === undefined ? "0000000000 65535 f \n" : `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  parts.push(
    Buffer.from(
      `xref\n0 ${count}\n${rows.join("")}trailer\n${trailer.replace(/\/Size \d+/, `/Size ${count}`)}\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

/** Draws over the first page, in points from its lower left corner. */
export function drawOver(pdf: Buffer, operators: string): Buffer {
  return operate(pdf, (objects) => {
    const content = objects.find(({ stream }) => stream !== null && / (?:re|Tj|TJ|BT)\b/.test(stream.toString("latin1")));
    if (!content?.stream) throw new Error("the PDF has no page content");
    // The writer's own first operator turns the page upside down; put it back before drawing.
    content.stream = Buffer.concat([Buffer.from("q\n"), content.stream, Buffer.from(`\nQ\n${operators}\n`)]);
  });
}

/**
 * The fault of a font that was cut down wrongly: outlines empty, while widths, encoding and the map back to text stay, so that a
 * reader of texts sees nothing. `only`: number of one glyph of the subset; all without it.
 */
export function blankGlyphs(pdf: Buffer, only?: number): Buffer {
  return operate(pdf, (objects) => {
    for (const object of objects) {
      const font = object.stream;
      if (isTrueType(font)) blankTrueType(font, only);
    }
  });
}

export function glyphsOf(pdf: Buffer): number {
  let count = 0;
  operate(pdf, (objects) => {
    for (const { stream } of objects) {
      if (isTrueType(stream)) count = Math.max(count, stream.readUInt16BE(table(stream, "maxp") + 4));
    }
  });
  return count;
}

function isTrueType(stream: Buffer | null): stream is Buffer {
  return stream !== null && stream.length > 12 && ["true", "\0\x01\0\0"].includes(stream.toString("latin1", 0, 4));
}

function blankTrueType(font: Buffer, only: number | undefined): void {
  const [loca, glyf] = [table(font, "loca"), table(font, "glyf")];
  const long = font.readInt16BE(table(font, "head") + 50) === 1;
  const offset = (glyph: number) => (long ? font.readUInt32BE(loca + 4 * glyph) : 2 * font.readUInt16BE(loca + 2 * glyph));
  const glyphs = font.readUInt16BE(table(font, "maxp") + 4);
  for (let glyph = 0; glyph < glyphs; glyph++) {
    // No contours: nothing to draw.
    if ((only === undefined || only === glyph) && offset(glyph + 1) > offset(glyph)) font.writeInt16BE(0, glyf + offset(glyph));
  }
}

function table(font: Buffer, tag: string): number {
  for (let index = 0; index < font.readUInt16BE(4); index++) {
    const at = 12 + 16 * index;
    if (font.toString("latin1", at, at + 4) === tag) return font.readUInt32BE(at + 8);
  }
  throw new Error(`the font has no ${tag}`);
}
