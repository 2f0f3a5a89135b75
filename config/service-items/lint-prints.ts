import { type Print, printId, type ServiceItem } from "./item.ts";
import type { ItemFault, LintRule } from "./lint-fault.ts";
import type { Surroundings } from "./surroundings.ts";

interface Found {
  readonly at: string;
  readonly print: Print;
}

type OfDepartment = Extract<Print, { kind: "department-document" | "download" }>;

const USES = { "department-document": "document", download: "download" } as const;

/** What an item puts on paper or on a phone: each thing there, by the right operation, under a name of its own. */
export function printsFaults(item: ServiceItem, around: Surroundings): ItemFault[] {
  const all = item.steps.flatMap((step, at) =>
    step.kind === "print" ? step.prints.map((print, of): Found => ({ at: `/steps/${at}/prints/${of}`, print })) : [],
  );
  return [...all.flatMap((found) => oneFaults(found, around)), ...nameFaults(all), ...hubFaults(item, all)];
}

function oneFaults({ at, print }: Found, around: Surroundings): ItemFault[] {
  switch (print.kind) {
    case "receipt":
      return templateFaults(print.template, `${at}/template`, around);
    case "certificate":
      return [...templateFaults(print.template, `${at}/template`, around), ...sheetFaults(at, print, around)];
    default:
      return [
        ...operationFaults(print.operation, USES[print.kind], `${at}/operation`, around),
        ...(around.templates?.has(print.id)
          ? [fault("id-repeated", `${at}/id`, `a document of the catalogue is called ${print.id}`, "give it an id of its own")]
          : []),
      ];
  }
}

export function templateFaults(template: string, at: string, { templates }: Surroundings): ItemFault[] {
  if (!templates || templates.has(template)) return [];
  return [fault("template-unknown", at, `there is no document ${template}`, "name a document of the catalogue")];
}

/** An operation that is there, and meant for this. */
export function operationFaults(operation: string, use: string, at: string, { operations }: Surroundings): ItemFault[] {
  const known = operations?.get(operation);
  if (!operations || known === use) return [];
  return known === undefined
    ? [fault("operation-unknown", at, `no connector has ${operation}`, "name an operation of a connector")]
    : [fault("operation-misused", at, `${operation} has use "${known}"`, `name an operation with use "${use}"`)];
}

// The back of a numbered blank has its own print, and one number stands for one sheet: a second would leave every later number off by one.
function sheetFaults(at: string, print: Extract<Print, { kind: "certificate" }>, { twoSided, severalPages }: Surroundings): ItemFault[] {
  const { template, effect } = print;
  if (effect !== "serialised") return [];
  const wrong = (problem: string, fix: string) => [fault("print-wrong", `${at}/template`, `${template} ${problem}`, fix)];
  if (twoSided?.has(template)) return wrong("is printed on both sides of a numbered blank", "make it one-sided");
  return severalPages?.has(template) ? wrong("has more than one page, and a numbered blank has one", "make it one page") : [];
}

/** `prints`, the ledger and the receipt know a print by its id only: what has the same id must be the same thing. */
function nameFaults(all: readonly Found[]): ItemFault[] {
  return all.flatMap(({ at, print }, n) => {
    const first = all.slice(0, n).find((one) => printId(one.print) === printId(print));
    if (!first || meaning(first.print) === meaning(print)) return [];
    const key = print.kind === "receipt" || print.kind === "certificate" ? "template" : "id";
    return [
      fault("id-repeated", `${at}/${key}`, `another print is called ${printId(print)} and is something else`, "give each its own id"),
    ];
  });
}

function meaning(print: Print): string {
  const own =
    print.kind === "department-document" || print.kind === "download" ? [print.operation, print.name["zh-CN"], print.name.en] : [];
  return JSON.stringify([print.kind, ...own]);
}

// What comes from a department comes through the hub: an item that cannot reach it must say so before anybody begins.
function hubFaults(item: ServiceItem, all: readonly Found[]): ItemFault[] {
  const first = all.find(
    (one): one is Found & { print: OfDepartment } => one.print.kind === "department-document" || one.print.kind === "download",
  );
  if (!first || item.needsHub) return [];
  return [fault("needs-wrong", "/needsHub", `${first.print.id} comes from a department, through the hub`, 'write "needsHub": true')];
}

function fault(rule: LintRule, at: string, problem: string, fix: string): ItemFault {
  return { rule, at, problem, fix };
}
