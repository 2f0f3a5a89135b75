import type { Database } from "../../base/database.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { IssuanceBody, RatingBody } from "../protocol/messages.ts";
import { addBlankEvent, addBlankMove, addStatement, type Row } from "./blanks/apply-blanks.ts";
import { putReceipt } from "./receipts/sqlite-receipts.ts";
import type { Effect } from "./store.ts";

export interface From extends Row {
  readonly deliverTargets: (department: string) => readonly string[];
}

/** What a row changes, inside the transaction of its inbox row. An error means that it can never be stored; nothing was changed then. */
export function applyEffect(db: Database, effect: Effect, from: From): Result<void, string> {
  switch (effect.kind) {
    case "case":
      return addCase(db, effect, from);
    case "rating":
      return addRating(db, effect.rating, from);
    case "issuance":
      return putIssuance(db, effect.issuance, from);
    case "device-status":
      db.run(
        `INSERT INTO device_status (kiosk, at, devices, stored_faces, face_assurance) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (kiosk) DO UPDATE SET at = ?2, devices = ?3, stored_faces = ?4, face_assurance = ?5`,
        from.kiosk,
        effect.status.at,
        JSON.stringify(effect.status.devices.map(({ id, kind, state }) => ({ id, kind, state }))),
        effect.status.storedFaces ?? null,
        effect.status.faceAssurance ?? null,
      );
      return ok();
    case "journal-checkpoint":
      // Two heads for one count of entries are both kept: that is the evidence of a journal that was changed.
      db.run(
        "INSERT OR IGNORE INTO checkpoints VALUES (?, ?, ?, ?, ?)",
        from.kiosk,
        from.epoch,
        effect.checkpoint.entries,
        effect.checkpoint.head,
        effect.checkpoint.at,
      );
      return ok();
    case "blank-event":
      return addBlankEvent(db, effect.event, from);
    case "blank-statement":
      addStatement(db, effect.statement, from);
      return ok();
    case "paperless-receipt":
      return putReceipt(db, effect.receipt, from);
    default:
      return unreachable(effect);
  }
}

function addCase(db: Database, { record, applicant, roles, signed }: Effect & { kind: "case" }, from: From): Result<void, string> {
  if (record.kiosk !== from.kiosk) return err(`the case says kiosk ${record.kiosk}, the device is ${from.kiosk}`);
  if (db.get("SELECT 1 FROM cases WHERE id = ?", record.id)) return err(`case ${record.id} is registered already, by another row`);
  db.run(
    "INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    record.id,
    from.inbox,
    record.number,
    record.item,
    record.itemVersion,
    record.department,
    record.kiosk,
    record.registeredAt,
    from.now,
    applicant,
    signed ? 1 : 0,
    JSON.stringify(roles),
  );
  for (const connector of from.deliverTargets(record.department)) {
    db.run("INSERT INTO deliveries (case_id, connector, state) VALUES (?, ?, 'waiting')", record.id, connector);
  }
  return ok();
}

// GB/T 39734: one rating per case. A second one is taken off the kiosk's hands and changes nothing.
function addRating(db: Database, rating: RatingBody, from: From): Result<void, string> {
  const stranger = strangerOf(db, rating.case, from.kiosk);
  if (stranger) return err(`case ${rating.case} belongs to another kiosk`);
  db.run(
    "INSERT OR IGNORE INTO ratings VALUES (?, ?, ?, ?, ?, ?)",
    rating.case,
    from.kiosk,
    rating.item,
    rating.grade,
    JSON.stringify(rating.tags),
    rating.at,
  );
  return ok();
}

function putIssuance(db: Database, issuance: IssuanceBody, from: From): Result<void, string> {
  const known = db.get<{ kiosk: string }>("SELECT kiosk FROM issuances WHERE id = ?", issuance.issuance);
  if ((known && known.kiosk !== from.kiosk) || strangerOf(db, issuance.case, from.kiosk)) {
    return err(`issuance ${issuance.issuance} or its case belongs to another kiosk`);
  }
  // A row that the kiosk had deferred or set aside may come after later ones: it cannot undo what is final.
  db.run(
    `INSERT INTO issuances VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
     ON CONFLICT (id) DO UPDATE SET serial = ?7, outcome = ?8, at = ?9, document_code = ?10
     WHERE outcome NOT IN ('issued', 'spoiled') OR ?8 IN ('issued', 'spoiled')`,
    issuance.issuance,
    issuance.case,
    from.kiosk,
    issuance.template,
    issuance.documentSha256,
    issuance.blankType,
    issuance.serial,
    issuance.outcome,
    issuance.at,
    issuance.documentCode ?? "",
  );
  addBlankMove(db, issuance, from);
  return ok();
}

function strangerOf(db: Database, caseId: string, kiosk: string): boolean {
  const known = db.get<{ kiosk: string }>("SELECT kiosk FROM cases WHERE id = ?", caseId);
  return known !== undefined && known.kiosk !== kiosk;
}
