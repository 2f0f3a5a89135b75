import type { Assurance } from "../../config/identity/factors.ts";
import type { LocalText } from "../../config/language.ts";
import type { BlankStateWord, OpenReason } from "../protocol/messages.ts";

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
    /** Numbers of blanks without a final state, and findings of the reconciliation that nothing has explained yet. */
    readonly openNumbers: number;
    readonly openFindings: number;
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

/** One kiosk's numbers of one type: loaded = left + issued + spoiled + returned + open, always. */
export interface BlankBookRow {
  readonly kiosk: string;
  readonly hall: string;
  readonly blankType: string;
  readonly loaded: number;
  /** In the tray, by the hub's book. */
  readonly left: number;
  readonly issued: number;
  readonly spoiled: number;
  readonly returned: number;
  /** Without a final state. */
  readonly open: number;
  /** The newest count by hand. */
  readonly count: { readonly counted: number; readonly expected: number; readonly at: string; readonly by: string } | null;
  /** The newest statement of this kiosk, and what comparing it gave. */
  readonly statement: { readonly day: string; readonly at: string; readonly state: StatementState } | null;
}

/** One kiosk and type with numbers in the book; `numbers` is empty when each has a final state. */
export interface OpenNumbers {
  readonly kiosk: string;
  readonly hall: string;
  readonly blankType: string;
  readonly numbers: readonly OpenNumber[];
}

export interface OpenNumber {
  readonly serial: string;
  readonly issuance: string;
  readonly state: BlankStateWord;
  readonly why: OpenReason;
  /** ISO 8601. */
  readonly since: string;
  readonly ageMs: number;
}

/** A number in doubt, or a sheet that nobody was seen to take, of which a technician found out. */
export interface SettledNumber {
  readonly kiosk: string;
  readonly hall: string;
  readonly blankType: string;
  readonly serial: string;
  readonly issuance: string;
  readonly found: "printed" | "spoiled" | "blank-unused";
  /** Ids of technicians; `confirmedBy` is "" where no second person was asked for. */
  readonly by: string;
  readonly confirmedBy: string;
  /** ISO 8601, the kiosk's word. */
  readonly at: string;
}

/**
 * `agrees`, `differs`: compared; `waiting`: it differs, but rows that the kiosk wrote before it are still on their way; `missing`: overdue;
 * `not-due`: the day is not over long enough; `no-blanks`: the kiosk has none.
 */
export type StatementState = "agrees" | "differs" | "waiting" | "missing" | "not-due" | "no-blanks";

export const FINDING_CODES = [
  "count-differs",
  "issued-unreported",
  "issued-unloaded",
  "state-differs",
  "counted-differs",
  "expected-differs",
  "statement-missing",
  "duplicate-number",
  "batch-broken",
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** Something in the books that does not fit. Kept for ever; closed when later rows explain it. */
export interface Finding {
  readonly id: number;
  readonly code: FindingCode;
  readonly kiosk: string;
  readonly hall: string;
  /** "" where no type is meant (`statement-missing`). */
  readonly blankType: string;
  /** The numbers, both included; "" where no numbers are meant. */
  readonly first: string;
  readonly last: string;
  readonly count: number;
  /** Since when it is so, as the kiosk's clock says (ISO 8601). */
  readonly since: string;
  /** Epoch ms at the hub. */
  readonly openedAt: number;
  /** Date of the row that explained it (ISO 8601); null while nothing has. */
  readonly closedAt: string | null;
  readonly what: LocalText;
  readonly todo: LocalText;
  /** Those of its numbers that a technician settled, the oldest first; 50 at most. */
  readonly settled: readonly SettledNumber[];
}

export interface Reconciliation {
  /** 2026-01-05 */
  readonly day: string;
  readonly kiosks: readonly {
    readonly kiosk: string;
    readonly hall: string;
    readonly state: StatementState;
    /** When the statement was written at the kiosk (ISO 8601) and received here (epoch ms). */
    readonly statement: { readonly at: string; readonly receivedAt: number } | null;
  }[];
  /** Those open at any time of that day, the newest first. */
  readonly findings: readonly Finding[];
  /** Of that day by the kiosk's clock or by the hub's, the oldest first. */
  readonly settled: readonly SettledNumber[];
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
  /** `names`: of kinds of sheets, by `blankType`, as far as the hub was told. */
  "GET /admin/api/blanks": { readonly blanks: readonly BlankBookRow[]; readonly names: Readonly<Record<string, LocalText>> };
  "GET /admin/api/blanks/open": { readonly at: number; readonly open: readonly OpenNumbers[] };
  /** `?day=2026-01-05`; without it, today in the hall. A day that is none: 400 `day.malformed`. */
  "GET /admin/api/reconciliation": Reconciliation;
  /** All that are open, the oldest first. */
  "GET /admin/api/findings": { readonly findings: readonly Finding[] };
  /** The same tables as CSV (UTF-8 with BOM, for a spreadsheet): plain links with `download`. */
  "GET /admin/api/blanks.csv": string;
  "GET /admin/api/blanks/open.csv": string;
  /** `?day=` for these two. */
  "GET /admin/api/blanks/settled.csv": string;
  "GET /admin/api/reconciliation.csv": string;
}
