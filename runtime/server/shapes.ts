import { type Check, checker } from "../../base/checked.ts";
import { INK_LIMITS } from "../../config/documents/signature.ts";
import { LANGUAGES } from "../../config/language.ts";
import type { IntentRequest } from "./api.ts";
import { PREVIEW_KEY } from "./preview-seal.ts";

const ID = { type: "string", minLength: 1, maxLength: 200 } as const;

function object(properties: Record<string, unknown>, required = Object.keys(properties)) {
  return { type: "object", properties, required, additionalProperties: false };
}

function intent(kind: string, properties: Record<string, unknown> = {}) {
  return object({ kind: { type: "string", const: kind }, ...properties });
}

const DISPLAY = object(
  {
    language: { type: "string", enum: [...LANGUAGES] },
    size: { type: "string", enum: ["standard", "senior"] },
    contrast: { type: "string", enum: ["standard", "high"] },
    reach: { type: "string", enum: ["standard", "low"] },
  },
  [],
);

const VALUES = { type: "object", maxProperties: 100, additionalProperties: { type: "string", maxLength: 4_000 } };

const MM = { type: "number", minimum: 0, maximum: INK_LIMITS.maxPadMm };
const POINT = object({ x: MM, y: MM, at: { type: "number", minimum: 0 }, pressure: { type: "number", minimum: 0, maximum: 1 } });
const STROKE = { type: "array", minItems: 1, maxItems: INK_LIMITS.maxPoints, items: POINT };
const SIGNATURE = object({ widthMm: MM, heightMm: MM, strokes: { type: "array", maxItems: INK_LIMITS.maxStrokes, items: STROKE } });

const INTENTS = [
  intent("start", { item: ID }),
  intent("display", { display: DISPLAY }),
  intent("choose", { row: ID }),
  intent("fill", { values: VALUES }),
  intent("sign", { signature: SIGNATURE }),
  intent("rate", {
    grade: { type: "integer", minimum: 1, maximum: 5 },
    tags: { type: "array", maxItems: 20, items: ID },
  }),
  ...["agree", "refuse", "confirm", "retry", "reprint", "skip", "back", "cancel", "extend"].map((kind) => intent(kind)),
];

export const checkIntentRequest: Check<IntentRequest> = checker(
  object({
    session: { type: ["string", "null"], maxLength: 64 },
    revision: { type: "integer", minimum: 0 },
    intent: { type: "object", oneOf: INTENTS },
  }),
);

/** What opens the preview: the page's public key, new for each stream. */
export const checkPreviewRequest: Check<{ readonly key: string }> = checker(object({ key: { type: "string", pattern: PREVIEW_KEY } }));
