import { must } from "../../base/result.ts";
import { renderCertificate } from "../../config/documents/certificate.ts";
import { sampleData } from "../../config/documents/documents.ts";
import { openFonts } from "../../config/documents/fonts.ts";
import { CERTIFICATES, certificate, nastyData } from "../config/documents/support.ts";

/**
 * One JSON line for each template and kind of data: how long a certificate takes and how large it is. `ratio`: against ordinary data in the
 * same template.
 */
const RUNS = 20;
const opening = performance.now();
const fonts = must(openFonts());
console.log(JSON.stringify({ bench: "documents", what: "open-fonts", ms: round(performance.now() - opening) }));

for (const id of CERTIFICATES) {
  const template = certificate(id);
  let ordinary = 0;
  for (const [data, values] of Object.entries({ ordinary: sampleData(template), nasty: nastyData(template) })) {
    const times: number[] = [];
    let bytes = 0;
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now();
      bytes = must(await renderCertificate(template, values, { fonts })).pdf.length;
      times.push(performance.now() - start);
    }
    const first = times[0] ?? 0;
    times.sort((a, b) => a - b);
    const at = (share: number) => round(times[Math.ceil(share * RUNS) - 1] ?? 0);
    if (data === "ordinary") ordinary = at(0.5);
    const line = {
      bench: "documents",
      template: id,
      data,
      runs: RUNS,
      firstMs: round(first),
      p50Ms: at(0.5),
      p95Ms: at(0.95),
      kib: round(bytes / 1024),
      ratio: Math.round((at(0.5) / ordinary) * 100) / 100,
    };
    console.log(JSON.stringify(line));
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
