import type { Fault } from "../../base/checked.ts";

/** Something wrong with an item that a schema cannot see: which rule, where (a JSON pointer), what, and what to do about it. */
export interface ItemFault extends Fault {
  readonly rule: LintRule;
  readonly fix: string;
}

export type LintRule =
  | "id-repeated"
  | "target-unknown"
  | "step-unreachable"
  | "no-way-out"
  | "expression-bad"
  | "fact-unknown"
  | "fact-too-early"
  | "template-bad"
  | "text-empty"
  | "placeholders-differ"
  | "field-schema-bad"
  | "options-wrong"
  | "needs-wrong"
  | "blanks-wrong"
  | "hours-wrong"
  | "poll-wrong"
  | "department-unknown"
  | "operation-unknown"
  | "operation-misused"
  | "print-wrong"
  | "template-unknown"
  | "repeats-for-ever"
  | "identity-not-proved"
  | "case-not-registered"
  | "identify-wrong"
  | "method-wrong"
  | "card-not-read"
  | "consent-by-nobody"
  | "consent-not-own"
  | "passes-for-ever"
  | "face-without-consent"
  | "face-is-the-only-way"
  | "signing-is-the-only-way"
  | "secret-shown";
