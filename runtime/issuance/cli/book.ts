import type { Clock } from "../../../base/clock.ts";
import type { Database } from "../../../base/database.ts";
import type { BlankAccount, StatementReply } from "../../server/technician-api.ts";
import { accountsOf } from "../accounts.ts";
import { Blanks } from "../blanks.ts";
import { reportOf } from "../statement.ts";

export interface Book extends StatementReply {
  readonly accounts: readonly BlankAccount[];
}

/** The book as it stands in a file that is only read. */
export function readBook(db: Database, clock: Clock): Book {
  const blanks = new Blanks(db, clock, NONE);
  return { accounts: accountsOf(db, blanks), ...reportOf(db, blanks, clock.now()) };
}

/** Every account adds up, and nobody has counted anything else in a tray. */
export function isInOrder({ accounts }: Book): boolean {
  return accounts.every(({ isBalanced, count }) => isBalanced && (count === null || count.counted === count.expected));
}

const NONE = {
  bytes(): never {
    throw new Error("nothing is made where the book is only read");
  },
};
