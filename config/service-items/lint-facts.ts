import { IDENTIFYING_FACTORS } from "../identity/factors.ts";
import { IDENTITY_KEYS } from "../identity/facts.ts";
import { type Edge, edgesOf } from "./flow-graph.ts";
import type { ServiceItem, Step } from "./item.ts";

/** What an expression may start from at some step: fact → names under it; null = any names (an answer of a department). */
export type Known = ReadonlyMap<string, ReadonlySet<string> | null>;

const ALWAYS: readonly [string, readonly string[] | null][] = [
  ["session", ["language", "startedAt", "kiosk", "hall"]],
  ["item", ["id", "name", "department"]],
  ["factors", null],
  ["persons", null],
  ["consents", null],
  ["prints", null],
];

/** Facts that can exist when a step is entered, by step id: what some way to it has brought. */
export function knownAt(item: ServiceItem): ReadonlyMap<string, Known> {
  const edges = edgesOf(item);
  const byId = new Map(item.steps.map((step) => [step.id, step]));
  const known = new Map(item.steps.map((step) => [step.id, new Map(ALWAYS.map(([fact, names]) => [fact, names && new Set(names)]))]));
  for (let grew = true; grew; ) {
    grew = false;
    for (const edge of edges) {
      const from = byId.get(edge.from);
      const into = known.get(edge.to);
      if (!from || !into) continue;
      for (const [fact, names] of [...(known.get(edge.from) ?? []), ...brought(from, edge)]) {
        if (into.has(fact)) continue;
        into.set(fact, names);
        grew = true;
      }
    }
  }
  return known;
}

/** Everything that any step of the item brings: to tell "never" from "not yet". */
export function knownAnywhere(item: ServiceItem): Known {
  const edges = edgesOf(item);
  const all = new Map(ALWAYS.map(([fact, names]) => [fact, names && new Set(names)]));
  for (const step of item.steps) {
    for (const edge of edges.filter((one) => one.from === step.id)) for (const [fact, names] of brought(step, edge)) all.set(fact, names);
  }
  return all;
}

function brought(step: Step, edge: Edge): [string, Set<string> | null][] {
  if (edge.by === "refused" && step.kind === "wait") return [["refusal", new Set(["reason", "message"])]];
  if (edge.by !== "done") return [];
  switch (step.kind) {
    case "identify":
      return identified(step);
    case "choose":
      return [[`answers.${step.into}`, null]];
    case "form":
      return [
        [`answers.${step.into}`, new Set(step.fields.map((field) => field.name))],
        [`labels.${step.into}`, new Set(step.fields.filter((field) => field.control === "select").map((field) => field.name))],
      ];
    case "scan":
      return [[`answers.${step.into}`, null]];
    case "sign":
      return [[`answers.${step.into}`, new Set(["widthMm", "heightMm", "strokes"])]];
    case "wait":
      return [[`fetched.${step.into}`, null]];
    case "submit":
      return [["case", new Set(["id", "number", "registeredAt"])]];
    default:
      return [];
  }
}

function identified({ factor, person }: Extract<Step, { kind: "identify" }>): [string, Set<string> | null][] {
  if (!IDENTIFYING_FACTORS.has(factor)) return [];
  if (person === undefined) return [["identity", new Set(IDENTITY_KEYS)]];
  return [
    [`persons.${person}.identity`, new Set(IDENTITY_KEYS)],
    [`persons.${person}.factors`, null],
  ];
}

/** How many names at the beginning of a path make up a fact, by its first. */
const DEPTH: Readonly<Record<string, number>> = { answers: 2, fetched: 2, labels: 2, persons: 3 };

/** What is wrong with a path in words, null when nothing is. */
export function pathProblem(path: readonly string[], known: Known, anywhere: Known): { early: boolean; problem: string } | null {
  const depth = DEPTH[path[0] ?? ""] ?? 1;
  if (path.length < depth) return null;
  const fact = path.slice(0, depth).join(".");
  const name = path[depth];
  const names = known.get(fact);
  if (names === undefined) {
    const early = anywhere.has(fact);
    return { early, problem: early ? `no way here has brought ${fact} yet` : `there is no fact ${fact}` };
  }
  return name === undefined || names === null || names.has(name) ? null : { early: false, problem: `${fact} has no ${name}` };
}
