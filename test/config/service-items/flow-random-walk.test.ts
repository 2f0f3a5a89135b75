import assert from "node:assert/strict";
import fc from "fast-check";
import { advance, start } from "../../../config/service-items/flow.ts";
import type { FlowEffect, FlowEvent, FlowState } from "../../../config/service-items/flow-types.ts";
import type { ServiceItem } from "../../../config/service-items/item.ts";
import { present } from "../../../config/service-items/view.ts";
import { facts0, items } from "../support/items.ts";
import { eventsFor } from "../support/walk.ts";

const choices = fc.array(fc.record({ pick: fc.nat(10_000), stale: fc.boolean() }), { minLength: 20, maxLength: 120, size: "max" });

describe("a thousand visitors who press anything at any time", () => {
  for (const item of items) {
    it(`${item.id}: one case, one sheet per blank, one rating and one end at most`, () => {
      fc.assert(
        fc.property(choices, (steps) => {
          const { state, effects } = stroll(item, steps);
          assert.ok(count(effects, "register-case") <= 1 || state.facts.case === null);
          assert.ok(count(effects, "rate") <= 1);
          assert.equal(count(effects, "end"), state.phase.at === "over" ? 1 : 0);
          const blanks = effects
            .flatMap((one) => (one.kind === "print" ? one.prints : []))
            .flatMap((one) => ("blank" in one && one.blank ? [one.blank] : []));
          assert.equal(new Set(blanks).size, blanks.length);
        }),
        { numRuns: 1_000 },
      );
    });
  }

  it("the same events always lead to the same state, and the state before is left as it was", () => {
    fc.assert(
      fc.property(fc.constantFrom(...items), choices, (item, steps) => {
        const first = stroll(item, steps, "frozen");
        assert.deepEqual(stroll(item, steps), first);
      }),
      { numRuns: 200 },
    );
  });

  it("such walks do come as far as a registered case and a rating", () => {
    for (const item of items) {
      const ways = fc.sample(choices, { numRuns: 500, seed: 20_260_105 }).flatMap((steps) => stroll(item, steps).effects);
      assert.ok(count(ways, "rate") >= 2, `${item.id} ${count(ways, "rate")}`);
    }
  });
});

function stroll(
  item: ServiceItem,
  steps: readonly { pick: number; stale: boolean }[],
  freeze?: "frozen",
): { state: FlowState; effects: FlowEffect[] } {
  let { state } = start(item, facts0);
  const effects: FlowEffect[] = [...start(item, facts0).effects];
  for (const { pick, stale } of steps) {
    if (freeze) deepFreeze(state);
    const event = choose(item, state, pick);
    if (!event) continue;
    const visit = stale && "visit" in event ? { ...event, visit: event.visit - 1 } : event;
    const next = advance(item, state, visit);
    if (stale && "visit" in event) assert.equal(next, null);
    if (!next) continue;
    state = next.state;
    effects.push(...next.effects);
    present(item, state, "en");
  }
  return { state, effects };
}

const ONWARD: ReadonlySet<string> = new Set("confirm agree choose fill sign rate identified fetched registered print-done".split(" "));

// Half of the time the visitor simply gets on; else nearly every walk would end early, at a window.
function choose(item: ServiceItem, state: FlowState, pick: number): FlowEvent | undefined {
  const all = eventsFor(item, state);
  if (pick % 10 === 0) return all[Math.floor(pick / 10) % all.length];
  const live = all.filter((event) => event.kind !== "cancel" && advance(item, state, event) !== null);
  const onward = live.find((event) => ONWARD.has(event.kind));
  return pick % 2 === 0 && onward ? onward : live[Math.floor(pick / 10) % live.length];
}

function count(effects: readonly FlowEffect[], kind: FlowEffect["kind"]): number {
  return effects.filter((one) => one.kind === kind).length;
}

function deepFreeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const member of Object.values(value)) deepFreeze(member);
}
