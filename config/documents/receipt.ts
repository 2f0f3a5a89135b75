/** A receipt as the printer-independent part of the house knows it; the driver turns it into one printer's bytes. */
export type ReceiptLine =
  | {
      readonly kind: "text";
      readonly text: string;
      readonly align?: "left" | "center" | "right";
      readonly size?: "normal" | "double";
      readonly bold?: boolean;
    }
  /** Label left, value right; wraps when both do not fit. */
  | { readonly kind: "pair"; readonly left: string; readonly right: string }
  | { readonly kind: "rule" }
  | { readonly kind: "feed"; readonly lines: number }
  /** ASCII only: what a QR holds is an address. */
  | { readonly kind: "qr"; readonly data: string };

export interface ReceiptDocument {
  readonly lines: readonly ReceiptLine[];
}
