import type { LocalText } from "../language.ts";
import type { FieldKind } from "./field-kinds.ts";

export interface EventDefinition {
  readonly severity: "info" | "notice" | "warning" | "alarm";
  /** For the technician. */
  readonly text: LocalText;
  readonly fields: Readonly<Record<string, FieldKind>>;
  /** The event that this one brings to its end; one without the other is a trace of a crash. */
  readonly completes?: string;
}
