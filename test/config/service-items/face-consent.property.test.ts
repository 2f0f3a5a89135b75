import assert from "node:assert/strict";
import fc from "fast-check";
import { advance, start } from "../../../config/service-items/flow.ts";
import type { FlowState } from "../../../config/service-items/flow-types.ts";
import { bareFaces, isAgreed, yearsOld } from "../support/faces.ts";
import { facts0, items } from "../support/items.ts";
import { CHILD_FACE_ITEM } from "../support/made-items.ts";
import { eventsFor } from "../support/walk.ts";

const all = [...items, CHILD_FACE_ITEM].filter((item) => item.steps.some((one) => one.kind === "consent"));
const ONWARD: ReadonlySet<string> = new Set("confirm agree choose fill sign identified fetched".split(" "));
const walks = fc.array(fc.nat(10_000), { minLength: 20, maxLength: 100, size: "max" });

describe("whatever anybody presses, in whatever order", () => {
  for (const [at, item] of all.entries()) {
    const name = item === CHILD_FACE_ITEM ? "an item that looks at children" : item.id;

    it(`${name}: no face counts and no camera looks without the agreement of whose it is, or of a grown-up for a child`, () => {
      let looks = 0;
      fc.assert(
        fc.property(walks, (picks) => {
          let { state } = start(item, facts0);
          for (const pick of picks) {
            const next = chosen(item, state, pick);
            if (!next) continue;
            state = next.state;
            assert.deepEqual(bareFaces(state.facts), []);
            for (const effect of next.effects) {
              if (effect.kind !== "verify-face") continue;
              looks += 1;
              assertMayLook(state, effect.person);
            }
          }
        }),
        { numRuns: 300, seed: 20_260_105 + at },
      );
      assert.ok(looks > 5 || item.id === "my-cases", `${looks} looks`);
    });
  }
});

function assertMayLook({ facts }: FlowState, person: string | null): void {
  const { identity } = person === null ? facts : (facts.persons[person] ?? facts);
  if (yearsOld(identity["birth"] ?? "", "2026-01-05") >= 14) {
    assert.ok(["face-verify", "face-child"].some((one) => isAgreed(facts, one, person)));
    return;
  }
  const { guardian } = facts.persons;
  assert.ok(isAgreed(facts, "face-child", "guardian") && guardian && yearsOld(guardian.identity["birth"] ?? "", "2026-01-05") >= 18);
}

/** Mostly something that leads on: a stroll that only presses wrong buttons shows nothing. */
function chosen(item: (typeof all)[number], state: FlowState, pick: number) {
  const live = eventsFor(item, state).flatMap((event) => {
    const next = event.kind === "cancel" ? null : advance(item, state, event);
    return next ? [{ event, next }] : [];
  });
  const onward = live.filter(({ event }) => ONWARD.has(event.kind));
  const from = pick % 2 === 0 && onward.length > 0 ? onward : live;
  return from[Math.floor(pick / 2) % Math.max(1, from.length)]?.next;
}
