import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { must } from "../../../base/result.ts";
import { makeCertificate } from "../../../config/documents/certificate.ts";
import { pageSize } from "../../../config/documents/certificate-template.ts";
import { sampleData } from "../../../config/documents/documents.ts";
import { examineCertificate, type Meant } from "../../../config/documents/examine-certificate.ts";
import type { DocumentCode } from "../../../config/documents/failure.ts";
import type { Mark } from "../../../config/documents/mark.ts";
import { paintPdf } from "../../../config/documents/paint-pdf.ts";
import { blankGlyphs, drawOver, glyphsOf, operate } from "./pdf-surgery.ts";
import { certificate, fonts } from "./support.ts";

const fund = certificate("fund-certificate");
const PT = 72 / 25.4;
const PAGE_PT = 297 * PT;

describe("the look at a certificate before paper is used", () => {
  let pdf: Buffer;
  let meant: Meant;
  before(async () => {
    const made = must(await makeCertificate(fund, sampleData(fund), { fonts }, ""));
    pdf = made.certificate.pdf;
    meant = { pages: made.pages, size: pageSize(fund) };
  });

  const refusal = async (bytes: Buffer, code: DocumentCode, expected: Meant = meant): Promise<string> => {
    const looked = await examineCertificate(bytes, expected);
    assert.ok(!looked.ok, "expected a refusal");
    assert.equal(looked.error.code, code, looked.error.problem);
    assert.ok(!looked.error.problem.includes("林"), "no word of the document is in the message");
    return looked.error.problem;
  };
  const redrawn = (marks: readonly Mark[]) => paintPdf([marks], meant.size, { title: "样张", dated: new Date(0) });

  it("lets a whole certificate pass and says what it read", async () => {
    const looked = must(await examineCertificate(pdf, meant));
    assert.deepEqual(looked.codes, [["https://fund.shili.example/verify/SLGJJ-2026-000128"]]);
    assert.ok(looked.ink[0] && looked.ink[0] > 0.02 && looked.ink[0] < 0.08);
  });

  it("lets it pass when only taken apart and put together: the faults below are those that are named", async () => {
    assert.ok(
      (
        await examineCertificate(
          operate(pdf, () => undefined),
          meant,
        )
      ).ok,
    );
  });

  it("sees glyphs that draw nothing, though the text can still be read out of the file", async () => {
    const blank = blankGlyphs(pdf);
    const said = execFileSync("pdftotext", ["-raw", "-", "-"], { input: blank, encoding: "utf8" });
    assert.ok(["住房公积金缴存证明", "林晓样", "86,432.15"].every((text) => said.includes(text)));
    assert.match(await refusal(blank, "document.looks-wrong"), /a character is blank/);
  });

  it("sees a single blank character, whichever it is", async () => {
    const glyphs = glyphsOf(pdf);
    assert.ok(glyphs > 60);
    for (let glyph = 5; glyph < glyphs; glyph += 47) await refusal(blankGlyphs(pdf, glyph), "document.looks-wrong");
  });

  it("sees a line of text, a table or a seal that is not there", async () => {
    const marks = meant.pages[0] ?? [];
    for (const at of [2, 40, marks.length - 10])
      await refusal(await redrawn(marks.filter((_, index) => Math.abs(index - at) > 2)), "document.looks-wrong");
  });

  it("sees what should not be there: a white sheet over it, a dark mark, a line across", async () => {
    for (const over of ["1 1 1 rg 100 560 300 60 re f", "0 0 0 rg 250 300 6 6 re f", "0 0 0 RG 1 w 60 160 m 500 165 l S"])
      await refusal(drawOver(pdf, over), "document.looks-wrong");
  });

  it("sees one module of the code that is off, which every reader would forgive", async () => {
    const [qr] = (meant.pages[0] ?? []).flatMap((mark) => (mark.kind === "path" && mark.qr ? [mark.qr] : []));
    assert.ok(qr);
    const [x, y, side] = qr.at;
    const module = side / qr.modules;
    const square = (column: number, row: number, shade: 0 | 1) => {
      const [left, top] = [(x + column * module) * PT, PAGE_PT - (y + (row + 1) * module) * PT];
      return `${shade} g ${left} ${top} ${module * PT} ${module * PT} re f`;
    };
    // The finder's own middle is dark, the separator beside it light.
    assert.match(await refusal(drawOver(pdf, square(4, 4, 1)), "document.looks-wrong"), /wrong module/);
    assert.match(await refusal(drawOver(pdf, square(11, 4, 0)), "document.looks-wrong"), /wrong module/);
  });

  it("sees a code that says something else than was meant", async () => {
    const marks = (meant.pages[0] ?? []).map((mark) =>
      mark.kind === "path" && mark.qr ? { ...mark, qr: { ...mark.qr, data: `${mark.qr.data}9` } } : mark,
    );
    await refusal(pdf, "document.code-unreadable", { ...meant, pages: [marks] });
  });

  it("refuses another number of pages and another paper", async () => {
    await refusal(pdf, "document.pdf-damaged", { ...meant, pages: [...meant.pages, []] });
    await refusal(pdf, "document.pdf-other-paper", { ...meant, size: [297, 420] });
    const wider = operate(pdf, (objects) => {
      for (const object of objects) object.head = object.head.replace(/\/MediaBox \[0 0 [\d.]+/, "/MediaBox [0 0 620");
    });
    await refusal(wider, "document.pdf-other-paper");
  });

  it("refuses a file cut short anywhere, and one with bytes lost in the middle", async () => {
    for (const part of [0, 0.1, 0.5, 0.9, 0.999]) await refusal(pdf.subarray(0, Math.floor(pdf.length * part)), "document.pdf-damaged");
    await refusal(Buffer.concat([pdf.subarray(0, 5_000), pdf.subarray(5_100)]), "document.pdf-damaged");
  });

  it("refuses a font whose outlines are missing: each printer would put its own", async () => {
    const without = operate(pdf, (objects) => {
      for (const object of objects) object.head = object.head.replace("/FontFile2", "/FontFileX");
    });
    await refusal(without, "document.pdf-damaged");
  });

  it("no flipped byte prints anything else than what was meant", async () => {
    // What a flip leaves alike to the pixel, it may pass: the file's date, a byte that no reader looks at.
    let refused = 0;
    for (let at = 700; at < pdf.length; at += Math.floor(pdf.length / 8)) {
      const bytes = Buffer.from(pdf);
      bytes[at] = (bytes[at] ?? 0) ^ 0x55;
      if (!(await examineCertificate(bytes, meant)).ok) refused++;
    }
    assert.ok(refused >= 4, `${refused} of 8`);
  });
}).timeout(60_000);
