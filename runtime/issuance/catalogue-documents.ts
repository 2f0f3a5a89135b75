import { err, ok } from "../../base/result.ts";
import type { Documents as CatalogueDocuments } from "../../config/documents/documents.ts";
import type { DocumentFailure } from "../../config/documents/failure.ts";
import { LANGUAGES, type Language } from "../../config/language.ts";
import type { Documents } from "./issue.ts";

/** The catalogue's documents, and those that departments make, as the issuing procedure wants them. */
export function documentsOf(catalogue: CatalogueDocuments, department: Documents["department"]): Documents {
  return {
    receipt(template, data) {
      const composed = catalogue.composeReceipt(template, data, languageOf(data));
      return composed.ok ? composed : err(describe(composed.error));
    },
    async certificate(template, data, sheet) {
      const rendered = await catalogue.renderCertificate(template, data, sheet);
      return rendered.ok ? ok(rendered.value) : err(describe(rendered.error));
    },
    department,
  };
}

function languageOf(data: Readonly<Record<string, unknown>>): Language {
  const session = data["session"];
  const language = typeof session === "object" && session !== null && "language" in session ? session.language : undefined;
  return LANGUAGES.find((one) => one === language) ?? "zh-CN";
}

// Kept in the ledger and the log: the place and the code, not the words, which may name single characters of a person's name.
function describe(failure: DocumentFailure): string {
  return `${failure.code} at ${failure.at}`;
}
