import type { BlankAccount } from "../../runtime/server/api.ts";

export type AccountPart = "issued" | "spoiled" | "returned" | "printed" | "open" | "inStock";

/** What is there only while something is under way; the others are always written, be they 0. */
const PASSING: readonly AccountPart[] = ["printed", "open"];
const ORDER: readonly AccountPart[] = ["issued", "spoiled", "returned", "printed", "open", "inStock"];

/** The terms that must add up to what was loaded. */
export function accountParts(account: BlankAccount): readonly { readonly part: AccountPart; readonly count: number }[] {
  return ORDER.filter((part) => account[part] > 0 || !PASSING.includes(part)).map((part) => ({ part, count: account[part] }));
}

/** Added up here once more: the runtime's own verdict and the figures on the screen must both hold. */
export function isExact(account: BlankAccount): boolean {
  return account.isBalanced && accountParts(account).reduce((sum, { count }) => sum + count, 0) === account.loaded;
}
