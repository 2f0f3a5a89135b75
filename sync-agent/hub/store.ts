import type {
  BlankEventBody,
  BlankStatementBody,
  CaseBody,
  CheckpointBody,
  DeviceStatusBody,
  IssuanceBody,
  PaperlessReceiptBody,
  RatingBody,
} from "../protocol/messages.ts";
import type { CaseRow, KioskRow } from "./api.ts";
import type { BlankStore } from "./blanks/blank-store.ts";
import type { DownloadStore } from "./download-store.ts";
import type { ReceiptStore } from "./receipts/receipt-store.ts";

/** What a row does at the hub, once it was opened and checked. Only what queries need is in clear; the rest stays sealed. */
export type Effect =
  | {
      readonly kind: "case";
      readonly record: Omit<CaseBody, "applicant" | "body" | "factors" | "consents" | "persons">;
      readonly applicant: string;
      /** Of the others of this case. */
      readonly roles: readonly string[];
      readonly signed: boolean;
    }
  | { readonly kind: "rating"; readonly rating: RatingBody }
  | { readonly kind: "issuance"; readonly issuance: IssuanceBody }
  | { readonly kind: "device-status"; readonly status: DeviceStatusBody }
  | { readonly kind: "journal-checkpoint"; readonly checkpoint: CheckpointBody }
  | { readonly kind: "blank-event"; readonly event: BlankEventBody }
  | { readonly kind: "blank-statement"; readonly statement: BlankStatementBody }
  | { readonly kind: "paperless-receipt"; readonly receipt: PaperlessReceiptBody };

export interface InboxRow {
  readonly seq: number;
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly createdAt: number;
  /** Empty where the effect holds all of it and is to be forgotten one day. */
  readonly sealed: Uint8Array;
  readonly effect: Effect;
}

export interface Ingested {
  /** New rows and rows that were there already. */
  readonly stored: number;
  readonly duplicates: number;
  readonly refused: readonly { readonly seq: number; readonly problem: string }[];
  /** A number of this epoch belongs to another row: nothing of the batch was stored. */
  readonly epochReused: boolean;
}

/** A case that a department has still to get. */
export interface Delivery {
  readonly case: string;
  readonly connector: string;
  readonly attempts: number;
  /** The inbox row that holds the case, still sealed. */
  readonly rowId: string;
  readonly sealed: Uint8Array;
}

export type Settlement =
  | { readonly to: "delivered"; readonly reference: string }
  | { readonly to: "refused"; readonly note: string }
  | { readonly to: "later"; readonly note: string; readonly nextAt: number };

export type KioskFigures = Pick<KioskRow, "lastSeen" | "rows" | "storedFaces" | "faceAssurance">;

export interface Totals {
  readonly casesToday: number;
  readonly casesAll: number;
  readonly undelivered: number;
  readonly unknownIssuances: number;
  readonly averageGrade: number | null;
}

/**
 * Where the hub keeps things. Each method is one durable transaction; all are promises, so that a database server fits as well as a file.
 * `deliverTargets` of `ingest`: the connectors that get a new case, written in the same commit.
 */
export interface HubStore {
  readonly blanks: BlankStore;
  readonly receipts: ReceiptStore;
  readonly downloads: DownloadStore;
  ingest(
    batch: { readonly kiosk: string; readonly epoch: string; readonly rows: readonly InboxRow[] },
    now: number,
    deliverTargets: (department: string) => readonly string[],
  ): Promise<Ingested>;
  /** Gives every case the deliveries that today's connectors ask for: a connector may be newer than the case. */
  planDeliveries(deliverTargets: (department: string) => readonly string[]): Promise<void>;
  dueDeliveries(now: number, limit: number): Promise<readonly Delivery[]>;
  settleDelivery(delivery: Delivery, settlement: Settlement): Promise<void>;
  /** Epoch ms of the earliest `later`, null when nothing waits. */
  nextDeliveryAt(): Promise<number | null>;
  saw(kiosks: ReadonlyMap<string, number>): Promise<void>;
  kioskFigures(): Promise<ReadonlyMap<string, KioskFigures>>;
  totals(dayStart: number): Promise<Totals>;
  newestCases(limit: number): Promise<readonly CaseRow[]>;
  close(): void;
}
