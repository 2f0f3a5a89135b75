import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { isCalendarDate } from "../hall-time.ts";
import { readIdNumber } from "../identity/id-number.ts";
import type { LocalText } from "../language.ts";
import type { FormFieldSpec } from "./item.ts";

/** Longest value any field takes, whatever its schema: a pattern is never run over more. */
export const MAX_VALUE_LENGTH = 500;

/** `"format": "id-number"` in a field's schema: GB 11643, with its check digit, so that a slip of the finger is seen at once. */
const ID_NUMBER = "id-number";

const ajv = new Ajv2020({ strict: true, strictTypes: false });
ajv.addFormat(ID_NUMBER, (text: string) => readIdNumber(text).ok);
const compiled = new WeakMap<object, ValidateFunction>();

/** Throws where the schema is not one; `lint.ts` has seen to that before. */
export function compileFieldSchema(schema: FormFieldSpec["schema"]): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const made = ajv.compile(schema);
  compiled.set(schema, made);
  return made;
}

/** Spaces around go; digits typed in full width by an input method become plain ones, and the x of an ID number a capital. */
export function tidyValue(field: FormFieldSpec, value: string): string {
  if (field.schema["format"] === ID_NUMBER) return value.normalize("NFKC").replace(/\s/g, "").toUpperCase();
  const plain = field.control === "digits" || field.control === "secret-digits" ? value.normalize("NFKC").replace(/\s/g, "") : value;
  return plain.trim();
}

/** What is wrong with a tidied value, in words for the person; null when nothing is. */
export function fieldError(field: FormFieldSpec, value: string): LocalText | null {
  if (value === "") return field.required ? REQUIRED : null;
  if (value.length > MAX_VALUE_LENGTH) return tooLong(MAX_VALUE_LENGTH);
  if (field.control === "select" && !field.options?.some((one) => one.value === value)) return NOT_AN_OPTION;
  if (field.control === "date" && !isCalendarDate(value)) return NOT_A_DATE;
  const validate = compileFieldSchema(field.schema);
  if (validate(value)) return null;
  const first = validate.errors?.[0];
  const limit = Number(first?.params["limit"]);
  switch (first?.keyword) {
    case "minLength":
      return tooShort(limit);
    case "maxLength":
      return tooLong(limit);
    case "format":
      return NOT_A_NUMBER;
    default:
      return field.hint["zh-CN"] ? asHinted(field.hint) : NOT_GOOD;
  }
}

const REQUIRED: LocalText = { "zh-CN": "这一项需要填写", en: "Please fill this in" };
const NOT_AN_OPTION: LocalText = { "zh-CN": "请从列表中选择一项", en: "Please choose one from the list" };
const NOT_A_NUMBER: LocalText = {
  "zh-CN": "号码有误，请对照身份证逐位核对",
  en: "This is no ID number; please compare it with your card, digit by digit",
};
const NOT_A_DATE: LocalText = { "zh-CN": "这个日期不存在，请重新选择", en: "There is no such date; please choose again" };
const NOT_GOOD: LocalText = { "zh-CN": "填写的内容不符合要求，请检查", en: "Please check what you typed" };

function tooShort(limit: number): LocalText {
  return { "zh-CN": `至少需要 ${limit} 个字`, en: `At least ${limit} characters are needed` };
}

function tooLong(limit: number): LocalText {
  return { "zh-CN": `最多可以填 ${limit} 个字`, en: `At most ${limit} characters` };
}

function asHinted(hint: LocalText): LocalText {
  return { "zh-CN": `请检查：${hint["zh-CN"]}`, en: `Please check: ${hint.en}` };
}
