import type { IssuanceBody } from "../../protocol/messages.ts";
import type { FindingCode, SettledNumber, StatementState } from "../api.ts";
import type { KioskBook } from "./book.ts";
import type { Carried } from "./carry-forward.ts";
import type { Found } from "./compare.ts";
import type { Overlap } from "./duplicates.ts";

export interface StoredFinding extends Omit<Found, "seenAt"> {
  readonly id: number;
  readonly openedAt: number;
  /** ISO 8601 */
  readonly closedAt: string | null;
}

/** What one look at the books changes; one transaction. */
export interface Settlement {
  readonly open: readonly (Found & { readonly openedAt: number })[];
  readonly close: readonly { readonly id: number; readonly closedAt: string }[];
  /** The book that was looked at; absent when it was not one kiosk's. Rows that came since make it due again. */
  readonly book?: {
    readonly kiosk: string;
    readonly version: number;
    readonly state: Extract<StatementState, "agrees" | "differs" | "waiting">;
    /** To be written at the place of the newest statement, unless rows came since. */
    readonly carried: readonly Carried[];
  };
}

export interface PaperRow {
  readonly kiosk: string;
  readonly serial: string;
  readonly outcome: IssuanceBody["outcome"];
}

export interface StatementRow {
  readonly kiosk: string;
  readonly day: string;
  readonly at: string;
  readonly receivedAt: number;
  /** Null until it was compared. */
  readonly state: StatementState | null;
}

export type SettledRow = Omit<SettledNumber, "hall">;

/** The hub's book of blanks. Like all of the hub's store: each method one durable transaction, all promises. */
export interface BlankStore {
  /** Kiosks with a book, and its version. */
  versions(): Promise<ReadonlyMap<string, number>>;
  /** Kiosks whose book is to be looked at: it changed in a way that matters, or waits for rows. */
  due(): Promise<readonly string[]>;
  book(kiosk: string): Promise<KioskBook>;
  overlaps(): Promise<readonly Overlap[]>;
  /** Open ones of these codes; of one kiosk, or of all. */
  openFindings(codes: readonly FindingCode[], kiosk?: string): Promise<readonly StoredFinding[]>;
  /** Those that were open at any time from `from` (epoch ms) until before `until`, the newest first. */
  findingsWithin(from: number, until: number): Promise<readonly StoredFinding[]>;
  /** What technicians settled from `from` (epoch ms) until before `until`, by the kiosk's clock or by the hub's. */
  settledWithin(from: number, until: number): Promise<readonly SettledRow[]>;
  /** What they settled of these numbers; 50 at most. */
  settledAmong(numbers: Pick<StoredFinding, "kiosk" | "blankType" | "first" | "last">): Promise<readonly SettledRow[]>;
  settle(settlement: Settlement): Promise<void>;
  /** The newest statement of each kiosk: for `day`, or at all. */
  statements(day?: string): Promise<readonly StatementRow[]>;
  /** Epoch ms, by its own clock: when the newest row that came from this kiosk was written; 0 when none came. */
  wroteAt(kiosk: string): Promise<number>;
  /** What was reported of papers with this code, in whatever case it is typed: by whom, the blank's number ("" on plain paper), how it stands. */
  papersOf(code: string): Promise<readonly PaperRow[]>;
  /** Whether a blank with this number lies unused in a tray, as far as the hub knows. */
  isInStock(serial: string): Promise<boolean>;
}
