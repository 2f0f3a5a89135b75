import { LANGUAGES } from "../language.ts";
import { expression } from "./expression.ts";
import { edgesOf, isEnd } from "./flow-graph.ts";
import type { ServiceItem, Step } from "./item.ts";
import { type Known, knownAnywhere, knownAt, pathProblem } from "./lint-facts.ts";
import type { ItemFault } from "./lint-fault.ts";
import { textsOf } from "./lint-texts.ts";
import { secretNames } from "./scope.ts";
import { parseTemplate } from "./template.ts";

interface Found {
  readonly at: string;
  readonly step: Step;
  readonly text: string;
  /** Evaluated on a row of its own, not on the session's facts. */
  readonly onRow: boolean;
}

/** Every expression compiles, and starts from facts that some way to its step has brought; none shows a secret. */
export function lintExpressions(item: ServiceItem): ItemFault[] {
  const all = [...expressionsOf(item), ...templateExpressions(item)];
  const bad = all.flatMap(({ at, text }): ItemFault[] => {
    const compiled = expression(text);
    if (compiled.ok) return [];
    const { kind, detail } = compiled.error;
    return [
      {
        rule: "expression-bad",
        at,
        problem: `${kind}: ${detail}: ${text}`,
        fix: "write a JMESPath expression with the functions of this house",
      },
    ];
  });
  // Which facts are there is only worth telling when every step's ways are known.
  if (bad.length > 0 || !isWhole(item)) return bad;
  const known = knownAt(item);
  const anywhere = knownAnywhere(item);
  return all.flatMap((found) => [...pathFaults(found, known.get(found.step.id) ?? new Map(), anywhere), ...secretFaults(item, found)]);
}

function isWhole(item: ServiceItem): boolean {
  const ids = new Set(item.steps.map((step) => step.id));
  return edgesOf(item).every((edge) => ids.has(edge.to) || isEnd(edge.to));
}

function pathsOf(text: string): readonly (readonly string[])[] {
  const compiled = expression(text);
  return compiled.ok ? compiled.value.paths : [];
}

function pathFaults({ at, text, onRow }: Found, known: Known, anywhere: Known): ItemFault[] {
  if (onRow) return [];
  return pathsOf(text).flatMap((path): ItemFault[] => {
    const wrong = pathProblem(path, known, anywhere);
    if (!wrong) return [];
    return wrong.early
      ? [{ rule: "fact-too-early", at, problem: `${wrong.problem}: ${text}`, fix: "move the step behind the one that brings it" }]
      : [{ rule: "fact-unknown", at, problem: `${wrong.problem}: ${text}`, fix: "name a fact that a step before brings" }];
  });
}

function secretFaults(item: ServiceItem, { at, text, step, onRow }: Found): ItemFault[] {
  if (onRow || step.kind === "wait") return [];
  const secrets = item.steps.flatMap((one) =>
    one.kind === "form" ? [...secretNames(one)].map((name) => `answers.${one.into}.${name}`) : [],
  );
  const shown = pathsOf(text).filter((path) => secrets.includes(path.slice(0, 3).join(".")));
  return shown.map((path) => ({
    rule: "secret-shown",
    at,
    problem: `${path.join(".")} is a secret and may only go into a question to a department`,
    fix: "take it out",
  }));
}

function templateExpressions(item: ServiceItem): Found[] {
  return textsOf(item)
    .filter((found) => found.template)
    .flatMap(({ at, text }) => {
      const step = item.steps[Number(at.split("/")[2])];
      if (!step) return [];
      return LANGUAGES.flatMap((language) => {
        const parts = parseTemplate(text[language]);
        const inner = parts.ok ? parts.value.flatMap((part) => ("expression" in part ? [part.expression] : [])) : [];
        return inner.map((one) => ({ at: `${at}/${language}`, step, text: one, onRow: step.kind === "choose" }));
      });
    });
}

function expressionsOf(item: ServiceItem): Found[] {
  return item.steps.flatMap((step, index) => {
    const root = `/steps/${index}`;
    const found = ownExpressions(step).map(([path, text, onRow = false]) => ({ at: root + path, step, text, onRow }));
    return step.when === undefined ? found : [{ at: `${root}/when`, step, text: step.when, onRow: false }, ...found];
  });
}

type Own = [path: string, text: string, onRow?: boolean];

function ownExpressions(step: Step): Own[] {
  switch (step.kind) {
    case "choose":
      return [
        ["/rows", step.rows],
        ["/row/id", step.row.id, true],
        ["/row/title", step.row.title, true],
      ];
    case "form":
      return step.fields.flatMap((field, at): Own[] => (field.prefill ? [[`/fields/${at}/prefill/value`, field.prefill.value]] : []));
    case "review":
    case "result":
      return step.sections.flatMap((section, at) => section.rows.map((row, of): Own => [`/sections/${at}/rows/${of}/value`, row.value]));
    case "identify":
      return entries("/request", step.request ?? {});
    case "wait":
      return entries("/request", step.request);
    case "submit":
      return entries("/body", step.body);
    case "print":
      return step.prints.flatMap((print, at) => [
        ...("data" in print ? entries(`/prints/${at}/data`, print.data) : []),
        ...("request" in print ? entries(`/prints/${at}/request`, print.request) : []),
        ...("copies" in print && typeof print.copies === "string" ? entries(`/prints/${at}`, { copies: print.copies }) : []),
      ]);
    default:
      return [];
  }
}

function entries(path: string, mapping: Readonly<Record<string, string>>): Own[] {
  return Object.entries(mapping).map(([key, text]) => [`${path}/${key}`, text]);
}
