import assert from "node:assert/strict";
import type { Database } from "../../../base/database.ts";
import { accountsOf } from "../../../runtime/issuance/accounts.ts";
import type { Blanks } from "../../../runtime/issuance/blanks.ts";

/** loaded = inStock + reserved + printed + issued + spoiled + unknown + returned, and ledger and stock say the same of each number. */
export function assertBalanced({ db, blanks }: { readonly db: Database; readonly blanks: Blanks }): void {
  for (const account of accountsOf(db, blanks)) {
    const { loaded, inStock, printed, issued, spoiled, returned, open } = account;
    assert.equal(inStock + open + printed + issued + spoiled + returned, loaded, `${account.blankType} is accounted for`);
    assert.ok(account.isBalanced, `${account.blankType}: ledger and stock agree`);
  }
}
