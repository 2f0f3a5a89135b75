import type { Factor } from "../identity/factors.ts";
import type { Print } from "./item.ts";

/**
 * The part of a screen that a service item determines, in one language. The words of the same kinds in the runtime's own screens: the page
 * draws these as they are.
 */
export type ItemScreen =
  | { readonly kind: "guide"; readonly title: string; readonly paragraphs: readonly string[]; readonly bring: readonly string[] }
  | {
      readonly kind: "consent";
      readonly title: string;
      readonly paragraphs: readonly string[];
      readonly version: string;
      readonly otherWay: string;
    }
  | { readonly kind: "choose"; readonly title: string; readonly rows: readonly ChoiceRow[]; readonly emptyText: string }
  | { readonly kind: "form"; readonly title: string; readonly fields: readonly FormField[] }
  | { readonly kind: "review"; readonly title: string; readonly sections: readonly ReviewSection[]; readonly confirm: string }
  | { readonly kind: "wait"; readonly text: string }
  | {
      readonly kind: "result";
      readonly outcome: Outcome;
      readonly title: string;
      readonly paragraphs: readonly string[];
      readonly caseNumber: string | null;
      readonly sections: readonly ReviewSection[];
    }
  | { readonly kind: "evaluate"; readonly tags: readonly { readonly id: string; readonly text: string }[] }
  /** `slip`: how far the slip is, in words. The person can go on (`confirm`) once it is printed or has failed. */
  | { readonly kind: "handoff"; readonly title: string; readonly paragraphs: readonly string[]; readonly slip: string };

/** What the runtime draws itself, from devices and verdicts; the item only says which. */
export type RuntimeScreen =
  | {
      readonly kind: "scan";
      readonly title: string;
      readonly paragraphs: readonly string[];
      readonly typing: boolean;
      readonly triesLeft: number;
      readonly why: string | null;
    }
  | {
      readonly kind: "sign";
      readonly title: string;
      readonly paragraphs: readonly string[];
      readonly confirm: string;
      readonly otherWay: string;
    }
  /** `person`: what the other person whose turn it is is called; null for the applicant. */
  | {
      readonly kind: "identify";
      readonly factor: Factor;
      readonly person: string | null;
      readonly triesLeft: number;
      readonly why: string | null;
      /** `refuse` leads on. */
      readonly otherWay: boolean;
    }
  | {
      readonly kind: "methods";
      readonly title: string;
      readonly paragraphs: readonly string[];
      readonly methods: readonly {
        readonly id: string;
        readonly factors: readonly Factor[];
        readonly title: string;
        readonly detail: string;
      }[];
    }
  | { readonly kind: "print"; readonly prints: readonly { readonly id: string; readonly kind: Print["kind"] }[] }
  | { readonly kind: "over"; readonly end: "finished" | "cancelled" | "identity-failed" };

/** 已办结 · 已办好，未全部打印 · 已受理 · 已登记待上传 · 未通过 · 无法办理 */
export type Outcome = "done" | "unprinted" | "accepted" | "queued" | "refused" | "unavailable";

export interface ChoiceRow {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly badge: string;
}

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly control: "text" | "digits" | "secret-digits" | "select" | "date" | "long-text";
  readonly required: boolean;
  readonly maxLength: number;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** Always "" for a secret: it is never shown again. */
  readonly value: string;
  /** Where a prefilled value came from; "" when the person typed it. */
  readonly source: string;
  readonly readOnly: boolean;
  /** What is wrong with the value, in words; "" when nothing is. */
  readonly error: string;
}

export interface ReviewSection {
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly value: string; readonly source: string }[];
}
