import assert from "node:assert/strict";
import { formatLicenceId } from "../../../config/codes/licence-id.ts";
import { type Code, resolveCode } from "../../../config/codes/resolve-code.ts";
import { advance } from "../../../config/service-items/flow.ts";
import type { FlowEvent } from "../../../config/service-items/flow-types.ts";
import type { ServiceItem } from "../../../config/service-items/item.ts";
import { lintItem } from "../../../config/service-items/lint.ts";
import { checkItem } from "../../../config/service-items/schema.ts";
import { present } from "../../../config/service-items/view.ts";
import { catalogue } from "../support/items.ts";
import { SCAN_ITEM } from "../support/scan-item.ts";
import { back, confirm, fill, refuse, walk } from "../support/walk.ts";

const scanned = (text: string): FlowEvent => ({ kind: "scanned", visit: 0, code: resolveCode(text, catalogue.codes) });
const ticket = scanned("SLT-0042");
const failed: FlowEvent = { kind: "scan-failed", visit: 0 };
const away: FlowEvent = { kind: "scan-unavailable", visit: 0 };
const retry: FlowEvent = { kind: "retry" };
const GOOD_ID = formatLicenceId({
  licenceType: "11990101MA0F00035D001",
  issuer: "11990101MA0F00035D",
  serial: "SLZZ0001",
  version: "001",
});
const BAD_ID = GOOD_ID.slice(0, -1) + (GOOD_ID.endsWith("7") ? "8" : "7");

const withStep = (change: Readonly<Record<string, unknown>>, needs: ServiceItem["needs"] = []): ServiceItem => ({
  ...SCAN_ITEM,
  needs,
  steps: SCAN_ITEM.steps.map((step) => (step.kind === "scan" ? ({ ...step, ...change } as typeof step) : step)),
});
const promptOf = (item: ServiceItem, events: readonly FlowEvent[]) => {
  const screen = present(item, walk(item, events).state, "zh-CN");
  return screen.kind === "scan" ? [screen.why, screen.triesLeft] : screen.kind;
};

describe("scanning in a service item", () => {
  it("is a good item, in shape and in sense", () => {
    assert.deepEqual(lintItem(SCAN_ITEM), []);
    assert.ok(checkItem(JSON.parse(JSON.stringify(SCAN_ITEM)), "x.json").ok);
  });

  it("asks the scanner on entry and takes what is wanted, with its parts for expressions", () => {
    const { state, effects } = walk(SCAN_ITEM, [confirm, ticket]);
    assert.deepEqual(effects[0], { kind: "scan-code", visit: 2 });
    assert.equal(state.step, "done");
    assert.deepEqual(state.facts.answers["ticket"], { type: "queue-ticket", pattern: "hall-ticket", number: "0042" } satisfies Code);
  });

  it("says in words that another code is the wrong one, lets try again, and at last goes on without", () => {
    assert.deepEqual(promptOf(SCAN_ITEM, [confirm, scanned("hello")]), ["wrong-type", 1]);
    assert.deepEqual(promptOf(SCAN_ITEM, [confirm, failed]), ["unreadable", 1]);
    assert.deepEqual(walk(SCAN_ITEM, [confirm, scanned("hello"), retry, ticket]).state.step, "done");
    const { state } = walk(SCAN_ITEM, [confirm, scanned("hello"), retry, failed]);
    assert.equal(state.step, "none");
    assert.deepEqual(state.facts.answers, {});
  });

  it("leaves it to the person to use a licence whose check character differs: it is a warning, never a refusal", () => {
    assert.equal(walk(SCAN_ITEM, [confirm, scanned(GOOD_ID)]).state.step, "done");
    assert.deepEqual(promptOf(SCAN_ITEM, [confirm, scanned(BAD_ID)]), ["check-differs", 2]);
    const used = walk(SCAN_ITEM, [confirm, scanned(BAD_ID), confirm]).state;
    assert.equal(used.step, "done");
    assert.equal(used.facts.answers["ticket"]?.["checkOk"], false);
    const other = walk(SCAN_ITEM, [confirm, scanned(BAD_ID), retry]).state;
    assert.deepEqual(other.facts.answers, {}, "whoever tries again has taken nothing yet");
    assert.equal(advance(SCAN_ITEM, walk(SCAN_ITEM, [confirm, failed]).state, confirm), null, "nothing to use");
  });

  it("can be typed where the item allows it, and drops what the scanner reads meanwhile", () => {
    const { state, effects } = walk(SCAN_ITEM, [confirm, fill({ code: "slt-0042" })]);
    assert.deepEqual(effects.at(-1), {
      kind: "resolve-code",
      visit: state.visit,
      text: "slt-0042",
      accept: ["queue-ticket", "licence-id"],
    });
    const { visit } = walk(SCAN_ITEM, [confirm]).state;
    assert.equal(advance(SCAN_ITEM, state, { ...ticket, visit } as FlowEvent), null);
    assert.equal(walk(SCAN_ITEM, [confirm, fill({ code: "slt-0042" }), ticket]).state.step, "done");
    const { state: asked } = walk(SCAN_ITEM, [confirm]);
    assert.equal(advance(SCAN_ITEM, asked, fill({ code: "  " })), null);
    assert.equal(advance(withStep({ typing: false, ifUnavailable: "none" }), asked, fill({ code: "SLT-0042" })), null);
  });

  it("without a scanner is typed, or goes where the item says", () => {
    assert.deepEqual(promptOf(SCAN_ITEM, [confirm, away]), ["scanner-down", 2]);
    assert.equal(walk(SCAN_ITEM, [confirm, away, fill({ code: "SLT-0042" }), ticket]).state.step, "done");
    assert.equal(walk(withStep({ typing: false, ifUnavailable: "none" }), [confirm, away]).state.step, "none");
  });

  it("leads whoever has no code on at once, and can be left backwards", () => {
    assert.equal(walk(SCAN_ITEM, [confirm, refuse]).state.step, "none");
    assert.equal(walk(SCAN_ITEM, [confirm, back]).state.step, "guide");
  });

  it("needs a scanner unless it may be typed or has another way", () => {
    const rules = (item: ServiceItem) => lintItem(item).map(({ rule, at }) => `${rule} ${at}`);
    assert.deepEqual(rules(withStep({ typing: false })), ["needs-wrong /needs"]);
    assert.deepEqual(rules(withStep({ typing: false }, ["code-scanner"])), []);
    assert.deepEqual(rules(withStep({ typing: false, ifUnavailable: "none" })), []);
    assert.deepEqual(rules(withStep({}, ["code-scanner"])), []);
    assert.deepEqual(rules(withStep({ ifFailed: "nowhere" })), ["target-unknown /steps/1"]);
    assert.ok(!checkItem(JSON.parse(JSON.stringify(withStep({ accept: ["barcode"] }))), "x.json").ok);
  });
});
