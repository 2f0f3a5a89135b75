import { FACE_FACTORS, type Factor } from "../identity/factors.ts";
import { edgesOf, reachable } from "./flow-graph.ts";
import type { ServiceItem, Step } from "./item.ts";
import type { ItemFault, LintRule } from "./lint-fault.ts";
import { operationFaults } from "./lint-prints.ts";
import type { Surroundings } from "./surroundings.ts";

type IdentifyStep = Extract<Step, { kind: "identify" }>;

/** Factors that somebody outside answers for, by a question that the step puts. */
export const ASKED_FACTORS: ReadonlySet<Factor> = new Set<Factor>(["remote-face", "electronic-licence"]);
/** Whose face it should be. A licence platform needs nothing of the item: the runtime adds the code, and the kiosk and item that ask. */
const REMOTE_FACE_REQUEST = ["name", "number"];

/** The parts of identify and methods steps against each other. */
export function identifyFaults(item: ServiceItem, around: Surroundings): ItemFault[] {
  return item.steps.flatMap((step, at) => {
    if (step.kind === "identify") return oneFaults(step, `/steps/${at}`, around);
    return step.kind === "methods" ? methodFaults(item, step, `/steps/${at}`) : [];
  });
}

function oneFaults(step: IdentifyStep, at: string, around: Surroundings): ItemFault[] {
  const { factor, operation, request, consent, minAssurance, person, personName } = step;
  const wrong = (key: string, problem: string, fix: string) => fault("identify-wrong", `${at}/${key}`, problem, fix);
  const faults: ItemFault[] = [];
  const isAsked = ASKED_FACTORS.has(factor);
  const isFace = FACE_FACTORS.has(factor);
  if (isAsked && operation === undefined) faults.push(wrong("operation", `${factor} without a question`, "name an operation"));
  if (!isAsked && (operation !== undefined || request !== undefined || step.withinMs !== undefined))
    faults.push(wrong("operation", `${factor} puts no question`, "take operation, request and withinMs out"));
  if (operation !== undefined) faults.push(...operationFaults(operation, "query", `${at}/operation`, around));
  const told = factor === "remote-face" ? REMOTE_FACE_REQUEST : [];
  for (const key of told.filter((one) => request === undefined || !Object.hasOwn(request, one)))
    faults.push(wrong("request", `${factor} asks without ${key}`, `add ${key} to the request`));
  if (!isFace && (consent !== undefined || minAssurance !== undefined))
    faults.push(
      wrong(consent === undefined ? "minAssurance" : "consent", `${factor} looks at no face`, "take consent and minAssurance out"),
    );
  if (isAsked && person !== undefined) faults.push(wrong("person", `${factor} is for the applicant only`, "take person out"));
  if (person !== undefined && personName === undefined)
    faults.push(wrong("personName", "nothing says whose turn it is", "add what the screen calls this person"));
  return faults;
}

function methodFaults(item: ServiceItem, step: Extract<Step, { kind: "methods" }>, at: string): ItemFault[] {
  const edges = edgesOf(item);
  const ids = step.methods.map((one) => one.id);
  return step.methods.flatMap((method, of): ItemFault[] => {
    const faults: ItemFault[] = [];
    if (ids.indexOf(method.id) !== of)
      faults.push(fault("id-repeated", `${at}/methods/${of}/id`, "another method has this id", "give each method its own id"));
    const found = reachable(edges, method.to, (edge) => edge.from !== step.id);
    const asked = item.steps.flatMap((one) => (one.kind === "identify" && found.has(one.id) ? [one.factor] : []));
    for (const factor of method.factors.filter((one) => !asked.includes(one)))
      faults.push(
        fault("method-wrong", `${at}/methods/${of}/factors`, `no step after ${method.to} asks for ${factor}`, "lead to one that does"),
      );
    return faults;
  });
}

function fault(rule: LintRule, at: string, problem: string, fix: string): ItemFault {
  return { rule, at, problem, fix };
}
