import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { must } from "../../../base/result.ts";
import { composeReceipt } from "../../../config/documents/compose-receipt.ts";
import { loadTemplates } from "../../../config/documents/load-templates.ts";
import { LANGUAGES } from "../../../config/language.ts";
import { withLanguage } from "../../../config/service-items/flow.ts";
import { arrive, stepOf } from "../../../config/service-items/flow-enter.ts";
import type { PrintOrder } from "../../../config/service-items/flow-types.ts";
import type { ServiceItem } from "../../../config/service-items/item.ts";
import { lintItem } from "../../../config/service-items/lint.ts";
import { completeReceiptData } from "../../../config/service-items/scope.ts";
import type { Connector } from "../../../sync-agent/departments/connector.ts";
import { explore } from "../support/explore.ts";
import { catalogue, items } from "../support/items.ts";

const FOLDER = new URL("../../../config/catalogue/", import.meta.url).pathname;
const templates = must(loadTemplates(`${FOLDER}documents`));

/** Each order that some way through the item gives, in both languages, once per set of facts. */
function ordersOf(item: ServiceItem): { order: PrintOrder; language: (typeof LANGUAGES)[number] }[] {
  return explore(item).states.flatMap(({ state }) => {
    const step = stepOf(item, state.step);
    if (state.phase.at !== "working" || (step.kind !== "print" && step.kind !== "handoff")) return [];
    return LANGUAGES.flatMap((language) =>
      arrive(item, withLanguage(state, language), step).effects.flatMap((effect) =>
        effect.kind === "print" ? effect.prints.map((order) => ({ order, language })) : [],
      ),
    );
  });
}

describe("what the items put on paper", () => {
  for (const item of items) {
    const orders = ordersOf(item);

    it(`${item.id}: every receipt can be composed from what is known when it is printed`, () => {
      const department = catalogue.departments.get(item.department)?.name ?? item.name;
      for (const { order, language } of orders) {
        if (order.kind !== "receipt") continue;
        const template = templates.receipts.get(order.template);
        assert.ok(template, order.template);
        const made = composeReceipt(template, completeReceiptData(order.data, department, "2026-01-05T01:06:00.000Z"), language);
        assert.ok(made.ok, JSON.stringify(made));
        assert.ok(made.value.lines.length > 3, order.template);
      }
    });

    it(`${item.id}: a certificate gets exactly the data that its template asks for`, () => {
      const certificates = orders.map((one) => one.order).filter((order) => order.kind === "certificate");
      for (const order of certificates) {
        const wanted = Object.keys(templates.certificates.get(order.template)?.data ?? {}).sort();
        assert.deepEqual(Object.keys(order.data).sort(), wanted);
        const filled = certificates.filter((one) => one.template === order.template && Object.values(one.data).every((value) => value));
        assert.ok(filled.length > 0, `${order.template} is filled from what the department answers`);
      }
    });

    it(`${item.id}: its operations and documents are all there`, () => {
      const operations = readdirSync(`${FOLDER}connectors`).flatMap((file) => {
        const connector = JSON.parse(readFileSync(`${FOLDER}connectors/${file}`, "utf8")) as Pick<Connector, "id" | "operations">;
        return Object.entries(connector.operations).map(([name, { use }]): [string, string] => [`${connector.id}.${name}`, use]);
      });
      const around = {
        operations: new Map(operations),
        templates: new Set([...templates.certificates.keys(), ...templates.receipts.keys()]),
      };
      assert.deepEqual(lintItem(item, around), []);
    });
  }
});
