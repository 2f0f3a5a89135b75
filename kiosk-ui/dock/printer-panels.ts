import { html, nothing, type TemplateResult } from "lit";
import type { CertificateFault, ReceiptFault } from "../../runtime/demo/api.ts";
import { moment } from "../components/ages.ts";
import { icon } from "../components/icon.ts";
import { say } from "../texts/texts.ts";
import { type Bench, devicePanel, toggle } from "./bench.ts";

const RECEIPT_FAULTS: readonly ReceiptFault[] = [
  "paper-low",
  "paper-out",
  "paper-jam",
  "cover-open",
  "cutter-jam",
  "offline",
  "silent",
  "mute",
];
const CERTIFICATE_FAULTS: readonly CertificateFault[] = [
  "media-empty",
  "media-jam",
  "cover-open",
  "aborts-next-job",
  "loses-next-job",
  "drops-next-reply",
];

export function receiptPanel(bench: Bench): TemplateResult {
  const { faults, papers } = bench.view.receiptPrinter;
  const newest = [...papers].sort((a, b) => b.at - a.at);
  return devicePanel(
    bench,
    { device: "receipt-printer", drawing: "printer", name: say("dock.receipts"), light: "receipt-printer", look: "wide-panel" },
    html`<div class="row">
        ${RECEIPT_FAULTS.map((fault) => toggle(bench, `receipt-${fault}`, say(`receipt-fault.${fault}`), faults.includes(fault), (on) => ({ act: "receipt-fault", fault, on })))}
      </div>
      <div class="papers">
        ${newest.length === 0 ? html`<p class="quiet">${say("dock.papers.none")}</p>` : nothing}
        ${newest.map((paper) => html`<figure id="paper-${paper.id}"><pre tabindex="0">${paper.text}</pre><figcaption class="quiet small">${moment(paper.at)}</figcaption></figure>`)}
      </div>`,
  );
}

export function certificatePanel(bench: Bench): TemplateResult {
  const { faults, sheets } = bench.view.certificatePrinter;
  const newest = [...sheets].sort((a, b) => b.at - a.at);
  return devicePanel(
    bench,
    {
      device: "certificate-printer",
      drawing: "document",
      name: say("dock.certificates"),
      light: "certificate-printer",
      look: "wide-panel",
    },
    html`<div class="row">
        ${CERTIFICATE_FAULTS.map((fault) => toggle(bench, `certificate-${fault}`, say(`certificate-fault.${fault}`), faults.includes(fault), (on) => ({ act: "certificate-fault", fault, on })))}
      </div>
      <ul class="sheets">
        ${newest.length === 0 ? html`<li class="quiet">${say("dock.sheets.none")}</li>` : nothing}
        ${newest.map(
          (sheet) =>
            html`<li><a id="sheet-${sheet.id}" href="/api/sheets/${sheet.id}.pdf" target="_blank" rel="noopener">${icon("document")}<span class="mono">${sheet.job}</span><span class="quiet small">${say("dock.sheet", { count: sheet.pages, time: moment(sheet.at) })}</span></a></li>`,
        )}
      </ul>`,
  );
}
