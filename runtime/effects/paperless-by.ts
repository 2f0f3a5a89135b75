import type { Clock } from "../../base/clock.ts";
import type { Random } from "../../base/random.ts";
import { err, ok } from "../../base/result.ts";
import type { Settings } from "../../config/settings/settings.ts";
import type { Documents } from "../issuance/documents.ts";
import type { Enqueue } from "../outbox-port.ts";
import { givePaperless, isTaken } from "./paperless.ts";
import type { Paperless } from "./print.ts";

/** Gives a receipt to the person's phone by way of the city's public address. */
export function paperlessBy(
  documents: Pick<Documents, "receipt">,
  parts: { readonly hub: Settings["hub"]; readonly outbox: Enqueue; readonly clock: Clock; readonly random: Random },
): Paperless {
  const publicUrl = parts.hub.publicUrl ?? parts.hub.url;
  return ({ template, data }) => {
    const composed = documents.receipt(template, data);
    if (!composed.ok) return composed;
    // The hub would not take it, and nobody should be shown a code behind which nothing will ever be.
    if (!isTaken(composed.value)) return err("the receipt is too long for a phone");
    return ok(givePaperless(composed.value, { ...parts, publicUrl }));
  };
}
