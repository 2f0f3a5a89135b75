import { type Edge, edgesOf, reachable } from "./flow-graph.ts";
import type { Print, ServiceItem, Step } from "./item.ts";
import type { ItemFault } from "./lint-fault.ts";
import { FACTOR_NEEDS } from "./method-availability.ts";

type Device = ServiceItem["needs"][number];

/**
 * `needs` names what the item cannot be done without. A camera is never needed: every face has another way by law. Neither is what only one
 * of several methods uses; whether any method is left is `availability`'s to see. What a print with `when` puts on the laser printer is not
 * wanted by everybody: an item may name it, and may stay open without it and tell of a sheet that did not come out at `ifFailed`.
 */
export function needsFaults(item: ServiceItem): ItemFault[] {
  const needed = new Set(unavoidableSteps(item).flatMap(devicesOf));
  const missing = [...needed].filter((kind) => !item.needs.includes(kind));
  const idle = item.needs.filter((kind) => !needed.has(kind));
  return [
    ...missing.map((kind) => fault(`a step uses the ${kind}, which is not named`, `add "${kind}"`)),
    ...idle.flatMap((kind) => idleFault(item, kind)),
  ];
}

function idleFault(item: ServiceItem, kind: Device): ItemFault[] {
  if (item.steps.some((step) => devicesOf(step).includes(kind)))
    return [fault(`only one of several methods uses the ${kind}`, `take "${kind}" out: who cannot use it has another way`)];
  return item.steps.some((step) => mayUse(step, kind)) ? [] : [fault(`no step uses the ${kind}`, `take "${kind}" out`)];
}

/** Steps that can be come to whichever method is chosen, at each step that offers some. */
function unavoidableSteps(item: ServiceItem): Step[] {
  const edges = edgesOf(item);
  const first = item.steps[0]?.id ?? "";
  const choices = item.steps.flatMap((step) =>
    step.kind === "methods" ? step.methods.map((method) => [step.id, method.to] as const) : [],
  );
  const isChosen = (edge: Edge, [at, to]: readonly [string, string]) => edge.from !== at || edge.by !== "chosen" || edge.to === to;
  const ways = choices.map((choice) => reachable(edges, first, (edge) => isChosen(edge, choice)));
  return item.steps.filter((step) => ways.every((way) => way.has(step.id)));
}

/** Devices that a step would use and can do without. */
function mayUse(step: Step, kind: Device): boolean {
  if (kind === "camera") return step.kind === "identify" && FACTOR_NEEDS[step.factor].devices.includes(kind);
  if (step.kind === "print") return step.prints.some((print) => PRINTERS[print.kind].includes(kind));
  return kind === "code-scanner" && step.kind === "scan";
}

function devicesOf(step: Step): Device[] {
  switch (step.kind) {
    case "identify":
      return FACTOR_NEEDS[step.factor].devices.filter((kind) => kind !== "camera");
    case "scan":
      return step.ifUnavailable || step.typing ? [] : ["code-scanner"];
    case "handoff":
      return ["receipt-printer"];
    case "print":
      return step.prints.flatMap((print) => PRINTERS[print.kind]).filter((kind) => kind !== "certificate-printer" || !isOptional(step));
    default:
      return [];
  }
}

// A numbered sheet is what an item is for: nobody begins one that cannot come out.
function isOptional(step: Extract<Step, { kind: "print" }>): boolean {
  return step.when !== undefined && step.prints.every((print) => print.effect !== "serialised");
}

const PRINTERS: Readonly<Record<Print["kind"], readonly Device[]>> = {
  receipt: ["receipt-printer"],
  certificate: ["certificate-printer"],
  "department-document": ["certificate-printer"],
  download: [],
};

function fault(problem: string, fix: string): ItemFault {
  return { rule: "needs-wrong", at: "/needs", problem, fix };
}
