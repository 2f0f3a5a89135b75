/**
 * Names of ISO 32000-1 (§7.11, §8.10.4, §12.6, §12.7, §13) that make a reader run, fetch or unpack something. A link to a web page
 * (`URI`) is not among them: on paper it is a word.
 */
const ACTIVE = new Set([
  "JavaScript",
  "JS",
  "Launch",
  "EmbeddedFile",
  "EmbeddedFiles",
  "FileAttachment",
  "GoToR",
  "GoToE",
  "SubmitForm",
  "ImportData",
  "RichMedia",
  "Rendition",
  "Movie",
  "Sound",
  "XFA",
  "FFilter",
]);

const NAME = /\/([^\s()<>[\]{}/%]+)/g;
const EXTERNAL_STREAM = /\/F\s*(?:\(|<<)/;

/** Names of active content in a PDF whose objects all stand in the open, as PDFium writes it. */
export function activeContent(pdf: Buffer): string[] {
  const text = objectsOf(pdf.toString("latin1"));
  const found = new Set([...text.matchAll(NAME)].map(([, name = ""]) => plain(name)).filter((name) => ACTIVE.has(name)));
  if (EXTERNAL_STREAM.test(text)) found.add("F");
  return [...found].sort();
}

/** Without what streams hold and strings say; `()` stays of a string. */
function objectsOf(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (const match of text.matchAll(/\bstream\r?\n/g)) {
    if (match.index < from) continue;
    kept.push(text.slice(from, match.index));
    const end = text.indexOf("endstream", match.index + match[0].length);
    from = end < 0 ? text.length : end;
  }
  kept.push(text.slice(from));
  return kept.join("").replaceAll(/\((?:\\[\s\S]|[^()\\])*\)/g, "()");
}

/** `J#53` is `JS` (§7.3.5). */
function plain(name: string): string {
  return name.replaceAll(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
