import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { availability } from "../../../config/service-items/availability.ts";
import { advance } from "../../../config/service-items/flow.ts";
import type { FlowEvent, PrintOutcome } from "../../../config/service-items/flow-types.ts";
import { lintItem } from "../../../config/service-items/lint.ts";
import { checkItem } from "../../../config/service-items/schema.ts";
import type { World } from "../../../config/service-items/world.ts";
import { type Broken, breakable, PERSON } from "../support/items.ts";
import { card, choose, confirm, fetched, refused, registered, walk } from "../support/walk.ts";
import { insurance } from "../support/ways.ts";

const TO_REVIEW: FlowEvent[] = [confirm, card, fetched("social-insurance.record"), choose("24")];
const TO_PRINT: FlowEvent[] = [...TO_REVIEW, confirm, registered];
const done = (...outcomes: [template: string, outcome: PrintOutcome["outcome"]][]): FlowEvent => ({
  kind: "print-done",
  visit: 0,
  outcomes: outcomes.map(([template, outcome]) => ({ template, outcome, serial: "" })),
});
const PAPER = "insurance-certificate";
const FILE = "insurance-file";
const RECEIPT = "insurance-receipt";

describe("the social insurance certificate", () => {
  it("is asked of the department for the person of the card and the chosen period, and offered as a file beside it", () => {
    const { effects } = walk(insurance, TO_PRINT);
    const print = effects.at(-1);
    assert.ok(print?.kind === "print");
    const [paper, file, receipt] = print.prints;
    const params = { name: PERSON.name, idNumber: PERSON.number, period: "24" };
    assert.deepEqual(paper, {
      kind: "department-document",
      template: PAPER,
      name: { "zh-CN": "参保缴费证明（样张）", en: "Social insurance certificate (sample)" },
      operation: "social-insurance.certificate",
      params,
      withinMs: 20_000,
      copies: 1,
    });
    assert.ok(file?.kind === "download");
    assert.deepEqual([file.template, file.operation, file.params], [FILE, "social-insurance.certificate-file", params]);
    assert.equal(receipt?.template, RECEIPT);
  });

  for (const { name, outcomes, step } of [
    { name: "everything is there", outcomes: done([PAPER, "printed"], [FILE, "paperless"], [RECEIPT, "printed"]), step: "done" },
    {
      name: "the receipt went to the phone too",
      outcomes: done([PAPER, "printed"], [FILE, "paperless"], [RECEIPT, "paperless"]),
      step: "done",
    },
    { name: "the sheet did not come out", outcomes: done([PAPER, "failed"], [FILE, "failed"], [RECEIPT, "failed"]), step: "slip" },
    { name: "nobody knows of the sheet", outcomes: done([PAPER, "unknown"], [FILE, "failed"], [RECEIPT, "failed"]), step: "slip" },
    { name: "no address could be had", outcomes: done([PAPER, "printed"], [FILE, "failed"], [RECEIPT, "failed"]), step: "not-printed" },
    { name: "nobody spoke of the file", outcomes: done([PAPER, "printed"], [RECEIPT, "printed"]), step: "not-printed" },
  ]) {
    it(`when ${name}, it goes on at ${step}`, () => assert.equal(walk(insurance, [...TO_PRINT, outcomes]).state.step, step));
  }

  it("with three copies, two are not all", () => {
    const item = breakable("insurance-record");
    printsOf(item)[0].copies = 3;
    const there: [string, PrintOutcome["outcome"]][] = [
      [FILE, "paperless"],
      [RECEIPT, "printed"],
    ];
    const paper = (n: number) => Array.from({ length: n }, (): [string, "printed"] => [PAPER, "printed"]);
    assert.equal(walk(item, [...TO_PRINT, done(...paper(2), ...there)]).state.step, "not-printed");
    assert.equal(walk(item, [...TO_PRINT, done(...paper(3), ...there)]).state.step, "done");
    const effect = walk(item, TO_PRINT).effects.at(-1);
    assert.ok(effect?.kind === "print" && effect.prints[0]?.kind === "department-document" && effect.prints[0].copies === 3);
  });

  it("the slip names what the department makes, though no template of ours has a name for it", () => {
    const effect = walk(insurance, TO_PRINT).effects.at(-1);
    assert.ok(effect?.kind === "print" && effect.prints[2]?.kind === "receipt");
    const { documents } = effect.prints[2].data["item"] as { documents: Record<string, unknown> };
    assert.deepEqual(Object.keys(documents), [PAPER, FILE]);
  });

  it("a person without a record is told so in the department's words", () => {
    const { state } = walk(insurance, [confirm, card, refused("not-insured")]);
    assert.equal(state.step, "not-insured");
    assert.ok(advance(insurance, state, confirm));
  });

  it("is closed while the hub is away, before anybody begins", () => {
    const devices = { "id-card-reader": "usable", "receipt-printer": "usable", "certificate-printer": "usable" } as const;
    const world = { now: Date.UTC(2026, 0, 5, 2), hub: "reachable", devices, blanks: {}, hasIdentityService: true } as unknown as World;
    assert.equal(availability(insurance, world), null);
    assert.deepEqual(availability(insurance, { ...world, hub: "away" }), { reason: "hub-away", device: null });
  });
});

describe("what an author can get wrong in what departments make", () => {
  const OPERATIONS = new Map([
    ["social-insurance.record", "query"],
    ["social-insurance.certificate", "document"],
    ["social-insurance.certificate-file", "download"],
  ]);
  const around = {
    operations: OPERATIONS,
    templates: new Set(["insurance-receipt", "handoff-slip", "licence-original", "licence-of-two-pages"]),
    twoSided: new Set(["licence-original"]),
    severalPages: new Set(["licence-of-two-pages"]),
  };

  it("nothing is wrong with it as it is", () => assert.deepEqual(lintItem(insurance, around), []));

  for (const { name, change, rule, at } of [
    {
      name: "a document from an operation that nobody has",
      change: (p) => (p[0].operation = "social-insurance.paper"),
      rule: "operation-unknown",
      at: "/operation",
    },
    {
      name: "a document from an operation for questions",
      change: (p) => (p[0].operation = "social-insurance.record"),
      rule: "operation-misused",
      at: "/operation",
    },
    {
      name: "a file from an operation for the printer",
      change: (p) => (p[1].operation = "social-insurance.certificate"),
      rule: "operation-misused",
      at: "/operation",
    },
    { name: "a document that is called like a template", change: (p) => (p[0].id = "licence-original"), rule: "id-repeated", at: "/id" },
    { name: "a document and a file with the same id", change: (p) => (p[1].id = p[0].id), rule: "id-repeated", at: "/id" },
    {
      name: "a fact that nobody brings",
      change: (p) => (p[0].request.period = "answers.term.id"),
      rule: "fact-unknown",
      at: "/request/period",
    },
    { name: "an item that does without the hub", change: (_, item) => (item.needsHub = false), rule: "needs-wrong", at: "/needsHub" },
    { name: "an item that does without the printer", change: (_, item) => item.needs.pop(), rule: "needs-wrong", at: "/needs" },
    {
      name: "a numbered blank that is printed on both sides",
      change: (p, item) => {
        p[0] = { kind: "certificate", template: "licence-original", data: {}, effect: "serialised", blank: "licence" };
        item.blanks = ["licence"];
      },
      rule: "print-wrong",
      at: "/template",
    },
    {
      name: "two sheets for one number",
      change: (p, item) => {
        p[0] = { kind: "certificate", template: "licence-of-two-pages", data: {}, effect: "serialised", blank: "licence" };
        item.blanks = ["licence"];
      },
      rule: "print-wrong",
      at: "/template",
    },
    {
      name: "a question that is asked of a document",
      change: (_, item) => (item.steps[2].operation = "social-insurance.certificate"),
      rule: "operation-misused",
      at: "/operation",
    },
  ] as { name: string; change: (prints: Broken, item: Broken) => void; rule: string; at: string }[]) {
    it(`${name} is found, with its place and what to do`, () => {
      const item = breakable("insurance-record");
      change(printsOf(item), item);
      const faults = lintItem(must(checkItem(item, "insurance-record")), around);
      const found = faults.find((fault) => fault.rule === rule && fault.at.endsWith(at));
      assert.ok(found, JSON.stringify(faults, null, 1));
      assert.ok(found.problem.length > 5 && found.fix.length > 5);
    });
  }

  for (const { name, change } of [
    { name: "no copy", change: (p) => (p[0].copies = 0) },
    { name: "six copies", change: (p) => (p[0].copies = 6) },
    { name: "copies of a receipt", change: (p) => (p[2].copies = 2) },
    { name: "copies of a file", change: (p) => (p[1].copies = 2) },
    {
      name: "copies on numbered blanks",
      change: (p) => (p[0] = { kind: "certificate", template: "x", data: {}, effect: "serialised", blank: "b", copies: 2 }),
    },
    { name: "a document without time", change: (p) => delete p[0].withinMs },
    { name: "a file that is said to be printed", change: (p) => (p[1].effect = "repeatable") },
    { name: "a document on a numbered blank", change: (p) => (p[0].effect = "serialised") },
  ] as { name: string; change: (prints: Broken) => void }[]) {
    it(`${name}: the item is not taken`, () => {
      const item = breakable("insurance-record");
      change(printsOf(item));
      assert.ok(!checkItem(item, "insurance-record").ok);
    });
  }
});

function printsOf(item: Broken): Broken {
  return item.steps.find((step: Broken) => step.id === "print").prints;
}
