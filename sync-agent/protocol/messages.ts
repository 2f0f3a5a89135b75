/**
 * The wire between a kiosk's agent and the hub: HTTPS, JSON, gzip.
 *
 *   POST /v1/kiosks/:kiosk/batch   Batch  → BatchReceipt   (rows up, in order, at least once; the hub keeps each once)
 *   POST /v1/kiosks/:kiosk/query   Query  → QueryReply     (a question to a department)
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

export type RowKind = "case" | "rating" | "issuance" | "device-status" | "journal-checkpoint";

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
  readonly outcome: "printed" | "failed" | "unknown" | "spoiled";
  readonly at: string;
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
