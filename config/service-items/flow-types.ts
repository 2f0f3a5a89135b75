import type { Code } from "../codes/resolve-code.ts";
import type { Signature } from "../documents/signature.ts";
import type { Assurance, Factor } from "../identity/factors.ts";
import type { Language, LocalText } from "../language.ts";
import type { QueryRefusal } from "./query.ts";

/** What the flow interpreter knows of a session: the only thing that expressions see. Plain JSON. */
export interface Facts {
  readonly session: { readonly language: Language; readonly startedAt: string; readonly kiosk: string; readonly hall: string };
  /** Of the applicant; empty until identified. Keys of `IDENTITY_KEYS`. */
  readonly identity: Readonly<Record<string, string>>;
  /** `["id-card", "face"]`, in the order in which they were proved. */
  readonly factors: readonly string[];
  /** Others of this case (`person` of identify steps), each with what they proved. */
  readonly persons: Readonly<Record<string, ProvedPerson>>;
  /** `by`: who answered; absent for the applicant. */
  readonly consents: readonly { readonly consent: string; readonly version: string; readonly agreed: boolean; readonly by?: string }[];
  /** `into` of form, choose, scan and sign steps; a code stands there as `Code`, a signature as `Signature`. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** `into` of wait steps. */
  readonly fetched: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly case: { readonly id: string; readonly number: string; readonly registeredAt: string } | null;
  readonly prints: readonly PrintOutcome[];
}

export interface ProvedPerson {
  readonly identity: Readonly<Record<string, string>>;
  readonly factors: readonly string[];
}

export interface PrintOutcome {
  /** The template's id, or that of a department's document or download. */
  readonly template: string;
  /** `paperless`: not on paper, but behind a code that was shown on the screen; all that was wanted of a receipt or a download. */
  readonly outcome: "printed" | "paperless" | "failed" | "unknown";
  /** Number of the blank, for a serialised document. */
  readonly serial: string;
}

export interface FlowState {
  readonly step: string;
  /** Rises at each entry of a step; results of effects carry it back, and a stale one is ignored. */
  readonly visit: number;
  readonly phase: Phase;
  readonly triesLeft: number;
  /** Failed tries at each factor in this session that came to a judgement, whichever step they were made at; a locked factor is passed by (`FACTOR_LOCK`). */
  readonly failures: Readonly<Partial<Record<Factor, number>>>;
  /** Errors the department gave for form fields (name → text by language). */
  readonly fieldErrors: QueryRefusal["fields"];
  /** What a department's refusal said, for the result screen; null when there was none. */
  readonly refusal: QueryRefusal | null;
  /** Steps behind the person that `back` may return to, nearest last. */
  readonly trail: readonly string[];
  readonly facts: Facts;
}

/** Where the step is: waiting for a person, for the world, after a failed try, or over. */
export type Phase =
  | { readonly at: "person" }
  | { readonly at: "working" }
  | { readonly at: "retry"; readonly why: string }
  | { readonly at: "over"; readonly end: "finished" | "cancelled" | "identity-failed" };

export type FlowEvent =
  | { readonly kind: "confirm" }
  | { readonly kind: "back" }
  | { readonly kind: "retry" }
  | { readonly kind: "skip" }
  | { readonly kind: "cancel" }
  | { readonly kind: "agree" }
  | { readonly kind: "refuse" }
  | { readonly kind: "choose"; readonly row: string }
  | { readonly kind: "fill"; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: "sign"; readonly signature: Signature }
  | { readonly kind: "rate"; readonly grade: number; readonly tags: readonly string[] }
  | {
      readonly kind: "identified";
      readonly visit: number;
      readonly factor: Factor;
      readonly identity: Readonly<Record<string, string>>;
    }
  /**
   * `final`: no further try makes sense (another person). `lock`: what it does to the factor in this session: `close` (an attack: no try at
   * another step either), `keep` (nothing was judged: bad light, a face that went away); absent: one failed try.
   */
  | {
      readonly kind: "identify-failed";
      readonly visit: number;
      readonly why: string;
      readonly final: boolean;
      readonly lock?: "close" | "keep";
    }
  | { readonly kind: "identify-unavailable"; readonly visit: number }
  | { readonly kind: "scanned"; readonly visit: number; readonly code: Code }
  | { readonly kind: "scan-failed"; readonly visit: number }
  | { readonly kind: "scan-unavailable"; readonly visit: number }
  | { readonly kind: "fetched"; readonly visit: number; readonly answer: Readonly<Record<string, unknown>> }
  | { readonly kind: "refused"; readonly visit: number; readonly refusal: QueryRefusal }
  | { readonly kind: "unavailable"; readonly visit: number }
  | {
      readonly kind: "registered";
      readonly visit: number;
      readonly case: { readonly id: string; readonly number: string; readonly registeredAt: string };
    }
  | { readonly kind: "print-done"; readonly visit: number; readonly outcomes: readonly PrintOutcome[] };

/** What the runtime is asked to do. A new visit cancels what the last one started. */
export type FlowEffect =
  /** `person`: null for the applicant, as below. */
  | { readonly kind: "read-card"; readonly visit: number; readonly person: string | null }
  | { readonly kind: "verify-face"; readonly visit: number; readonly person: string | null; readonly minAssurance: Assurance }
  | {
      readonly kind: "verify-face-remotely";
      readonly visit: number;
      readonly minAssurance: Assurance;
      readonly operation: string;
      readonly params: Readonly<Record<string, unknown>>;
      readonly withinMs: number;
    }
  | { readonly kind: "read-social-security-card"; readonly visit: number; readonly person: string | null }
  | {
      readonly kind: "read-electronic-licence";
      readonly visit: number;
      readonly operation: string;
      readonly params: Readonly<Record<string, unknown>>;
      readonly withinMs: number;
    }
  | { readonly kind: "scan-code"; readonly visit: number }
  | { readonly kind: "resolve-code"; readonly visit: number; readonly text: string; readonly accept: readonly Code["type"][] }
  | {
      readonly kind: "query";
      readonly visit: number;
      readonly operation: string;
      readonly params: Readonly<Record<string, unknown>>;
      readonly withinMs: number;
      readonly poll: { readonly everyMs: number; readonly forMs: number } | null;
    }
  | {
      readonly kind: "register-case";
      readonly visit: number;
      readonly mode: "online" | "queued";
      readonly body: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "print"; readonly visit: number; readonly prints: readonly PrintOrder[] }
  | { readonly kind: "rate"; readonly grade: number; readonly tags: readonly string[] }
  | { readonly kind: "end"; readonly end: "finished" | "cancelled" | "identity-failed" };

export type PrintOrder =
  | { readonly kind: "receipt"; readonly template: string; readonly data: Readonly<Record<string, unknown>> }
  | {
      readonly kind: "certificate";
      readonly template: string;
      readonly data: Readonly<Record<string, unknown>>;
      readonly blank: string | null;
      readonly copies: number;
    }
  | {
      readonly kind: "department-document";
      readonly template: string;
      readonly name: LocalText;
      readonly operation: string;
      readonly params: Readonly<Record<string, unknown>>;
      readonly withinMs: number;
      readonly copies: number;
    }
  | {
      readonly kind: "download";
      readonly template: string;
      readonly name: LocalText;
      readonly operation: string;
      readonly params: Readonly<Record<string, unknown>>;
    };

/** Null: the event means nothing in this state, and nothing changes. */
export type Advance = { readonly state: FlowState; readonly effects: readonly FlowEffect[] } | null;
