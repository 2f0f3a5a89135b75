import type { Result } from "../../base/result.ts";
import type { ReceiptDocument } from "../../config/documents/receipt.ts";
import type { PrintOrder } from "../../config/service-items/flow-types.ts";
import type { CertificateJob } from "../../device-drivers/kinds/certificate-printer.ts";

/** A certificate as it will go to the printer. */
export interface RenderedCertificate {
  readonly pdf: Buffer;
  readonly pages: number;
  readonly sha256: string;
  readonly media: CertificateJob["media"];
  readonly sides: CertificateJob["sides"];
  /** Under which it can be verified; "" when it cannot. */
  readonly code: string;
}

export type DepartmentOrder = Extract<PrintOrder, { kind: "department-document" }>;

/** For whom something is asked of a department. */
export interface Asker {
  readonly session: string;
  /** Id of the service item. */
  readonly item: string;
}

/** Makes documents of data. The error is for the technician and holds nothing of a person. */
export interface Documents {
  receipt(template: string, data: Readonly<Record<string, unknown>>): Result<ReceiptDocument, string>;
  /** `sheet`: number of the blank it goes on, "" for plain paper. It has been looked at as a picture when this resolves: what is blank or torn is an error. */
  certificate(template: string, data: Readonly<Record<string, unknown>>, sheet: string): Promise<Result<RenderedCertificate, string>>;
  /** Asks the department for its own document. Hash and signature have been verified when this resolves: what is not so is an error. */
  department(order: DepartmentOrder, asker: Asker): Promise<Result<RenderedCertificate, string>>;
}
