import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { renderCertificate } from "../../../config/documents/certificate.ts";
import { pageSize } from "../../../config/documents/certificate-template.ts";
import { sampleData } from "../../../config/documents/documents.ts";
import { CERTIFICATES, certificate, fonts, inspect, nastyData, templates } from "./support.ts";

/** Share of dark pixels that a page of each template may have. */
const INK: Readonly<Record<(typeof CERTIFICATES)[number], readonly (readonly [number, number])[]>> = {
  "fund-certificate": [[0.02, 0.06]],
  "licence-original": [[0.02, 0.06]],
  "licence-duplicate": [[0.02, 0.06]],
  "licence-copy": [
    [0.02, 0.06],
    [0.008, 0.04],
  ],
};

// Text extraction alone passed a certificate whose glyphs were blank: only pixels prove that something is on the paper.
describe("certificates as a printer sees them", () => {
  it("none of the catalogue's certificates is left out here", () => {
    assert.deepEqual([...templates.certificates.keys()].sort(), [...CERTIFICATES].sort());
  });

  for (const id of CERTIFICATES) {
    for (const [kind, dataOf, sheet] of [
      ["ordinary data on plain paper", sampleData, ""],
      ["the longest and rarest data on a blank", nastyData, "SL-PAPER-0000128"],
    ] as const) {
      it(`${id} with ${kind} is whole, inked on each page, of the right size, and its code scans`, async () => {
        const template = certificate(id);
        const data = dataOf(template);
        const made = must(await renderCertificate(template, data, { fonts }, sheet));
        const seen = await inspect(made.pdf);
        assert.equal(seen.warnings, "");
        assert.equal(seen.ink.length, template.pages.length);
        for (const [page, ink] of seen.ink.entries()) {
          const [least, most] = INK[id][page] ?? [1, 1];
          assert.ok(ink > least && ink < most, `${(ink * 100).toFixed(2)} % of page ${page + 1} is dark`);
        }
        const address = String(data["verifyUrl"] ?? data["licenceUrl"]);
        const back = template.pages.slice(1).map(() => []);
        assert.deepEqual(seen.codes, [[sheet === "" ? address : `${address}?sheet=${sheet}`], ...back]);
        assert.equal(address.endsWith(`/${made.code}`), true, "the code leads to the number that the ledger keeps");
        const size = /Page size:\s+([\d.]+) x ([\d.]+)/
          .exec(seen.info)
          ?.slice(1)
          .map((pt) => Math.round((Number(pt) * 25.4) / 72));
        assert.deepEqual(size, [...pageSize(template)]);
        // pdffonts: name, type, encoding, "emb sub uni" – each font embedded, a subset, with a map back to text.
        const listed = seen.fonts.trim().split("\n").slice(2);
        assert.ok(listed.length >= 2 && listed.every((line) => /\byes\s+yes\s+yes\b/.test(line)), seen.fonts);
      });
    }
  }

  it("a certificate without its texts would be noticed: the band of ink is narrow enough", async () => {
    const template = certificate("fund-certificate");
    const page = template.pages[0];
    assert.ok(page);
    const blank = { ...template, pages: [{ elements: page.elements.filter((one) => one.kind === "qr" || one.kind === "box") }] };
    const made = must(await renderCertificate(blank, sampleData(template), { fonts }, ""));
    const seen = await inspect(made.pdf);
    assert.ok((seen.ink[0] ?? 1) < 0.02, `${((seen.ink[0] ?? 1) * 100).toFixed(2)} %`);
  });
});
