import { type Check, checker } from "../../base/checked.ts";
import type { TechnicianAct, TechnicianLogin } from "./technician-api.ts";

const PIN = { type: "string", minLength: 1, maxLength: 64 } as const;

export const checkLogin: Check<TechnicianLogin> = checker(object({ pin: PIN }));

// As the journal writes them down: a code, never a text.
const CODE = { type: "string", pattern: "^[A-Za-z0-9._-]{1,60}$" } as const;
/** Nobody counts more by hand, and no tray holds them. */
const COUNTED = { type: "integer", minimum: 0, maximum: 10_000 } as const;

export const checkAct: Check<TechnicianAct> = checker({
  type: "object",
  oneOf: [
    blankAct("load-blanks", { blankType: CODE, first: CODE, count: { type: "integer" } }),
    blankAct("resolve", { issuance: CODE, finding: { type: "string", enum: ["printed", "spoiled", "blank-unused"] } }),
    blankAct("spoil", { serial: CODE, blankType: CODE }, { last: CODE }),
    blankAct("count-blanks", { blankType: CODE, counted: COUNTED }),
    blankAct("return-blanks", { blankType: CODE, first: CODE, last: CODE }),
    act("check", { device: CODE }),
    act("reset", { device: CODE }),
    act("release-quarantined", {}),
    act("maintenance", { on: { type: "boolean" } }),
  ],
});

/** One that the settings may tie to a second person. */
function blankAct(name: string, properties: Record<string, unknown>, optional: Record<string, unknown> = {}) {
  return act(name, properties, { ...optional, second: object({ pin: PIN }) });
}

function act(name: string, properties: Record<string, unknown>, optional: Record<string, unknown> = {}) {
  return object({ act: { type: "string", const: name }, ...properties }, optional);
}

function object(required: Record<string, unknown>, optional: Record<string, unknown> = {}) {
  return { type: "object", properties: { ...required, ...optional }, required: Object.keys(required), additionalProperties: false };
}
