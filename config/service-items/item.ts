import type { Code } from "../codes/resolve-code.ts";
import type { Assurance, Factor } from "../identity/factors.ts";
import type { LocalText } from "../language.ts";
import type { DeviceKind } from "../settings/device-kinds.ts";

/**
 * A service item: what an administrator publishes. The schema that checks it from outside is `schema.ts`; `lint.ts` checks what a
 * schema cannot (every step reachable, every path ends, every text and expression good); `flow.ts` says what it means.
 *
 * An `Expression` is JMESPath over the session's facts (`Facts` in flow.ts): no loops, no recursion, so bounded by construction.
 * A `Template` is a text in which `{{ expression }}` is replaced.
 */
export type Expression = string;
export type LocalTemplate = LocalText;
/** Keys to expressions: how a request, a case body or a document's data is put together. */
export type Mapping = Readonly<Record<string, Expression>>;

export interface ServiceItem {
  readonly schema: 1;
  readonly id: string;
  readonly version: number;
  readonly codes: { readonly implementation: string; readonly handling: string };
  readonly name: LocalText;
  readonly summary: LocalText;
  readonly topic: LocalText;
  /** Key of `catalogue/departments.json`. */
  readonly department: string;
  /** Local hall hours, `null` = always. Days 1 (Monday) … 7. */
  readonly opening: readonly { readonly days: readonly number[]; readonly from: string; readonly to: string }[] | null;
  /** Where a person goes when the kiosk cannot serve it. */
  readonly elsewhere: LocalText;
  /** Device kinds without which it cannot be served at all. */
  readonly needs: readonly DeviceKind[];
  /** True when nothing of it can be done while the hub is away. */
  readonly needsHub: boolean;
  /** Blank types that must be in stock. */
  readonly blanks: readonly string[];
  readonly steps: readonly Step[];
  readonly ratingTags: readonly { readonly id: string; readonly text: LocalText }[];
}

/** Where a branch goes: another step's id, or an end. */
export type Target = string;
export const ENDS = ["end:finished", "end:identity-failed", "end:cancelled"] as const;

interface StepCommon {
  readonly id: string;
  /** Name in the progress bar; steps that share a name are one stage there; absent = not shown. */
  readonly stage?: LocalText;
  /** The step is passed over when this is not true, to the step below it, wherever `next` leads: `when` + `next` is a branch. */
  readonly when?: Expression;
  /** Next step; absent = the one below. */
  readonly next?: Target;
}

export type Step = StepCommon &
  (
    | { readonly kind: "guide"; readonly title: LocalText; readonly paragraphs: readonly LocalText[]; readonly bring: readonly LocalText[] }
    /** `by`: who is asked, where it is not the applicant: a guardian answers for a child under 14 (PIPL art. 31). */
    | {
        readonly kind: "consent";
        readonly consent: string;
        readonly version: string;
        readonly by?: string;
        readonly title: LocalText;
        readonly paragraphs: readonly LocalText[];
        readonly otherWay: LocalText;
        readonly ifRefused: Target;
      }
    /** The person chooses how to prove who they are; a method whose devices or hub are away is shown, dimmed. None at all: `ifNone`. */
    | {
        readonly kind: "methods";
        readonly title: LocalText;
        readonly paragraphs: readonly LocalText[];
        readonly methods: readonly Method[];
        readonly ifNone: Target;
      }
    /**
     * `person`: whose identity, where it is not the applicant's: a guardian, a joint applicant. It stands under `persons.<person>`, and may
     * not be the applicant's or another person's own again. `personName`: what the screen calls them.
     * `consent`: for a face, which consent it rests on. Without one given by the right person the step is passed by to `ifUnavailable`.
     * `operation`, `request`: for `remote-face` and `electronic-licence`, the question to the identity service; the runtime adds the sealed
     * picture as `picture`, or the code as `code`. Its answer's keys of `IDENTITY_KEYS` become the identity.
     */
    | {
        readonly kind: "identify";
        readonly factor: Factor;
        readonly attempts: number;
        readonly person?: string;
        readonly personName?: LocalText;
        readonly consent?: string;
        readonly minAssurance?: Exclude<Assurance, "none">;
        readonly operation?: string;
        readonly request?: Mapping;
        readonly withinMs?: number;
        readonly ifFailed: Target;
        readonly ifUnavailable: Target;
      }
    /** `rows`: an expression that gives an array; the others are evaluated on each row. */
    | {
        readonly kind: "choose";
        readonly title: LocalText;
        readonly rows: Expression;
        readonly row: {
          readonly id: Expression;
          readonly title: Expression;
          readonly detail: LocalTemplate;
          readonly badge: LocalTemplate;
        };
        readonly into: string;
        readonly ifEmpty: LocalText;
      }
    | { readonly kind: "form"; readonly title: LocalText; readonly into: string; readonly fields: readonly FormFieldSpec[] }
    /** A code held before the scanner; what it is stands under `answers.<into>` as `Code`. Whoever has none goes on at `ifFailed`. */
    | {
        readonly kind: "scan";
        readonly title: LocalText;
        readonly paragraphs: readonly LocalText[];
        readonly accept: readonly Code["type"][];
        readonly attempts: number;
        /** Whether it may be typed instead, from under the code. */
        readonly typing: boolean;
        readonly into: string;
        readonly ifFailed: Target;
        /** Without a scanner, where it may not be typed. May be left out by an item that `needs` one. */
        readonly ifUnavailable?: Target;
      }
    /** A signature by hand under what `paragraphs` say; its strokes stand under `answers.<into>`. */
    | {
        readonly kind: "sign";
        readonly title: LocalText;
        readonly paragraphs: readonly LocalText[];
        readonly confirm: LocalText;
        readonly into: string;
        /** For whoever cannot or will not sign on glass: what happens then, and where it leads. */
        readonly otherWay: LocalText;
        readonly ifUnable: Target;
      }
    | { readonly kind: "review"; readonly title: LocalText; readonly confirm: LocalText; readonly sections: readonly Section[] }
    /** Asks a department; the answer stands under `fetched.<into>`. `poll`: asked again while the answer is "pending". */
    | {
        readonly kind: "wait";
        readonly text: LocalText;
        readonly operation: string;
        readonly request: Mapping;
        readonly into: string;
        readonly withinMs: number;
        readonly poll?: { readonly everyMs: number; readonly forMs: number };
        readonly ifUnavailable: Target;
        readonly ifRefused: Target;
      }
    /** Writes the case and its outbox row in one commit. `online` is refused while the hub is away; `queued` never is. */
    | {
        readonly kind: "submit";
        readonly mode: "online" | "queued";
        readonly text: LocalText;
        readonly body: Mapping;
        readonly ifUnavailable: Target;
      }
    | { readonly kind: "print"; readonly prints: readonly Print[]; readonly ifFailed: Target }
    | {
        readonly kind: "result";
        readonly outcome: "done" | "unprinted" | "accepted" | "queued" | "refused" | "unavailable";
        readonly title: LocalText;
        readonly paragraphs: readonly LocalTemplate[];
        readonly sections: readonly Section[];
      }
    | { readonly kind: "evaluate" }
    /** The person goes on at a window, with a slip that says how far they came. */
    | { readonly kind: "handoff"; readonly title: LocalText; readonly paragraphs: readonly LocalTemplate[]; readonly receipt: string }
  );

export type StepKind = Step["kind"];

/** One way to prove who one is: the factors that it asks for, in order, and the step where it begins. */
export interface Method {
  readonly id: string;
  readonly factors: readonly Factor[];
  readonly title: LocalText;
  readonly detail: LocalText;
  readonly to: Target;
}

export interface FormFieldSpec {
  readonly name: string;
  readonly label: LocalText;
  readonly hint: LocalText;
  readonly control: "text" | "digits" | "secret-digits" | "select" | "date" | "long-text";
  /** JSON Schema of the value, a string. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly required: boolean;
  readonly options?: readonly { readonly value: string; readonly label: LocalText }[];
  readonly prefill?: { readonly value: Expression; readonly source: LocalText; readonly readOnly: boolean };
}

export interface Section {
  readonly title: LocalText;
  readonly rows: readonly { readonly label: LocalText; readonly value: Expression; readonly source?: LocalText }[];
}

/**
 * `effect`: what it costs when nobody knows whether it came out. `none`: nothing physical happens; may be shown again at will.
 * `repeatable`: plain paper, may be printed once more, marked 补打, with the same number. `serialised`: on a numbered blank of `blank`, never
 * printed twice, never called printed when it is not known.
 */
export type Print =
  | { readonly kind: "receipt"; readonly template: string; readonly effect: "repeatable" }
  /** `copies`: 1 to 5, as it is or as an expression gives it (`copies.ts`); each is an issuance of its own. */
  | {
      readonly kind: "certificate";
      readonly template: string;
      readonly data: Mapping;
      readonly effect: "repeatable";
      readonly copies?: number | Expression;
    }
  | {
      readonly kind: "certificate";
      readonly template: string;
      readonly data: Mapping;
      readonly effect: "serialised";
      readonly blank: string;
    }
  /** A PDF that the department made, asked for with `operation` when it is wanted; printed as it is once hash and signature have been verified. */
  | {
      readonly kind: "department-document";
      /** Names it in `prints` and in the ledger, as a template's id does. */
      readonly id: string;
      readonly name: LocalText;
      readonly operation: string;
      readonly request: Mapping;
      readonly withinMs: number;
      readonly effect: "repeatable";
      readonly copies?: number | Expression;
    }
  /** A file for the person's own phone (OFD or PDF), from behind a code on the screen. The kiosk never holds it. */
  | {
      readonly kind: "download";
      readonly id: string;
      readonly name: LocalText;
      readonly operation: string;
      readonly request: Mapping;
      readonly effect: "none";
    };

/** By which a print is named in facts, ledger and reports. */
export function printId(print: Print): string {
  return print.kind === "department-document" || print.kind === "download" ? print.id : print.template;
}
