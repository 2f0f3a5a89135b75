import { unreachable } from "../../base/unreachable.ts";
import type { Language, LocalText } from "../language.ts";
import { rowsOf } from "./choose-rows.ts";
import type { Scope } from "./expression.ts";
import { MAX_VALUE_LENGTH } from "./field-check.ts";
import { stepOf } from "./flow-enter.ts";
import { hasOtherWay } from "./flow-identify.ts";
import type { FlowState } from "./flow-types.ts";
import { fieldValue } from "./form-values.ts";
import { type FormFieldSpec, printId, type Section, type ServiceItem, type Step } from "./item.ts";
import { scopeOf } from "./scope.ts";
import type { ChoiceRow, FormField, ItemScreen, ReviewSection, RuntimeScreen } from "./screen.ts";
import { renderOrDash, sayOrDash } from "./template.ts";

/** What to show in `state`: pure, in words of `language`; a value that cannot be told is —. */
export function present(item: ServiceItem, state: FlowState, language: Language): ItemScreen | RuntimeScreen {
  if (state.phase.at === "over") return { kind: "over", end: state.phase.end };
  const step = stepOf(item, state.step);
  const say = (text: LocalText) => text[language];
  const sayAll = (texts: readonly LocalText[]) => texts.map(say);
  const scope = scopeOf(item, state, language);
  switch (step.kind) {
    case "guide":
      return { kind: "guide", title: say(step.title), paragraphs: sayAll(step.paragraphs), bring: sayAll(step.bring) };
    case "consent":
      return {
        kind: "consent",
        title: say(step.title),
        paragraphs: sayAll(step.paragraphs),
        version: step.version,
        otherWay: say(step.otherWay),
      };
    case "identify":
      return {
        kind: "identify",
        factor: step.factor,
        person: step.personName ? say(step.personName) : null,
        triesLeft: state.triesLeft,
        why: state.phase.at === "retry" ? state.phase.why : null,
        otherWay: hasOtherWay(item, state, step),
      };
    case "methods":
      return {
        kind: "methods",
        title: say(step.title),
        paragraphs: sayAll(step.paragraphs),
        methods: step.methods.map(({ id, factors, title, detail }) => ({ id, factors, title: say(title), detail: say(detail) })),
      };
    case "choose":
      return { kind: "choose", title: say(step.title), rows: choiceRows(item, state, step, language), emptyText: say(step.ifEmpty) };
    case "form":
      return { kind: "form", title: say(step.title), fields: step.fields.map((field) => formField(item, state, step, field, language)) };
    case "scan":
      return {
        kind: "scan",
        title: say(step.title),
        paragraphs: sayAll(step.paragraphs),
        typing: step.typing,
        triesLeft: state.triesLeft,
        why: state.phase.at === "retry" ? state.phase.why : null,
      };
    case "sign":
      return {
        kind: "sign",
        title: say(step.title),
        paragraphs: sayAll(step.paragraphs),
        confirm: say(step.confirm),
        otherWay: say(step.otherWay),
      };
    case "review":
      return { kind: "review", title: say(step.title), sections: sections(step.sections, scope, language), confirm: say(step.confirm) };
    case "wait":
    case "submit":
      return { kind: "wait", text: say(step.text) };
    case "print":
      return { kind: "print", prints: step.prints.map((print) => ({ id: printId(print), kind: print.kind })) };
    case "result":
      return {
        kind: "result",
        outcome: step.outcome,
        title: say(step.title),
        paragraphs: step.paragraphs.map((text) => renderOrDash(say(text), scope)),
        caseNumber: state.facts.case?.number ?? null,
        sections: sections(step.sections, scope, language),
      };
    case "evaluate":
      return { kind: "evaluate", tags: item.ratingTags.map((tag) => ({ id: tag.id, text: say(tag.text) })) };
    case "handoff": {
      const paragraphs = step.paragraphs.map((text) => renderOrDash(say(text), scope));
      return { kind: "handoff", title: say(step.title), paragraphs, slip: say(slipOf(state, step)) };
    }
    default:
      return unreachable(step);
  }
}

/** Names of the item's stages for the progress bar, and which one `state` is in; a step without a stage belongs to the one before it. */
export function stages(item: ServiceItem, state: FlowState, language: Language): { steps: string[]; at: number } {
  const steps: string[] = [];
  let current = 0;
  let at = 0;
  for (const step of item.steps) {
    const name = step.stage?.[language];
    if (name !== undefined) {
      if (!steps.includes(name)) steps.push(name);
      current = steps.indexOf(name);
    }
    if (step.id === state.step) at = current;
  }
  return { steps, at };
}

function choiceRows(item: ServiceItem, state: FlowState, step: Extract<Step, { kind: "choose" }>, language: Language): ChoiceRow[] {
  return rowsOf(item, state, step).map(({ id, value }) => ({
    id,
    title: sayOrDash(step.row.title, value),
    detail: renderOrDash(step.row.detail[language], value),
    badge: renderOrDash(step.row.badge[language], value),
  }));
}

function formField(
  item: ServiceItem,
  state: FlowState,
  form: Extract<Step, { kind: "form" }>,
  field: FormFieldSpec,
  language: Language,
): FormField {
  const now = fieldValue(item, state, form, field);
  const longest = field.schema["maxLength"];
  return {
    name: field.name,
    label: field.label[language],
    hint: field.hint[language],
    control: field.control,
    required: field.required,
    maxLength: typeof longest === "number" ? longest : MAX_VALUE_LENGTH,
    options: (field.options ?? []).map((one) => ({ value: one.value, label: one.label[language] })),
    value: field.control === "secret-digits" ? "" : now.value,
    source: now.prefilled ? (field.prefill?.source[language] ?? "") : "",
    readOnly: now.readOnly,
    error: Object.hasOwn(state.fieldErrors, field.name) ? (state.fieldErrors[field.name]?.[language] ?? "") : "",
  };
}

function sections(of: readonly Section[], scope: Scope, language: Language): ReviewSection[] {
  return of.map((section) => ({
    title: section.title[language],
    rows: section.rows.map((row) => ({
      label: row.label[language],
      value: sayOrDash(row.value, scope),
      source: row.source?.[language] ?? "",
    })),
  }));
}

function slipOf(state: FlowState, step: Extract<Step, { kind: "handoff" }>): LocalText {
  if (state.phase.at === "working") return SLIP.printing;
  const outcome = state.facts.prints.findLast((one) => one.template === step.receipt)?.outcome;
  return outcome === "printed" || outcome === "paperless" ? SLIP[outcome] : SLIP.failed;
}

const SLIP = {
  printing: { "zh-CN": "正在打印凭条…", en: "Printing your slip…" },
  printed: { "zh-CN": "凭条已打印，请取走", en: "Please take your slip" },
  paperless: {
    "zh-CN": "凭条没有打印，请用手机扫码保存，凭手机到窗口",
    en: "No paper: please save the slip on your phone and show it at the window",
  },
  failed: { "zh-CN": "凭条没有打印，请直接去窗口", en: "No slip; just go to the window" },
} as const satisfies Readonly<Record<string, LocalText>>;
