import type { FormField } from "../../runtime/server/api.ts";

export type Problem = "required" | "date" | null;

/** A form without a limit still has one: nobody types more on a kiosk. */
const LONGEST = 200;
const DATE_DIGITS = 8;

/** What was typed so far, over what the runtime gave. Lives as long as the screen and no longer. */
export class FormDraft {
  readonly #given = new Map<string, string>();
  readonly #typed = new Map<string, string>();

  /** A view with the same fields came: what was typed stays, unless the runtime now gives another value. */
  follow(fields: readonly FormField[]): void {
    for (const field of fields) {
      if (this.#given.get(field.name) === field.value) continue;
      this.#given.set(field.name, field.value);
      this.#typed.set(field.name, field.value);
    }
  }

  value(field: FormField): string {
    return this.#typed.get(field.name) ?? "";
  }

  /** Whether the person changed it since the runtime last spoke of it. */
  touched(field: FormField): boolean {
    return this.value(field) !== field.value;
  }

  set(field: FormField, value: string): void {
    this.#typed.set(field.name, value);
  }

  insert(field: FormField, text: string): void {
    this.set(field, appended(field, this.value(field), text));
  }

  erase(field: FormField): void {
    const value = this.value(field);
    this.set(field, field.control === "date" ? dashed(digitsOf(value).slice(0, -1)) : [...value].slice(0, -1).join(""));
  }

  problem(field: FormField): Problem {
    const value = this.value(field).trim();
    if (!value) return field.required ? "required" : null;
    return field.control === "date" && !isDate(value) ? "date" : null;
  }

  /** What `fill` sends: the fields a person may change. */
  answers(fields: readonly FormField[]): Record<string, string> {
    return Object.fromEntries(fields.filter((field) => !field.readOnly).map((field) => [field.name, this.value(field).trim()]));
  }
}

function appended(field: FormField, value: string, text: string): string {
  switch (field.control) {
    case "date":
      return dashed((digitsOf(value) + digitsOf(text)).slice(0, DATE_DIGITS));
    case "digits":
    case "secret-digits":
      return /^[0-9X]+$/.test(text) ? cut(field, value + text) : value;
    case "text":
    case "long-text":
      return cut(field, value + text);
    case "select":
      return value;
  }
}

function cut(field: FormField, value: string): string {
  return [...value].slice(0, field.maxLength || LONGEST).join("");
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

function dashed(digits: string): string {
  return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].filter(Boolean).join("-");
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
