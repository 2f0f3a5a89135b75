import type { Language, LocalText } from "../language.ts";
import type { Scope } from "./expression.ts";
import type { Facts, FlowState } from "./flow-types.ts";
import type { ServiceItem, Step } from "./item.ts";

/**
 * What expressions and templates of `item` see: the facts, and beside them
 * `item` {id, name, department}, `refusal` {reason, message} and `labels.<into>.<field>`, the words of a chosen option.
 * Secrets are left out unless asked for: only a question to a department may carry one.
 */
export function scopeOf(
  item: ServiceItem,
  state: Pick<FlowState, "facts" | "refusal">,
  language: Language,
  secrets: "with-secrets" | "without-secrets" = "without-secrets",
): Scope {
  const { facts, refusal } = state;
  return {
    ...facts,
    session: { ...facts.session, language },
    answers: secrets === "with-secrets" ? facts.answers : withoutSecrets(item, facts),
    item: { id: item.id, name: item.name[language], department: item.department },
    refusal: refusal && { reason: refusal.reason, message: refusal.message[language] },
    labels: labelsOf(item, facts, language),
  };
}

/** What a receipt is made from: the same without secrets, and the item's texts in every language, for a receipt may be in two. */
export function receiptData(item: ServiceItem, state: Pick<FlowState, "facts" | "refusal">): Scope {
  const { id, name, department, elsewhere } = item;
  return { ...scopeOf(item, state, state.facts.session.language), item: { id, name, department, elsewhere, documents: documentsOf(item) } };
}

/** Names of what departments make for this item, by print id: no template of ours has them. */
function documentsOf(item: ServiceItem): Readonly<Record<string, LocalText>> {
  const prints = item.steps.flatMap((step) => (step.kind === "print" ? step.prints : []));
  return Object.fromEntries(prints.flatMap((print) => ("name" in print ? [[print.id, print.name]] : [])));
}

/** Adds to a receipt's data what the interpreter cannot know: the department's name and the time (ISO 8601). */
export function completeReceiptData(data: Scope, departmentName: string | LocalText, now: string): Scope {
  const department = typeof departmentName === "string" ? { "zh-CN": departmentName, en: departmentName } : departmentName;
  return { ...data, now, item: { ...(data["item"] as object | undefined), department } };
}

type FormStep = Extract<Step, { kind: "form" }>;

function formsOf(item: ServiceItem): FormStep[] {
  return item.steps.filter((step) => step.kind === "form");
}

function withoutSecrets(item: ServiceItem, facts: Facts): Facts["answers"] {
  const secret = new Map(formsOf(item).map((form) => [form.into, secretNames(form)]));
  return Object.fromEntries(
    Object.entries(facts.answers).map(([into, values]) => [
      into,
      Object.fromEntries(Object.entries(values).filter(([name]) => !secret.get(into)?.has(name))),
    ]),
  );
}

/** Names of a form's fields that may be put to a department and shown nowhere. */
export function secretNames(form: FormStep): ReadonlySet<string> {
  return new Set(form.fields.filter((field) => field.control === "secret-digits").map((field) => field.name));
}

function labelsOf(item: ServiceItem, facts: Facts, language: Language): Record<string, Record<string, string>> {
  return Object.fromEntries(
    formsOf(item).map((form) => {
      const given = facts.answers[form.into] ?? {};
      const selects = form.fields.filter((field) => field.control === "select");
      return [
        form.into,
        Object.fromEntries(
          selects.map((field) => [field.name, field.options?.find((one) => one.value === given[field.name])?.label[language] ?? ""]),
        ),
      ];
    }),
  );
}
