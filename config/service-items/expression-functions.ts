import { registerFunction, TYPE_ANY } from "@jmespath-community/jmespath";
import { maskIdNumber, maskName } from "../../base/personal.ts";
import { hallDate, isCalendarDate } from "../hall-time.ts";
import { ageOn } from "../identity/age.ts";

/**
 * What an expression may call. `pad_left`, `pad_right`, `replace` and their like are left out: they make a text of any length from a
 * short one (measured: 100 MB from `pad_left(s, `100000000`, 'x')`). Each of ours takes anything and gives "" where it cannot say more.
 */
export const OWN_FUNCTIONS: Readonly<Record<string, (value: unknown) => string>> = {
  mask_id: (value) => maskIdNumber(text(value)),
  mask_name: (value) => maskName(text(value)),
  money,
  date_cn: (value) => date(value, (year, month, day) => `${year}年${month}月${day ? `${day}日` : ""}`),
  date_iso: (value) => wholeDate(text(value)),
  date_en: (value) => date(value, (year, month, day) => `${day ? `${day} ` : ""}${MONTHS[month - 1]} ${year}`),
};

/** Of a birth date and the moment to tell it for (`session.startedAt`): an expression has no clock of its own. */
const AGE = "age";
/** Below every age, so that who asks `age(…) < …` of a birth date that cannot be read errs on the side of care. */
const AGE_NOT_KNOWN = -1;

const LIBRARY_FUNCTIONS =
  "abs ceil floor contains ends_with starts_with join keys length lower upper map max min not_null reverse sort sort_by split sum to_array to_number to_string type values";

export const ALLOWED_FUNCTIONS: ReadonlySet<string> = new Set([...LIBRARY_FUNCTIONS.split(" "), ...Object.keys(OWN_FUNCTIONS), AGE]);

const MONTHS = "January February March April May June July August September October November December".split(" ");

for (const [name, run] of Object.entries(OWN_FUNCTIONS)) {
  registerFunction(name, ([value]) => run(value), [{ types: [TYPE_ANY] }], { override: true });
}

registerFunction(
  AGE,
  ([birth, at]) => ageOn(text(birth), Date.parse(text(at))) ?? AGE_NOT_KNOWN,
  [{ types: [TYPE_ANY] }, { types: [TYPE_ANY] }],
  { override: true },
);

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** 12345.6 → 12,345.60. Also takes digits in a text, as a form gives them. */
function money(value: unknown): string {
  const given = text(value).trim();
  const amount = Number(given);
  if (given === "" || !Number.isFinite(amount)) return "";
  const [whole = "0", cents = "00"] = Math.abs(amount).toFixed(2).split(".");
  return `${amount < 0 ? "-" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents}`;
}

/** Takes YYYY-MM-DD, YYYY-MM, or an instant in ISO 8601, which is told in the hall's date. */
function date(value: unknown, say: (year: number, month: number, day: number) => string): string {
  const given = text(value);
  const whole = wholeDate(given);
  if (!isCalendarDate(whole.length === 7 ? `${whole}-01` : whole)) return given;
  const [year = 0, month = 0, day = 0] = whole.split("-").map(Number);
  return say(year, month, day);
}

function wholeDate(given: string): string {
  return given.includes("T") && !Number.isNaN(Date.parse(given)) ? hallDate(Date.parse(given)) : given;
}
