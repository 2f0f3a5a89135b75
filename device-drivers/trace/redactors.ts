import type { Redactor } from "./redaction.ts";

/** Our own redactors by the driver's name in the settings. A package of another maker exports its own. */
export const REDACTORS: Readonly<Record<string, () => Promise<{ redactor(): Redactor }>>> = {
  sam: () => import("../id-card-reader/redact.ts"),
};
