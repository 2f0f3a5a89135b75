/**
 * The wire between a kiosk's agent and the hub: HTTPS, JSON, gzip.
 *
 *   POST /v1/kiosks/:kiosk/batch   Batch  → BatchReceipt   (rows up, in order, at least once; the hub keeps each once)
 *   POST /v1/kiosks/:kiosk/query   Query  → QueryReply     (a question to a department)
 *   POST /v1/kiosks/:kiosk/document  Query → DocumentReply  (a department's PDF, to be printed here)
 *   POST /v1/kiosks/:kiosk/download  Query → DownloadReply  (an address from which a phone takes a department's file)
 *   GET  /v1/alive                        → 204            (is the hub there)
 *
 * Every request carries `zizhu-signature: ed25519=<base64>` over "<METHOD>\n<path>\n<sha256 hex of the body>\n<zizhu-time>" by the device's
 * key, and `zizhu-time` in epoch ms. The receipt is signed by the hub in the same way over its own body.
 *
 * <path> is the path as the hub's routes know it, without a query string; the body is signed as it travels (compressed). Requests carry
 * `zizhu-kiosk: <id>`. Every reply to a request that a known device signed is signed by the hub's key over the request's method, path and
 * `zizhu-time`, echoed: an answer fits one request and cannot be played again. A reply without that is not the hub's (a captive portal
 * answers everything), whatever its status. What is refused is a `Problem` (hub/api.ts).
 */
import type { Assurance } from "../../config/identity/factors.ts";
import type { LocalText } from "../../config/language.ts";

export const ROW_KINDS = [
  "case",
  "rating",
  "issuance",
  "device-status",
  "journal-checkpoint",
  "blank-event",
  "blank-statement",
  "paperless-receipt",
] as const;
export type RowKind = (typeof ROW_KINDS)[number];

export interface OutboxRow {
  /** Rises without gaps being reused; with `epoch` it names the row for ever. */
  readonly seq: number;
  /** UUIDv7: the idempotency key of the effect. */
  readonly id: string;
  readonly kind: RowKind;
  /** Case id, or "" : rows with the same key are applied in order. */
  readonly subject: string;
  readonly createdAt: number;
  /** Base64 of the body, sealed to the hub's key with context `<kind>:<id>` (base/seal.ts). */
  readonly sealed: string;
}

export interface Batch {
  readonly kiosk: string;
  /** Random, made with the database: a restored disk can be told from a replay. */
  readonly epoch: string;
  readonly rows: readonly OutboxRow[];
}

export interface BatchReceipt {
  readonly kiosk: string;
  readonly epoch: string;
  /** Every row up to here is stored. */
  readonly storedUpTo: number;
  /** Rows that can never be stored, and why; the kiosk sets them aside. */
  readonly refused: readonly { readonly seq: number; readonly problem: string }[];
  /** A `seq` of this epoch is already used by another row: the kiosk's disk was put back. It makes a new epoch and sends again. */
  readonly epochReused?: true;
}

export interface Query {
  readonly operation: string;
  /** Passed on and forgotten: neither logged nor stored, here or at the hub. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly withinMs: number;
  /** For the department's audit: which item asked, at which kiosk. */
  readonly item: string;
  /** 16 random bytes in hex, new for each: a `document` must have it, and its statement answers it. */
  readonly nonce?: string;
}

export type QueryReply =
  | { readonly outcome: "answer"; readonly answer: Readonly<Record<string, unknown>> }
  | {
      readonly outcome: "refused";
      readonly reason: string;
      readonly message: LocalText;
      readonly fields: Readonly<Record<string, LocalText>>;
    }
  | { readonly outcome: "pending" }
  | { readonly outcome: "department-away"; readonly department: string }
  | { readonly outcome: "unknown-operation" };

type Elsewise = Exclude<QueryReply, { outcome: "answer" }>;

/** `signature`: base64, ed25519 by the hub's signing key over `DOCUMENT_CONTEXT` + canonical JSON of `statement`. `pdf` in base64. */
export type DocumentReply =
  | { readonly outcome: "document"; readonly pdf: string; readonly statement: DocumentStatement; readonly signature: string }
  | Elsewise;

/** The hub's word for a PDF that it had from a department: what was asked, for which kiosk, and the hash of what may be printed there. */
export interface DocumentStatement {
  readonly operation: string;
  readonly kiosk: string;
  /** `askedSha256` of the question: names the person and the request without saying who it is. */
  readonly asked: string;
  /** Number under which the document can be verified; "" when the department gives it none. */
  readonly code: string;
  readonly sha256: string;
  readonly pages: number;
  readonly media: "iso_a4_210x297mm" | "iso_a3_297x420mm";
  readonly sides: "one-sided" | "two-sided-long-edge";
  /** ISO 8601; worth nothing `DOCUMENT_VALID_MS` later. */
  readonly at: string;
}

export const DOCUMENT_CONTEXT = "zizhu document v1\n";
export const DOCUMENT_VALID_MS = 10 * 60_000;

/** The address holds all that the hub needs, sealed to itself: it keeps neither file nor question. */
export type DownloadReply = { readonly outcome: "download"; readonly url: string; readonly until: string } | Elsewise;

/* Bodies of the rows, before sealing. */

export interface CaseBody {
  readonly id: string;
  /** 办件编号: implementation code + handling code + date + serial (facts: item and case codes). */
  readonly number: string;
  readonly item: string;
  readonly itemVersion: number;
  readonly department: string;
  readonly registeredAt: string;
  readonly kiosk: string;
  readonly applicant: { readonly name: string; readonly idNumber: string };
  readonly factors: readonly string[];
  /** `by`: who answered, where it was not the applicant. */
  readonly consents: readonly { readonly consent: string; readonly version: string; readonly agreed: boolean; readonly by?: string }[];
  /** Others of this case who proved who they are: a guardian, a joint applicant. */
  readonly persons?: readonly CasePerson[];
  readonly body: Readonly<Record<string, unknown>>;
}

/** `role`: the `person` of the item's identify steps (`guardian`); never a name. */
export interface CasePerson {
  readonly role: string;
  readonly name: string;
  readonly idNumber: string;
  readonly factors: readonly string[];
}

export interface RatingBody {
  readonly case: string;
  readonly item: string;
  readonly grade: number;
  readonly tags: readonly string[];
  readonly at: string;
}

export interface IssuanceBody {
  readonly issuance: string;
  readonly case: string;
  readonly template: string;
  readonly documentSha256: string;
  readonly blankType: string;
  readonly serial: string;
  /** `printed`: the device proved it; `issued`: the person has it. A later row about the same issuance replaces an earlier one. */
  readonly outcome: "printed" | "issued" | "failed" | "unknown" | "spoiled";
  /** The number under which the document can be verified; "" when it has none. No personal data. */
  readonly documentCode?: string;
  /** What became of the blank it took. A print that failed may have left it in stock, or drawn in and held: `outcome` does not tell. */
  readonly blank?: BlankStateWord;
  /** Who looked for the sheet of a number in doubt and said so: ids of technicians (settings); `confirmedBy` is "" where no second was asked for. */
  readonly settled?: { readonly by: string; readonly confirmedBy: string };
  readonly at: string;
}

/** What a technician did with blanks. Serials run from `first` to `last`, both included, as `serialRange` counts. */
export interface BlankEventBody {
  readonly event: "loaded" | "counted" | "spoiled" | "returned";
  readonly blankType: string;
  /** "" for `counted`: a count is of all that lies in the tray. */
  readonly batch: string;
  readonly first: string;
  readonly last: string;
  /** Sheets loaded, spoiled, returned; for `counted` those that were seen, of which the book said `expected`. */
  readonly count: number;
  readonly expected: number;
  /** Ids of technicians (settings); `confirmedBy` is the second person, "" where none was asked for. */
  readonly by: string;
  readonly confirmedBy: string;
  readonly at: string;
}

/**
 * The kiosk's own book of blanks at the end of a day: every number of every pack, in runs of the same state. A pack whose
 * numbers have all ended (issued, spoiled, returned) stands in one statement with that, and in none after it.
 */
export interface BlankStatementBody {
  /** 2026-01-05, in the hall. */
  readonly day: string;
  readonly at: string;
  readonly batches: readonly {
    readonly batch: string;
    readonly blankType: string;
    readonly first: string;
    readonly last: string;
    readonly loaded: number;
    readonly runs: readonly { readonly state: BlankStateWord; readonly first: string; readonly last: string; readonly count: number }[];
  }[];
  /** Numbers without a final state, each with what keeps it from one. */
  readonly open: readonly {
    readonly issuance: string;
    readonly blankType: string;
    readonly serial: string;
    readonly state: BlankStateWord;
    /** ISO 8601. */
    readonly since: string;
    /** A closed word of `OPEN_REASONS`. */
    readonly why: OpenReason;
  }[];
  /** The newest count of each type that a technician made since the statement before. */
  readonly counts: readonly { readonly blankType: string; readonly counted: number; readonly expected: number }[];
}

export const BLANK_STATE_WORDS = ["inStock", "reserved", "printed", "issued", "spoiled", "unknown", "returned"] as const;
export type BlankStateWord = (typeof BLANK_STATE_WORDS)[number];

/** `printing`: on its way now; `not-seen-taken`: proved, but nobody was seen to take it; `drawn-in`: given up by the printer; `in-doubt`: nobody knows. */
export const OPEN_REASONS = ["printing", "not-seen-taken", "drawn-in", "in-doubt"] as const;
export type OpenReason = (typeof OPEN_REASONS)[number];

/**
 * A receipt for a phone, kept by the hub without being readable there: AES-256-GCM of the `ReceiptDocument` as JSON, under a key that
 * stands only in the fragment of the address in the code on the screen.
 */
export interface PaperlessReceiptBody {
  /** Random, 16 bytes in hex: the address. */
  readonly receipt: string;
  /** Base64: 12 bytes nonce, ciphertext, 16 bytes tag. */
  readonly sealed: string;
  /** ISO 8601; the hub forgets it then. */
  readonly until: string;
}

export interface CheckpointBody {
  readonly entries: number;
  readonly head: string;
  readonly at: string;
}

export interface DeviceStatusBody {
  readonly at: string;
  /** As the device host says it; the hub keeps the newest and looks at `id`, `kind` and `state` only. */
  readonly devices: readonly { readonly id: string; readonly kind: string; readonly state: string }[];
  /** Of face-engine: pictures and templates of faces that are not wiped. Anything but 0 outside an attempt is an alarm. */
  readonly storedFaces?: number;
  /** The most that this kiosk's camera and its checks can promise of a face. */
  readonly faceAssurance?: Assurance;
}
