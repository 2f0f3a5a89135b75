import type { LocalText } from "../language.ts";

/** A department's "no", in words for the citizen. */
export interface QueryRefusal {
  readonly reason: string;
  readonly message: LocalText;
  readonly fields: Readonly<Record<string, LocalText>>;
}
