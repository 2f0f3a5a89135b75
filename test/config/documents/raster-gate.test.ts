import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { renderCertificate } from "../../../config/documents/certificate.ts";
import { pageSize } from "../../../config/documents/certificate-template.ts";
import { checkPdf } from "../../../config/documents/check-pdf.ts";
import { sampleData } from "../../../config/documents/documents.ts";
import { CERTIFICATES, certificate, fonts, inspect, nastyData } from "./support.ts";

// Text extraction alone passed a certificate whose glyphs were blank: only pixels prove that something is on the paper.
describe("certificates as a printer sees them", () => {
  for (const id of CERTIFICATES) {
    for (const [kind, dataOf] of [
      ["ordinary data", sampleData],
      ["the longest and rarest data", nastyData],
    ] as const) {
      it(`${id} with ${kind} is whole, inked, of the right size, and its code scans`, async () => {
        const template = certificate(id);
        const data = dataOf(template);
        const made = must(await renderCertificate(template, data, { fonts }));
        const seen = await inspect(made.pdf);
        assert.equal(seen.warnings, "");
        assert.ok(seen.ink > 0.02 && seen.ink < 0.06, `${(seen.ink * 100).toFixed(2)} % of the page is dark`);
        assert.deepEqual(seen.codes, [String(data["verifyUrl"] ?? data["licenceUrl"])]);
        const size = /Page size:\s+([\d.]+) x ([\d.]+)/
          .exec(seen.info)
          ?.slice(1)
          .map((pt) => Math.round((Number(pt) * 25.4) / 72));
        assert.deepEqual(size, [...pageSize(template)]);
        // pdffonts: name, type, encoding, "emb sub uni" – each font embedded, a subset, with a map back to text.
        const listed = seen.fonts.trim().split("\n").slice(2);
        assert.ok(listed.length >= 2 && listed.every((line) => /\byes\s+yes\s+yes\b/.test(line)), seen.fonts);
        assert.deepEqual(checkPdf(made.pdf, made), { ok: true, value: undefined });
      });
    }
  }

  it("a certificate without its texts would be noticed: the band of ink is narrow enough", async () => {
    const template = certificate("fund-certificate");
    const page = template.pages[0];
    assert.ok(page);
    const blank = { ...template, pages: [{ elements: page.elements.filter((one) => one.kind === "qr" || one.kind === "box") }] };
    const made = must(await renderCertificate(blank, sampleData(template), { fonts }));
    const seen = await inspect(made.pdf);
    assert.ok(seen.ink < 0.02, `${(seen.ink * 100).toFixed(2)} %`);
  });
});
