import assert from "node:assert/strict";
import PDFDocument from "pdfkit";
import { must } from "../../../base/result.ts";
import { renderCertificate } from "../../../config/documents/certificate.ts";
import { checkPdf } from "../../../config/documents/check-pdf.ts";
import { sampleData } from "../../../config/documents/documents.ts";
import { certificate, fonts } from "./support.ts";

const fund = certificate("fund-certificate");

describe("the last look before paper is used", () => {
  let pdf: Buffer;
  before(async () => {
    pdf = must(await renderCertificate(fund, sampleData(fund), { fonts })).pdf;
  });
  const problem = (bytes: Uint8Array, pages = 1, media: "iso_a4_210x297mm" | "iso_a3_297x420mm" = "iso_a4_210x297mm") => {
    const checked = checkPdf(bytes, { pages, media });
    assert.ok(!checked.ok, "expected a refusal");
    assert.equal(checked.error.code, "document.pdf-damaged");
    return checked.error.problem;
  };

  it("lets a whole certificate pass", () => assert.ok(checkPdf(pdf, { pages: 1, media: "iso_a4_210x297mm" }).ok));
  it("refuses another number of pages", () => assert.match(problem(pdf, 2), /1 pages instead of 2/));
  it("refuses another paper", () => assert.match(problem(pdf, 1, "iso_a3_297x420mm"), /size of iso_a3/));
  it("refuses a file cut short anywhere", () => {
    for (const part of [0, 0.1, 0.5, 0.9, 0.999]) assert.match(problem(pdf.subarray(0, Math.floor(pdf.length * part))), /not whole/);
  });
  it("refuses a file with bytes lost in the middle", () => {
    assert.match(problem(Buffer.concat([pdf.subarray(0, 5_000), pdf.subarray(5_100)])), /not whole/);
  });
  it("refuses a font whose outlines are missing", () => {
    const without = Buffer.from(pdf.toString("latin1").replace("/FontFile2", "/FontFileX"), "latin1");
    assert.match(problem(without), /1 of 2 fonts are embedded/);
  });
  it("refuses a font that is not embedded: each printer would put its own", async () => {
    const chunks: Buffer[] = [];
    const doc = new PDFDocument({ size: "A4" });
    doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    const done = new Promise((resolve) => doc.on("end", resolve));
    doc.font("Helvetica").text("sample").end();
    await done;
    assert.match(problem(Buffer.concat(chunks)), /fonts are embedded/);
  });
});
