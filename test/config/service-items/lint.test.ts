import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import type { Step } from "../../../config/service-items/item.ts";
import { lintItem } from "../../../config/service-items/lint.ts";
import { checkItem } from "../../../config/service-items/schema.ts";
import { BAD_FLOWS_AND_FACTS } from "../support/bad-flows-and-facts.ts";
import { BAD_IDENTITY } from "../support/bad-identity.ts";
import { placeIn, step } from "../support/bad-item.ts";
import { BAD_TEXTS_AND_PARTS } from "../support/bad-texts-and-parts.ts";
import { breakable, catalogue, items } from "../support/items.ts";

const around = {
  departments: new Set(catalogue.departments.keys()),
  operations: new Map(items.flatMap((item) => item.steps.flatMap(operationsOf))),
  templates: new Set(
    items.flatMap((item) =>
      item.steps.flatMap((one) =>
        one.kind === "print"
          ? one.prints.flatMap((print) => ("template" in print ? [print.template] : []))
          : one.kind === "handoff"
            ? [one.receipt]
            : [],
      ),
    ),
  ),
};

function operationsOf(step: Step): [string, string][] {
  if (step.kind === "print") {
    const uses = { "department-document": "document", download: "download" };
    return step.prints.flatMap((print): [string, string][] => ("operation" in print ? [[print.operation, uses[print.kind]]] : []));
  }
  return "operation" in step && step.operation ? [[step.operation, "query"]] : [];
}

describe("what an author can get wrong in a service item", () => {
  for (const item of items) it(`${item.id} is good`, () => assert.deepEqual(lintItem(item, around), []));

  for (const bad of [...BAD_FLOWS_AND_FACTS, ...BAD_TEXTS_AND_PARTS, ...BAD_IDENTITY]) {
    it(`${bad.it} is found, with its place and what to do`, () => {
      const item = breakable(bad.of);
      bad.break(item);
      const at = placeIn(item, bad.at);
      const faults = lintItem(must(checkItem(item, bad.of)), around);
      const found = faults.find((fault) => fault.rule === bad.rule && fault.at.includes(at));
      assert.ok(found, JSON.stringify(faults, null, 1));
      assert.ok(found.problem.length > 5 && found.fix.length > 5);
    });
  }

  it("several mistakes at once are all told", () => {
    const item = breakable("my-cases");
    item.name.en = "";
    item.department = "tax";
    step(item, "done").next = "elsewhere";
    step(item, "case").request.idNumber = "identity.";
    const rules = new Set(lintItem(item, around).map((fault) => fault.rule));
    assert.deepEqual([...rules].sort(), ["department-unknown", "expression-bad", "target-unknown", "text-empty"]);
  });
});
