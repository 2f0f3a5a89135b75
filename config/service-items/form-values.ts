import type { LocalText } from "../language.ts";
import { valueOrNull } from "./expression.ts";
import { fieldError, tidyValue } from "./field-check.ts";
import type { FlowState } from "./flow-types.ts";
import type { FormFieldSpec, ServiceItem, Step } from "./item.ts";
import { scopeOf } from "./scope.ts";

type FormStep = Extract<Step, { kind: "form" }>;

export interface FieldValue {
  readonly value: string;
  readonly prefilled: boolean;
  readonly readOnly: boolean;
}

/** What stands in a field: what the person typed before, else what the government already holds. */
export function fieldValue(item: ServiceItem, state: FlowState, form: FormStep, field: FormFieldSpec): FieldValue {
  const typed = state.facts.answers[form.into]?.[field.name];
  const held = heldValue(item, state, field);
  // A value that the department objects to, or that would not be accepted, must be open to correction or the person is stuck.
  const fixed =
    field.prefill?.readOnly === true && held !== "" && fieldError(field, held) === null && !Object.hasOwn(state.fieldErrors, field.name);
  const value = fixed || typeof typed !== "string" ? held : typed;
  return { value, prefilled: held !== "" && value === held, readOnly: fixed };
}

export interface Filled {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: Readonly<Record<string, LocalText>>;
}

/** Takes a person's values into the form's fields: tidied, checked, read-only ones kept, unknown names left out. */
export function fillForm(item: ServiceItem, state: FlowState, form: FormStep, given: Readonly<Record<string, string>>): Filled {
  const values: Record<string, string> = {};
  const errors: Record<string, LocalText> = {};
  for (const field of form.fields) {
    const now = fieldValue(item, state, form, field);
    const value = now.readOnly ? now.value : tidyValue(field, Object.hasOwn(given, field.name) ? (given[field.name] ?? "") : "");
    const error = fieldError(field, value);
    values[field.name] = value;
    if (error) errors[field.name] = error;
  }
  return { values, errors };
}

function heldValue(item: ServiceItem, state: FlowState, field: FormFieldSpec): string {
  if (!field.prefill || field.control === "secret-digits") return "";
  const value = valueOrNull(field.prefill.value, scopeOf(item, state, state.facts.session.language));
  return typeof value === "string" || typeof value === "number" ? tidyValue(field, String(value)) : "";
}
