import type { Signature } from "../../config/documents/signature.ts";
import { fields, NOTHING, type Rules, rule } from "./kind.ts";

export interface SignaturePadCommands {
  /** Starts anew, shows `title` where the pad has a screen, and waits until somebody has signed and laid the pen aside or confirmed. */
  sign: { args: { title: string }; value: Signature };
  clear: { args: Record<never, never>; value: { cleared: true } };
}

const NUMBER = { type: "number" };
const STROKE = { type: "array", maxItems: 20_000, items: fields({ x: NUMBER, y: NUMBER, at: NUMBER, pressure: NUMBER }) };
const SIGNATURE = fields({ widthMm: NUMBER, heightMm: NUMBER, strokes: { type: "array", maxItems: 500, items: STROKE } });

export const SIGNATURE_PAD: Rules<SignaturePadCommands> = {
  sign: rule(fields({ title: { type: "string", maxLength: 60 } }), SIGNATURE, "answer"),
  clear: rule(NOTHING, fields({ cleared: { const: true } })),
};
