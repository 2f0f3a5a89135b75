import { createCipheriv } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import { type Random, uuidv7 } from "../../base/random.ts";
import type { ReceiptDocument } from "../../config/documents/receipt.ts";
import { MAX_RECEIPT_CHARS } from "../../sync-agent/protocol/limits.ts";
import type { Enqueue } from "../outbox-port.ts";

/** How long the hub keeps a receipt for somebody's phone: a week of days on which nobody found the time. */
export const PAPERLESS_KEPT_MS = 7 * 24 * 60 * 60_000;

const ADDRESS_BYTES = 16;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Whether a receipt is short enough for the hub. */
export function isTaken(document: ReceiptDocument): boolean {
  const bytes = NONCE_BYTES + Buffer.byteLength(JSON.stringify(document)) + TAG_BYTES;
  return Math.ceil(bytes / 3) * 4 <= MAX_RECEIPT_CHARS;
}

export interface PaperlessParts {
  readonly outbox: Enqueue;
  readonly clock: Clock;
  readonly random: Random;
  /** Where phones find the hub: `https://hub.example`. */
  readonly publicUrl: string;
}

/**
 * Gives a receipt to the person's phone: the hub gets it encrypted, the key stands only in the fragment of the address, which no browser
 * sends. So the hub keeps what it cannot read, and a kiosk that is cut off can do it too: the row follows when the line is back.
 */
export function givePaperless(document: ReceiptDocument, { outbox, clock, random, publicUrl }: PaperlessParts): string {
  const receipt = random.bytes(ADDRESS_BYTES).toString("hex");
  const key = random.bytes(KEY_BYTES);
  const nonce = random.bytes(NONCE_BYTES);
  const plain = Buffer.from(JSON.stringify(document), "utf8");
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  // The address is under the seal: no row can be passed off as another.
  cipher.setAAD(Buffer.from(receipt, "utf8"));
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString("base64");
  plain.fill(0);
  const until = new Date(clock.now() + PAPERLESS_KEPT_MS).toISOString();
  outbox.enqueue("paperless-receipt", "", uuidv7(clock.now(), random), { receipt, sealed, until });
  const address = `${publicUrl.replace(/\/$/, "")}/r/${receipt}#${key.toString("base64url")}`;
  key.fill(0);
  return address;
}
