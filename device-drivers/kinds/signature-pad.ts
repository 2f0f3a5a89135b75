import type { Signature } from "../../config/documents/signature.ts";
import { fields, type Rules, rule } from "./kind.ts";

export interface SignaturePadCommands {
  /** Clears the pad, shows `title`, waits until the person confirms on it. */
  sign: { args: { title: string }; value: Signature };
  clear: { args: Record<never, never>; value: { cleared: true } };
}

export const SIGNATURE_PAD: Rules<SignaturePadCommands> = {
  sign: rule(fields({ title: { type: "string", maxLength: 60 } }), true),
  clear: rule(fields({})),
};
