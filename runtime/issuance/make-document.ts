import type { Log } from "../../base/log.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { ReceiptDocument } from "../../config/documents/receipt.ts";
import type { PrintOrder } from "../../config/service-items/flow-types.ts";
import type { Asker, Documents, RenderedCertificate } from "./documents.ts";

export type Made = { readonly receipt: ReceiptDocument } | { readonly certificate: RenderedCertificate };

/** What becomes paper; a download never does. */
export type PaperOrder = Exclude<PrintOrder, { kind: "download" }>;

/** `sheet`: number of the blank it will lie on, "" for plain paper. */
export async function makeDocument(
  order: PaperOrder,
  sheet: string,
  asker: Asker,
  { documents, log }: { readonly documents: Documents; readonly log: Log },
): Promise<Result<Made, string>> {
  try {
    switch (order.kind) {
      case "receipt": {
        const receipt = documents.receipt(order.template, order.data);
        return receipt.ok ? ok({ receipt: receipt.value }) : receipt;
      }
      case "certificate":
        return certificate(await documents.certificate(order.template, order.data, sheet));
      case "department-document":
        return certificate(await documents.department(order, asker));
      default:
        return unreachable(order);
    }
  } catch (cause) {
    // A bug in a renderer is this document's failure, not the session's: the person is still sent on in good order.
    log.error("issuance.render-bug", { template: order.template, cause });
    return err("the document could not be made: see the log");
  }
}

export function wipeDocument(made: Made): void {
  if ("certificate" in made) made.certificate.pdf.fill(0);
}

function certificate(made: Result<RenderedCertificate, string>): Result<Made, string> {
  return made.ok ? ok({ certificate: made.value }) : made;
}
