import type { Assurance } from "../../config/identity/factors.ts";

/** The wire between the hub and the administrator's page, under /admin/api, behind a login. */
export interface AdminOverview {
  readonly city: string;
  readonly kiosks: readonly KioskRow[];
  readonly totals: {
    readonly casesToday: number;
    readonly casesAll: number;
    readonly undelivered: number;
    readonly unknownIssuances: number;
    readonly averageGrade: number | null;
  };
}

export interface KioskRow {
  readonly id: string;
  readonly hall: string;
  readonly lastSeen: number | null;
  readonly online: boolean;
  readonly rows: number;
  /** What the kiosk last reported of its face engine: anything but 0 is an alarm. Null: it has said nothing of it. */
  readonly storedFaces: number | null;
  /** The most that its camera and checks can promise of a face: `none`, `rgb-passive`, `rgb-challenge`, `ir`, `depth`, `certified`. */
  readonly faceAssurance: Assurance | null;
}

export interface CaseRow {
  readonly id: string;
  readonly number: string;
  readonly item: string;
  readonly kiosk: string;
  readonly registeredAt: string;
  readonly receivedAt: number;
  /** Masked. */
  readonly applicant: string;
  /** Others who proved who they are in this case, by their roles (`guardian`); who they were is the department's. */
  readonly roles: readonly string[];
  /** The applicant signed by hand; the signature itself is the department's. */
  readonly signed: boolean;
  readonly department: string;
  readonly delivery: "waiting" | "delivered" | "refused";
  readonly grade: number | null;
  readonly issuances: readonly { readonly template: string; readonly serial: string; readonly outcome: string }[];
}

/** What every refusal of the hub looks like, under /admin/api and under /v1. */
export interface Problem {
  readonly error: {
    /** Stable: `login.wrong`, `login.locked`, `body.wrong-shape`, `signature.skewed`, … */
    readonly code: string;
    /** What was asked, and what to do next. */
    readonly what: string;
    readonly faults: readonly { readonly at: string; readonly problem: string }[];
    /** Set where trying again later makes sense. */
    readonly retryAfterMs?: number;
    /** The hub's clock, epoch ms; set for `signature.skewed`. */
    readonly hubTime?: number;
  };
}

/**
 * Bodies are JSON (`content-type: application/json`, or the hub answers 415). Without a session every route but the login answers 401
 * with the code `login.needed`; five wrong passwords lock the address out (429, `login.locked`). The session is an HttpOnly cookie.
 */
export interface AdminApi {
  "POST /admin/api/login": { readonly request: { readonly password: string }; readonly reply: 204 };
  "POST /admin/api/logout": { readonly request: Record<never, never>; readonly reply: 204 };
  "GET /admin/api/overview": AdminOverview;
  "GET /admin/api/cases": { readonly cases: readonly CaseRow[] };
}
