import { err, type Result } from "../../base/result.ts";
import type { Language, LocalText } from "../language.ts";
import type { Scope } from "../service-items/expression.ts";
import { type Certificate, layPages, renderCertificate } from "./certificate.ts";
import { composeReceipt } from "./compose-receipt.ts";
import { type DocumentFailure, flaw } from "./failure.ts";
import type { Fonts } from "./fonts.ts";
import type { Templates } from "./load-templates.ts";
import type { ReceiptDocument } from "./receipt.ts";

/** All documents of one catalogue, by template id: what the runtime holds. */
export class Documents {
  readonly #templates: Templates;
  readonly #fonts: Fonts;
  readonly #names: Readonly<Record<string, LocalText>>;

  constructor(templates: Templates, fonts: Fonts) {
    this.#templates = templates;
    this.#fonts = fonts;
    this.#names = Object.fromEntries([...templates.certificates].map(([id, template]) => [id, template.name]));
  }

  async renderCertificate(
    templateId: string,
    data: Readonly<Record<string, unknown>>,
    sheet: string,
  ): Promise<Result<Certificate, DocumentFailure>> {
    const template = this.#templates.certificates.get(templateId);
    return template ? renderCertificate(template, data, { fonts: this.#fonts }, sheet) : err(unknownTemplate(templateId));
  }

  composeReceipt(templateId: string, facts: Scope, language: Language): Result<ReceiptDocument, DocumentFailure> {
    const template = this.#templates.receipts.get(templateId);
    return template ? composeReceipt(template, facts, language, this.#names) : err(unknownTemplate(templateId));
  }

  /** Lays every certificate out with its sample data: before a new catalogue is put to use, nothing of it may fail. */
  rehearse(): readonly DocumentFailure[] {
    return [...this.#templates.certificates.values()].flatMap((template) => {
      const laid = layPages(template, sampleData(template), this.#fonts, "");
      return laid.ok ? [] : [laid.error];
    });
  }
}

/** The invented values that a template brings along. */
export function sampleData(template: {
  readonly data: Readonly<Record<string, { readonly sample: string | number }>>;
}): Record<string, string | number> {
  return Object.fromEntries(Object.entries(template.data).map(([key, { sample }]) => [key, sample]));
}

function unknownTemplate(template: string): DocumentFailure {
  return { ...flaw("document.template-unknown", "the catalogue has no such template: check the item's print step"), template, at: "" };
}
