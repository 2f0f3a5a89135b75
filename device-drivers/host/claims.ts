import { type Check, checker, describeInvalid } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { DriverFailure, Observed } from "./driver.ts";

/**
 * What a driver claims, checked: its types say nothing of what a package of strangers or a confused one of ours hands
 * over at run time. Sizes are far above what any device has, so that only nonsense meets them.
 */

const MOST_CHARS = 1_000;
const named = (value: object, most: number) => ({
  type: "object",
  maxProperties: most,
  propertyNames: { type: "string", maxLength: 100 },
  additionalProperties: value,
});
const properties = {
  state: {
    enum: ["online", "offline", "powerOff", "noDevice", "hardwareError", "userError", "deviceBusy", "potentialFraud", "starting"],
  },
  paper: named({ enum: ["full", "low", "out", "jammed", "unknown"] }, 32),
  cover: { enum: ["open", "closed", "unknown"] },
  // A wall of lockers has a sensor for each box.
  sensors: named({ type: "string", maxLength: 100 }, 1_024),
  reasons: { type: "array", maxItems: 64, items: { type: "string", maxLength: MOST_CHARS } },
} as const;

const report = checker<Partial<Observed>>({ type: "object", properties });
const status = checker<Observed>({ type: "object", properties, required: ["state", "paper", "cover", "reasons"] });
const failure = checker<DriverFailure>({
  type: "object",
  required: ["code", "sent", "recovery", "facts"],
  properties: {
    code: { type: "string", pattern: "^[a-z-]{1,40}\\.[a-z-]{1,40}$" },
    sent: { enum: ["no", "yes", "indeterminate"] },
    recovery: { enum: ["retry", "clear", "operator", "maintenance"] },
    facts: { type: "object", maxProperties: 64 },
  },
});

/** A change that may be taken over: a copy, so that nobody changes it afterwards. The error says where it is wrong. */
export function checkedReport(change: unknown): Result<Partial<Observed>, string> {
  return observed(report, change);
}

/** The answer to `status()`. */
export function checkedStatus(seen: unknown): Result<Observed, string> {
  return observed(status, seen);
}

/** The answer to a command, a value held against `shape`; facts that are neither text nor number become text, long ones are cut. */
export function checkedResult(result: unknown, shape?: Check<unknown>): Result<Result<unknown, DriverFailure>, string> {
  const { ok: isOk, value, error } = result as { ok?: unknown; value?: unknown; error?: unknown };
  if (isOk === true) {
    const given = shape ? checkedValue(value, shape) : ok(value);
    return given.ok ? ok(ok(given.value)) : given;
  }
  if (isOk !== false) return err("/ok must be true or false");
  const checked = failure(error, "/error");
  if (!checked.ok) return err(describeInvalid(checked.error).slice(0, MOST_CHARS));
  const facts = Object.entries(checked.value.facts).map(([name, fact]) => [name, typeof fact === "number" ? fact : text(fact)]);
  const { code, sent, recovery } = checked.value;
  return ok(err({ code, sent, recovery, facts: Object.fromEntries(facts) }));
}

function checkedValue(value: unknown, shape: Check<unknown>): Result<unknown, string> {
  try {
    const checked = shape(structuredClone(value), "answer");
    // Where it is wrong, not what it is: an answer may be a person's.
    return checked.ok ? checked : err(`answer${checked.error.faults[0]?.at ?? ""} is not what this command answers`);
  } catch {
    return err("answer is not plain data");
  }
}

/** A counter that may be kept: one NaN in the file would cost every device its counters. */
export function isCount(name: unknown, by: unknown): boolean {
  return typeof name === "string" && /^[A-Za-z][A-Za-z0-9]{0,63}$/.test(name) && Number.isSafeInteger(by) && (by as number) >= 0;
}

function observed<T>(check: Check<T>, claimed: unknown): Result<T, string> {
  try {
    const { state, paper, cover, sensors, reasons } = claimed as Partial<Observed>;
    const given = Object.entries({ state, paper, cover, sensors, reasons }).filter(([, value]) => value !== undefined);
    const checked = check(structuredClone(Object.fromEntries(given)), "status");
    return checked.ok ? checked : err(describeInvalid(checked.error).split("\n")[0]?.slice(0, 300) ?? "");
  } catch {
    // A null, a getter that throws, a function in place of a word: what it says would be a stranger's text.
    return err("status is not plain data");
  }
}

function text(value: unknown): string {
  return (typeof value === "string" ? value : String(JSON.stringify(value) ?? value)).slice(0, MOST_CHARS);
}
