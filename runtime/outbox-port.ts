import type {
  BlankEventBody,
  BlankStatementBody,
  CaseBody,
  CheckpointBody,
  DeviceStatusBody,
  IssuanceBody,
  PaperlessReceiptBody,
  RatingBody,
} from "../sync-agent/protocol/messages.ts";

/** What of the outbox the runtime's records need: a row that becomes part of the caller's transaction. */
export interface Enqueue {
  enqueue(kind: "case", subject: string, id: string, body: CaseBody): void;
  enqueue(kind: "rating", subject: string, id: string, body: RatingBody): void;
  enqueue(kind: "issuance", subject: string, id: string, body: IssuanceBody): void;
  enqueue(kind: "journal-checkpoint", subject: string, id: string, body: CheckpointBody): void;
  enqueue(kind: "device-status", subject: string, id: string, body: DeviceStatusBody): void;
  enqueue(kind: "blank-event", subject: string, id: string, body: BlankEventBody): void;
  enqueue(kind: "blank-statement", subject: string, id: string, body: BlankStatementBody): void;
  enqueue(kind: "paperless-receipt", subject: string, id: string, body: PaperlessReceiptBody): void;
}
