import type { Database } from "../../../base/database.ts";
import { err, ok, type Result } from "../../../base/result.ts";
import { MAX_KIOSK_RECEIPTS, MAX_RECEIPT_KEPT_MS, MIN_RECEIPT_KEPT_MS } from "../../protocol/limits.ts";
import type { PaperlessReceiptBody } from "../../protocol/messages.ts";
import type { ReceiptLook, ReceiptStore } from "./receipt-store.ts";

const ADDRESS_KEPT_MS = 30 * 24 * 60 * 60_000;

export class SqliteReceipts implements ReceiptStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
    // What was deleted is overwritten, not only unlinked.
    db.script("PRAGMA secure_delete = ON;");
  }

  async find(receipt: string, now: number): Promise<ReceiptLook> {
    const row = this.#db.get<{ sealed: Uint8Array | null; until: number }>(
      "SELECT sealed, until FROM paperless_receipts WHERE receipt = ?",
      receipt,
    );
    if (!row) return { is: "none" };
    return row.sealed === null || row.until <= now ? { is: "gone" } : { is: "there", sealed: row.sealed, until: row.until };
  }

  async purge(now: number): Promise<number> {
    return this.#db.transaction(() => {
      const { changes } = this.#db.run("UPDATE paperless_receipts SET sealed = NULL WHERE until <= ? AND sealed IS NOT NULL", now);
      this.#db.run("DELETE FROM paperless_receipts WHERE until <= ?", now - ADDRESS_KEPT_MS);
      return changes;
    });
  }
}

/** Inside the transaction of its row. `until` is the kiosk's wish, within what the hub allows. */
export function putReceipt(
  db: Database,
  { receipt, sealed, until }: PaperlessReceiptBody,
  from: { readonly kiosk: string; readonly now: number },
): Result<void, string> {
  if (db.get("SELECT 1 FROM paperless_receipts WHERE receipt = ?", receipt))
    return err(`receipt ${receipt} is here already, by another row`);
  const kiosks = db.get<{ n: number }>("SELECT count(*) AS n FROM paperless_receipts WHERE kiosk = ? AND sealed IS NOT NULL", from.kiosk);
  if ((kiosks?.n ?? 0) >= MAX_KIOSK_RECEIPTS)
    return err(`${MAX_KIOSK_RECEIPTS} receipts of this kiosk are kept already; release this row when some have run out`);
  const wished = Date.parse(until);
  if (Number.isNaN(wished)) return err("/until is no moment");
  const end = Math.min(Math.max(wished, from.now + MIN_RECEIPT_KEPT_MS), from.now + MAX_RECEIPT_KEPT_MS);
  db.run("INSERT INTO paperless_receipts VALUES (?, ?, ?, ?)", receipt, from.kiosk, Buffer.from(sealed, "base64"), end);
  return ok();
}
