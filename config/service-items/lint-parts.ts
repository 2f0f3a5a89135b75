import { compileFieldSchema } from "./field-check.ts";
import type { FormFieldSpec, ServiceItem, Step } from "./item.ts";
import type { ItemFault, LintRule } from "./lint-fault.ts";
import { identifyFaults } from "./lint-identify.ts";
import { needsFaults } from "./lint-needs.ts";
import { operationFaults, printsFaults, templateFaults } from "./lint-prints.ts";
import type { Surroundings } from "./surroundings.ts";

/** The parts of an item against each other and against what stands around it. */
export function lintParts(item: ServiceItem, around: Surroundings): ItemFault[] {
  return [
    ...needsFaults(item),
    ...blanksFaults(item, around),
    ...hoursFaults(item),
    ...tagFaults(item),
    ...stepFaults(item, around),
    ...identifyFaults(item, around),
    ...printsFaults(item, around),
    ...departmentFaults(item, around),
  ];
}

function departmentFaults(item: ServiceItem, { departments }: Surroundings): ItemFault[] {
  if (!departments || departments.has(item.department)) return [];
  return [fault("department-unknown", "/department", `there is no department ${item.department}`, `one of ${[...departments].join(", ")}`)];
}

function blanksFaults(item: ServiceItem, around: Surroundings): ItemFault[] {
  const used = new Set(
    item.steps.flatMap((step) =>
      step.kind === "print" ? step.prints.flatMap((one) => (one.effect === "serialised" ? [one.blank] : [])) : [],
    ),
  );
  return [
    ...[...used]
      .filter((type) => !item.blanks.includes(type))
      .map((type) => fault("blanks-wrong", "/blanks", `a print uses the blank ${type}, which is not named`, `add "${type}"`)),
    ...item.blanks
      .filter((type) => around.blanks && !around.blanks.has(type))
      .map((type) => fault("blanks-wrong", "/blanks", `${type} is not in blanks.json`, "add it there, or name one that is")),
    ...item.blanks
      .filter((type) => !used.has(type))
      .map((type) => fault("blanks-wrong", "/blanks", `no print uses the blank ${type}`, `take "${type}" out`)),
  ];
}

function hoursFaults(item: ServiceItem): ItemFault[] {
  return (item.opening ?? []).flatMap((window, at) =>
    window.from < window.to
      ? []
      : [fault("hours-wrong", `/opening/${at}`, `${window.from} is not before ${window.to}`, "for hours past midnight write two windows")],
  );
}

function tagFaults(item: ServiceItem): ItemFault[] {
  return repeated(item.ratingTags.map((tag) => tag.id)).map((at) =>
    fault("id-repeated", `/ratingTags/${at}/id`, "another tag has this id", "give each tag its own id"),
  );
}

function stepFaults(item: ServiceItem, around: Surroundings): ItemFault[] {
  const intos = item.steps.map((step) => ("into" in step ? `${step.kind === "wait" ? "fetched" : "answers"}.${step.into}` : step.id));
  const clashes = repeated(intos).map((at) =>
    fault("id-repeated", `/steps/${at}/into`, `another step writes to ${intos[at]}`, "give each step its own into"),
  );
  return [...clashes, ...item.steps.flatMap((step, at) => oneStepFaults(step, `/steps/${at}`, around))];
}

function oneStepFaults(step: Step, at: string, around: Surroundings): ItemFault[] {
  switch (step.kind) {
    case "form":
      return [
        ...repeated(step.fields.map((field) => field.name)).map((of) =>
          fault("id-repeated", `${at}/fields/${of}/name`, "another field has this name", "give each field its own name"),
        ),
        ...step.fields.flatMap((field, of) => fieldFaults(field, `${at}/fields/${of}`)),
      ];
    case "wait":
      return [
        ...operationFaults(step.operation, "query", `${at}/operation`, around),
        ...(step.poll && step.poll.forMs <= step.poll.everyMs
          ? [fault("poll-wrong", `${at}/poll`, "it would be asked only once", "make forMs longer than everyMs")]
          : []),
      ];
    case "handoff":
      return templateFaults(step.receipt, `${at}/receipt`, around);
    default:
      return [];
  }
}

function fieldFaults(field: FormFieldSpec, at: string): ItemFault[] {
  return [...schemaFaults(field, `${at}/schema`), ...optionFaults(field, at)];
}

// A repetition inside a repetition can take longer than a person waits; 1 000 characters of a bad one took minutes elsewhere.
const NESTED_REPETITION = /[*+}][^()]*\)[*+{]/;

function schemaFaults(field: FormFieldSpec, at: string): ItemFault[] {
  try {
    compileFieldSchema(field.schema);
  } catch (cause) {
    return [fault("field-schema-bad", at, cause instanceof Error ? cause.message : String(cause), "write a JSON Schema of a string")];
  }
  const pattern = field.schema["pattern"];
  if (field.schema["type"] !== "string") return [fault("field-schema-bad", at, "the value of a field is a text", 'write "type": "string"')];
  if (typeof pattern === "string" && NESTED_REPETITION.test(pattern)) {
    return [fault("field-schema-bad", `${at}/pattern`, "a repetition inside a repetition", "write the pattern without one")];
  }
  return [];
}

function optionFaults(field: FormFieldSpec, at: string): ItemFault[] {
  if (field.control !== "select")
    return field.options
      ? [fault("options-wrong", `${at}/options`, `a ${field.control} has no options`, "take them out, or make it a select")]
      : [];
  if (!field.options) return [fault("options-wrong", at, "a select without options", "add options")];
  return repeated(field.options.map((one) => one.value)).map((of) =>
    fault("options-wrong", `${at}/options/${of}`, "another option has this value", "give each its own value"),
  );
}

/** Places of those that were there before. */
function repeated(names: readonly string[]): number[] {
  return names.flatMap((name, at) => (names.indexOf(name) === at ? [] : [at]));
}

function fault(rule: LintRule, at: string, problem: string, fix: string): ItemFault {
  return { rule, at, problem, fix };
}
