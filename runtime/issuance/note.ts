import { unreachable } from "../../base/unreachable.ts";
import type { Journal } from "../journal/journal.ts";
import type { Issuance } from "./issuance.ts";
import { blankStateOf, type IssuanceEvent, type IssuanceState, outcomeOf } from "./states.ts";

/** What the journal says of an issuance: of a certificate each arrow, of a receipt how it ended. */
export function noteIntent(journal: Journal, issuance: Issuance): void {
  if (issuance.kind === "receipt") return;
  const { id, template, caseId, blankType, serial, sha256 } = issuance;
  const blank = { blankType: blankType ?? "", serial: serial ?? "" };
  journal.append("issuance.intended", { issuance: id, template, case: caseId, ...blank, documentSha256: sha256 });
}

/** `from`: the state in which the arrow began. */
export function noteArrow(journal: Journal, issuance: Issuance, event: IssuanceEvent, from: IssuanceState): void {
  const { id, session, template, kind, blankType, reprintOf } = issuance;
  const serial = issuance.serial ?? "";
  switch (event) {
    case "send":
      if (kind === "certificate") journal.append("issuance.sent", { issuance: id, template, device: "certificate-printer" });
      return;
    case "abandon":
    case "proved":
    case "not-printed":
    case "aborted":
    case "lost": {
      const outcome = concluded(issuance);
      if (kind === "receipt") {
        journal.append("receipt.printed", { session, template, outcome, proof: event, reprint: reprintOf !== null });
        return;
      }
      journal.append("issuance.concluded", { issuance: id, template, outcome, serial, proof: event });
      const held = blankType !== null && blankStateOf(issuance.state) === "unknown";
      if (held) journal.append("tray.held", { blankType, serial });
      return;
    }
    case "taken":
      journal.append("issuance.taken", { issuance: id, template, serial });
      return;
    case "found-printed":
    case "found-spoiled":
    case "found-unused":
      journal.append("issuance.resolved", { issuance: id, serial, finding: FINDINGS[event] });
      // A sheet that was only not seen taken has kept nobody waiting.
      if (blankType !== null && blankStateOf(from) === "unknown") journal.append("tray.released", { blankType });
      return;
    default:
      unreachable(event);
  }
}

export function noteNotTaken(journal: Journal, { id, template, serial }: Issuance): void {
  journal.append("issuance.not-taken", { issuance: id, template, serial: serial ?? "" });
}

const FINDINGS = { "found-printed": "printed", "found-spoiled": "spoiled", "found-unused": "blank-unused" } as const;

function concluded(issuance: Issuance): "printed" | "failed" | "unknown" {
  const outcome = outcomeOf(issuance.state);
  if (outcome === null || outcome === "spoiled" || outcome === "issued")
    throw new Error(`issuance ${issuance.id} is not concluded by ${issuance.state}`);
  return outcome;
}
