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
  readonly department: string;
  readonly delivery: "waiting" | "delivered" | "refused";
  readonly grade: number | null;
  readonly issuances: readonly { readonly template: string; readonly serial: string; readonly outcome: string }[];
}

export interface AdminApi {
  "GET /admin/api/overview": AdminOverview;
  "GET /admin/api/cases": { readonly cases: readonly CaseRow[] };
}
