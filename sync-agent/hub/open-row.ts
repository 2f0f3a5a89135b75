import { type Check, parseJson } from "../../base/checked.ts";
import { maskIdNumber, maskName } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { unseal } from "../../base/seal.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { CaseBody, OutboxRow, RowKind } from "../protocol/messages.ts";
import {
  checkBlankEvent,
  checkBlankStatement,
  checkCase,
  checkCheckpoint,
  checkDeviceStatus,
  checkIssuance,
  checkPaperlessReceipt,
  checkRating,
} from "../protocol/shapes.ts";
import type { Effect, InboxRow } from "./store.ts";

/** Opens a row with the hub's private key and checks it. The error is for the kiosk's technician and holds nothing of a person. */
export function openRow(row: OutboxRow, unsealKey: string): Result<InboxRow, string> {
  const sealed = Buffer.from(row.sealed, "base64");
  const body = openBody(row.kind, row.id, sealed, unsealKey);
  if (!body.ok) return body;
  const effect = effectOf(row.kind, body.value);
  if (!effect.ok) return effect;
  const { seq, id, kind, subject, createdAt } = row;
  // A receipt is forgotten after days: the inbox, which forgets nothing, gets none.
  const kept = kind === "paperless-receipt" ? Buffer.alloc(0) : sealed;
  return ok({ seq, id, kind, subject, createdAt, sealed: kept, effect: effect.value });
}

/** The case in a sealed inbox row, for its delivery. */
export function openCase(rowId: string, sealed: Uint8Array, unsealKey: string): Result<CaseBody, string> {
  const body = openBody("case", rowId, sealed, unsealKey);
  return body.ok ? checked(checkCase, body.value) : body;
}

function openBody(kind: RowKind, id: string, sealed: Uint8Array, unsealKey: string): Result<unknown, string> {
  const plain = unseal(unsealKey, `${kind}:${id}`, sealed);
  if (!plain.ok) return err(`cannot be opened (${plain.error}): sealed to another hub key, or for another row`);
  const parsed = parseJson(plain.value.toString("utf8"), kind);
  // The parser's own message quotes what it read.
  return parsed.ok ? parsed : err(`${kind} is not JSON`);
}

function effectOf(kind: RowKind, body: unknown): Result<Effect, string> {
  switch (kind) {
    case "case":
      return map(checked(checkCase, body), (value) => {
        const { applicant, body: said, factors: _factors, consents: _consents, persons = [], ...record } = value;
        const signed = typeof said["signature"] === "object" && said["signature"] !== null;
        const masked = `${maskName(applicant.name)} ${maskIdNumber(applicant.idNumber)}`.trim();
        return { kind, record, applicant: masked, roles: persons.map(({ role }) => role), signed };
      });
    case "rating":
      return map(checked(checkRating, body), (rating) => ({ kind, rating }));
    case "issuance":
      return map(checked(checkIssuance, body), (issuance) => ({ kind, issuance }));
    case "device-status":
      return map(checked(checkDeviceStatus, body), (status) => ({ kind, status }));
    case "journal-checkpoint":
      return map(checked(checkCheckpoint, body), (checkpoint) => ({ kind, checkpoint }));
    case "blank-event":
      return map(checked(checkBlankEvent, body), (event) => ({ kind, event }));
    case "blank-statement":
      return map(checked(checkBlankStatement, body), (statement) => ({ kind, statement }));
    case "paperless-receipt":
      return map(checked(checkPaperlessReceipt, body), (receipt) => ({ kind, receipt }));
    default:
      return unreachable(kind);
  }
}

function checked<T>(check: Check<T>, body: unknown): Result<T, string> {
  const result = check(body, "body");
  return result.ok ? result : err(result.error.faults.map((one) => `${one.at || "/"} ${one.problem}`).join("; "));
}

function map<T, U>(result: Result<T, string>, to: (value: T) => U): Result<U, string> {
  return result.ok ? ok(to(result.value)) : result;
}
