import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import PDFDocument from "pdfkit";
import { must } from "../../../base/result.ts";
import { makeCertificate } from "../../../config/documents/certificate.ts";
import { sampleData } from "../../../config/documents/documents.ts";
import { examineForeignPdf, type ForeignPdf } from "../../../config/documents/examine-foreign-pdf.ts";
import type { DocumentCode } from "../../../config/documents/failure.ts";
import { houseFonts } from "../../../config/documents/fonts.ts";
import { blankGlyphs, operate } from "./pdf-surgery.ts";
import { certificate, fonts } from "./support.ts";

const EXPECTED: ForeignPdf = { pages: 1, media: "iso_a4_210x297mm", maxBytes: 5_000_000 };

async function pdfOf(draw: (doc: PDFKit.PDFDocument) => void, options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const doc = new PDFDocument({ size: "A4", font: houseFonts().base.regular.path, ...options });
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise((resolve) => doc.on("end", resolve));
  draw(doc);
  doc.end();
  await done;
  return Buffer.concat(chunks);
}

const letter = (doc: PDFKit.PDFDocument) => void doc.fontSize(14).text("参保缴费记录　样张\n".repeat(12));

/** The catalogue's dictionary gets one entry more. */
const withEntry = (pdf: Buffer, entry: string) =>
  operate(pdf, (objects) => {
    for (const object of objects) if (object.head.includes("/Type /Catalog")) object.head = object.head.replace(/>>$/, `${entry}\n>>`);
  });

/** A page with a black square, its catalogue in an object stream, its cross-reference table a stream as well (ISO 32000-1 §7.5.7, §7.5.8). */
function compressedPdf(entry: string): Buffer {
  const catalogue = `<< /Type /Catalog /Pages 2 0 R ${entry} >>`;
  const pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
  const head = `1 0 2 ${catalogue.length + 1} `;
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n")];
  const offsets: number[] = [];
  const add = (number: number, dict: string, stream?: Buffer) => {
    offsets[number] = parts.reduce((sum, part) => sum + part.length, 0);
    const body = stream ? [Buffer.from("\nstream\n"), stream, Buffer.from("\nendstream")] : [];
    parts.push(Buffer.from(`${number} 0 obj\n${dict}`), ...body, Buffer.from("\nendobj\n"));
  };
  add(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.28 841.89] /Contents 4 0 R /Resources << >> >>");
  const content = Buffer.from("0 g 100 100 200 200 re f");
  add(4, `<< /Length ${content.length} >>`, content);
  const objects = deflateSync(Buffer.from(`${head}${catalogue} ${pages}`));
  add(5, `<< /Type /ObjStm /N 2 /First ${head.length} /Filter /FlateDecode /Length ${objects.length} >>`, objects);
  const start = parts.reduce((sum, part) => sum + part.length, 0);
  const row = (type: number, second: number, third: number) => [type, second >> 16, (second >> 8) & 255, second & 255, third];
  const table = Buffer.from(
    [row(0, 0, 255), row(2, 5, 0), row(2, 5, 1), ...[3, 4, 5].map((n) => row(1, offsets[n] ?? 0, 0)), row(1, start, 0)].flat(),
  );
  add(6, `<< /Type /XRef /Size 7 /W [1 3 1] /Root 1 0 R /Length ${table.length} >>`, table);
  parts.push(Buffer.from(`startxref\n${start}\n%%EOF\n`));
  return Buffer.concat(parts);
}

describe("the look at a PDF that a department made", () => {
  let good: Buffer;
  before(async () => {
    good = await pdfOf(letter);
  });

  const refused = async (pdf: Buffer, code: DocumentCode, expected: Partial<ForeignPdf> = {}) => {
    const looked = await examineForeignPdf(pdf, { ...EXPECTED, ...expected });
    assert.ok(!looked.ok, "expected a refusal");
    assert.equal(looked.error.code, code, looked.error.problem);
    return looked.error.problem;
  };

  it("lets a plain letter pass, a landscape one, a two-page one, and a certificate of our own", async () => {
    const landscape = await pdfOf(letter, { layout: "landscape" });
    const two = await pdfOf((doc) => {
      letter(doc);
      doc.addPage();
      letter(doc);
    });
    const fund = certificate("fund-certificate");
    const own = must(await makeCertificate(fund, sampleData(fund), { fonts }, "")).certificate.pdf;
    for (const [pdf, pages] of [
      [good, 1],
      [landscape, 1],
      [two, 2],
      [own, 1],
    ] as const) {
      assert.deepEqual(await examineForeignPdf(pdf, { ...EXPECTED, pages }), { ok: true, value: undefined });
    }
  });

  it("lets a link to a web page pass: on paper it is a word", async () => {
    const pdf = await pdfOf((doc) => void doc.fontSize(20).text("https://shili.example", { link: "https://shili.example" }));
    assert.ok((await examineForeignPdf(pdf, EXPECTED)).ok);
  });

  it("lets a file pass that says JavaScript in its title", async () => {
    assert.ok((await examineForeignPdf(await pdfOf(letter, { info: { Title: "/JavaScript (/Launch" } }), EXPECTED)).ok);
  });

  it("refuses what is larger, longer, or for other paper than was said", async () => {
    assert.match(await refused(good, "document.pdf-damaged", { maxBytes: 1_000 }), /at most 1000/);
    await refused(good, "document.pdf-damaged", { pages: 2 });
    await refused(
      await pdfOf((doc) => {
        letter(doc);
        doc.addPage();
      }),
      "document.pdf-damaged",
    );
    await refused(good, "document.pdf-other-paper", { media: "iso_a3_297x420mm" });
    await refused(await pdfOf(letter, { size: "A5" }), "document.pdf-other-paper");
  });

  it("refuses an empty page, and one whose characters draw nothing", async () => {
    assert.match(await refused(await pdfOf(() => undefined), "document.looks-wrong"), /page 1 is blank/);
    await refused(blankGlyphs(good), "document.looks-wrong");
  });

  it("refuses a font that is not inside: each printer would put its own", async () => {
    await refused(await pdfOf((doc) => void doc.font("Helvetica").fontSize(20).text("A sample letter.")), "document.pdf-damaged");
  });

  it("refuses an encrypted file, also one that opens without a password", async () => {
    await refused(await pdfOf(letter, { userPassword: "1" }), "document.pdf-encrypted");
    await refused(await pdfOf(letter, { ownerPassword: "1" }), "document.pdf-encrypted");
  });

  const ACTIVE: readonly [string, string][] = [
    ["a script when it is opened", "/OpenAction << /S /JavaScript /JS (app.alert) >>"],
    ["a script under an escaped name", "/OpenAction << /S /J#61vaScript /J#53 (app.alert) >>"],
    ["a program to start", "/OpenAction << /S /Launch /F (cmd.exe) >>"],
    ["another file to open", "/OpenAction << /S /GoToR /F (other.pdf) /D [0 /Fit] >>"],
    ["a form that sends itself", "/OpenAction << /S /SubmitForm /F (http://shili.example) >>"],
    ["an attachment", "/Names << /EmbeddedFiles << /Names [] >> >>"],
    ["a form of its own making", "/AcroForm << /XFA [] /Fields [] >>"],
  ];
  for (const [what, entry] of ACTIVE)
    it(`refuses ${what}`, async () => void (await refused(withEntry(good, entry), "document.pdf-active")));

  it("refuses a script that stands in a compressed object stream, where no search of the bytes finds it", async () => {
    assert.ok((await examineForeignPdf(compressedPdf(""), { ...EXPECTED })).ok);
    const packed = compressedPdf("/OpenAction << /S /JavaScript /JS (app.alert) >>");
    assert.ok(!packed.includes("JavaScript"));
    await refused(packed, "document.pdf-active");
  });

  it("gives up on a file that keeps the reader busy, and reads the next one", async () => {
    const busy = operate(good, (objects) => {
      const content = objects.find(({ stream }) => stream && / Tj|TJ|BT/.test(stream.toString("latin1")));
      if (content)
        content.stream = Buffer.from("0 0 595 842 re W n\n".repeat(20_000) + "0 0 m 595 842 l 3 w [0.001 0.001] 0 d S\n".repeat(4_000));
    });
    const looked = await examineForeignPdf(busy, { ...EXPECTED, withinMs: 300 });
    assert.ok(!looked.ok);
    assert.match(looked.error.problem, /not read within 300 ms/);
    assert.ok((await examineForeignPdf(good, EXPECTED)).ok);
  });

  it("whatever is changed in a file, the answer is an answer", async () => {
    const bytes = fc.array(fc.record({ at: fc.nat(good.length - 1), to: fc.nat(255) }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(bytes, fc.nat(2), async (changes, way) => {
        const at = changes[0]?.at ?? 0;
        const pdf =
          way === 1
            ? Buffer.concat([good.subarray(0, at), good.subarray(at + 50)])
            : way === 2
              ? Buffer.concat([good.subarray(0, at), good])
              : Buffer.from(good);
        for (const { at: where, to } of changes) pdf[where % pdf.length] = to;
        const looked = await examineForeignPdf(pdf, EXPECTED);
        assert.equal(typeof looked.ok, "boolean");
      }),
      { numRuns: 25 },
    );
  });

  it("two files at once do not mix", async () => {
    const answers = await Promise.all([good, blankGlyphs(good), good].map((pdf) => examineForeignPdf(pdf, EXPECTED)));
    assert.deepEqual(
      answers.map(({ ok }) => ok),
      [true, false, true],
    );
  });
}).timeout(60_000);
