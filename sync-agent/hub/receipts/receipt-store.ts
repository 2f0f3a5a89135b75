/** `gone`: it was here and its time is over. `none`: never here, or not yet: its kiosk may be cut off. */
export type ReceiptLook =
  | { readonly is: "there"; readonly sealed: Uint8Array; readonly until: number }
  | { readonly is: "gone" }
  | { readonly is: "none" };

/** Receipts for phones, encrypted under keys that the hub never sees. Each method one durable transaction. */
export interface ReceiptStore {
  find(receipt: string, now: number): Promise<ReceiptLook>;
  /** Forgets those whose time is over; gives how many. */
  purge(now: number): Promise<number>;
}
