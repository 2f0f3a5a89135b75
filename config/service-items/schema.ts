import { type Check, checker, type Fault, type Invalid } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { DEVICE_KINDS } from "../settings/device-kinds.ts";
import type { ServiceItem } from "./item.ts";
import { id, list, localText, object, type Schema, version } from "./schema-parts.ts";
import { checkStep } from "./step-schema.ts";

const opening = object({
  days: { type: "array", minItems: 1, uniqueItems: true, items: { type: "integer", minimum: 1, maximum: 7 } },
  from: clockTime(),
  to: clockTime(),
});

// A step's own shape depends on its kind and is checked by `checkStep`, whose message names the kind rather than "must match one of".
const itemSchema: Schema = object({
  schema: { const: 1 },
  id,
  version,
  codes: object({ implementation: code(), handling: code() }),
  name: localText,
  summary: localText,
  topic: localText,
  department: id,
  opening: { oneOf: [{ type: "null" }, list(opening, 1)] },
  elsewhere: localText,
  needs: {
    type: "array",
    uniqueItems: true,
    items: { enum: DEVICE_KINDS },
  },
  needsHub: { type: "boolean" },
  blanks: { type: "array", uniqueItems: true, items: id },
  steps: { type: "array", minItems: 1, maxItems: 60, items: { type: "object" } },
  ratingTags: list(object({ id, text: localText }), 0),
});

const checkFrame: Check<ServiceItem> = checker<ServiceItem>(itemSchema);

/** Checks an item from outside: every key known, every value of its type. What no schema can say is `lint.ts`'s. */
export const checkItem: Check<ServiceItem> = (value, what): Result<ServiceItem, Invalid> => {
  const frame = checkFrame(value, what);
  if (!frame.ok) return frame;
  const faults = frame.value.steps.flatMap((step: unknown, at): readonly Fault[] => {
    const checked = checkStep(step, what);
    return checked.ok ? [] : checked.error.faults.map((fault) => ({ ...fault, at: `/steps/${at}${fault.at}` }));
  });
  return faults.length > 0 ? err({ kind: "wrong-shape", what, faults }) : ok(frame.value);
};

// Codes are taken as they are: places that joined late still use shorter ones than the national 31 + 2.
function code(): Schema {
  return { type: "string", pattern: "^[0-9A-Z]{2,40}$" };
}

function clockTime(): Schema {
  return { type: "string", pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$" };
}
