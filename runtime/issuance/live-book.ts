import type { Database } from "../../base/database.ts";
import type { BlankAccount, BlankBatch } from "../server/api.ts";
import { accounted, accountsFrom } from "./accounts.ts";
import type { Blanks } from "./blanks.ts";
import { type Changed, type Contradiction, contradictions } from "./contradictions.ts";
import { SHOWN } from "./ledger.ts";

/**
 * The book as it stands, for a page that asks every two seconds: as good as `accountsOf`, without reading each time what can no longer
 * change. All of it is read at the first question, and again after each day's statement.
 */
export class LiveBook {
  readonly #db: Database;
  readonly #blanks: Blanks;
  #statement: number | null = -1;
  /** Null: everything is to be looked at. */
  #changed: Changed | null = null;
  /** Packs whose numbers have all ended: what they were counted to stays true. */
  readonly #ended = new Map<string, BlankBatch>();

  constructor(db: Database, blanks: Blanks) {
    this.#db = db;
    this.#blanks = blanks;
  }

  /** Packs in the order of feeding, and one account for each of `types` and every other type that was ever loaded. */
  read(types: readonly string[] = []): { readonly batches: readonly BlankBatch[]; readonly accounts: readonly BlankAccount[] } {
    this.#forgetAtDaysEnd();
    const { batches, open } = this.#counted();
    const found = contradictions(this.#db, this.#changed ?? undefined);
    this.#changed = { after: this.#newestRow(), issuances: this.#unsettled(found), packs: open };
    return { batches, accounts: accountsFrom(this.#db, this.#blanks, batches, found, types) };
  }

  #forgetAtDaysEnd(): void {
    const newest = this.#db.get<{ row: number | null }>("SELECT max(rowid) AS row FROM blank_statement")?.row ?? null;
    if (newest === this.#statement) return;
    this.#statement = newest;
    this.#changed = null;
    this.#ended.clear();
  }

  #counted(): { readonly batches: readonly BlankBatch[]; readonly open: readonly string[] } {
    const heads = this.#db.all<{ batch: string; loaded: number }>("SELECT batch, loaded FROM blank_batch ORDER BY load_order");
    const open = heads.flatMap(({ batch }) => (this.#ended.has(batch) ? [] : [batch]));
    const counted = new Map(this.#blanks.batches(open).map((one) => [one.batch, one]));
    const batches = heads.flatMap(({ batch, loaded }) => {
      const one = counted.get(batch) ?? this.#ended.get(batch);
      return one ? [{ ...one, loaded }] : [];
    });
    for (const one of counted.values()) if (hasEnded(one)) this.#ended.set(one.batch, one);
    return { batches, open };
  }

  #newestRow(): number {
    return this.#db.get<{ row: number | null }>("SELECT max(rowid) AS row FROM issuance")?.row ?? 0;
  }

  /** What can still change, and what did not agree. */
  #unsettled(found: readonly Contradiction[]): string[] {
    const open = this.#db.all<{ id: string }>(`SELECT id FROM issuance WHERE ${SHOWN}`);
    return [...new Set([...open.map(({ id }) => id), ...found.map(({ issuance }) => issuance)])];
  }
}

function hasEnded(batch: BlankBatch): boolean {
  const { inStock, reserved, printed, unknown, loaded } = batch;
  return inStock + reserved + printed + unknown === 0 && accounted(batch) === loaded;
}
