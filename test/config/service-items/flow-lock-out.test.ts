import assert from "node:assert/strict";
import { FACTORS, type Factor } from "../../../config/identity/factors.ts";
import { FACTOR_LOCK, isLocked, newlyLocked } from "../../../config/service-items/factor-lock.ts";
import { advance, start } from "../../../config/service-items/flow.ts";
import type { FlowEvent, FlowState } from "../../../config/service-items/flow-types.ts";
import type { ServiceItem } from "../../../config/service-items/item.ts";
import { facts0, GOOD_VALUES, SPOUSE } from "../support/items.ts";
import { agree, back, card, choose, confirm, face, fill, proves, refuse, retry, walk } from "../support/walk.ts";
import { cases, failed, fund, joint, licence } from "../support/ways.ts";

const attack: FlowEvent = { kind: "identify-failed", visit: 0, why: "no-match", final: true, lock: "close" };
const toRemoteFace: FlowEvent[] = [choose("remote-face"), agree, fill(GOOD_VALUES)];

/** The way to a first try at each factor, and how the person comes to the next one once a step has been given up. */
const WAYS: Readonly<Record<Factor, { item: ServiceItem; to: FlowEvent[]; again: FlowEvent[]; failed: string }>> = {
  "id-card": { item: cases, to: [choose("id-card")], again: [choose("id-card")], failed: "how" },
  "social-security-card": { item: cases, to: [choose("social-security-card")], again: [choose("social-security-card")], failed: "how" },
  "remote-face": { item: cases, to: toRemoteFace, again: [confirm, ...toRemoteFace], failed: "face-missed" },
  face: { item: fund, to: [confirm, card, agree], again: [back, confirm, card, agree], failed: "face-missed" },
  "electronic-licence": { item: licence, to: [confirm], again: [], failed: "window" },
};

describe("factors that are closed for a session", () => {
  for (const factor of FACTORS) {
    const { item, to, again } = WAYS[factor];
    if (again.length === 0) continue;

    it(`${factor}: ${FACTOR_LOCK[factor]} failed tries close it, whichever step they were made at; nothing is started any more`, () => {
      let { state } = walk(item, to);
      let tries = 0;
      while (!isLocked(state, factor)) {
        assert.ok(tries < 20);
        const failing = advance(item, state, { ...(failed() as object), visit: state.visit } as FlowEvent);
        assert.ok(failing, `${state.step} ${tries}`);
        tries += 1;
        const locked = newlyLocked(state, failing.state);
        state = failing.state;
        assert.deepEqual(locked, tries === FACTOR_LOCK[factor] ? [{ factor, failures: tries }] : [], "told once, for the journal");
        if (state.phase.at === "retry") state = onward(item, state, [retry]);
        else if (!isLocked(state, factor)) state = onward(item, state, again);
      }
      assert.equal(tries, FACTOR_LOCK[factor]);
      assert.notEqual(state.phase.at, "working", "no try is under way");
    });
  }

  it("a closed face is passed by on the way, and the next way is asked for at once", () => {
    const { state, effects } = walk(fund, [confirm, card, agree, attack, back, confirm, card, agree]);
    assert.equal(state.step, "face-missed");
    assert.equal(effects.filter((one) => one.kind === "verify-face").length, 1);
  });

  it("something that is no face closes every factor that looks at one, and no other", () => {
    const { state } = walk(fund, [confirm, card, agree, attack]);
    assert.deepEqual(
      FACTORS.filter((one) => isLocked(state, one)),
      ["face", "remote-face"],
    );
    assert.deepEqual(
      newlyLocked({ failures: {} }, state).map((one) => one.factor),
      ["face", "remote-face"],
    );
  });

  it("a second person's face is closed as well: it is the same camera, and the same session", () => {
    const before: FlowEvent[] = [confirm, card, agree, failed(), retry, failed(), retry, face, confirm, proves(SPOUSE), agree];
    const { state } = walk(joint, [...before, failed(), retry, failed()]);
    assert.deepEqual([state.failures, state.step], [{ face: 4 }, "spouse-face"]);
    const { state: after } = walk(joint, [...before, failed(), retry, failed(), retry, failed()]);
    assert.deepEqual([isLocked(after, "face"), after.step], [true, "window"]);
  });

  it("the tries of one step are bounded as before, and a final failure ends them", () => {
    assert.equal(walk(cases, [choose("id-card"), failed(), retry, failed(), retry, failed()]).state.step, "how");
    const { state } = walk(cases, [choose("id-card"), failed(true)]);
    assert.deepEqual([state.step, state.failures], ["how", { "id-card": 1 }]);
  });

  it("a method with a closed factor can no longer be chosen; the others can", () => {
    const { state } = walk(cases, [...toRemoteFace, attack, confirm]);
    assert.equal(state.step, "how");
    assert.equal(advance(cases, state, choose("remote-face")), null);
    assert.equal(advance(cases, state, choose("id-card"))?.state.step, "card");
  });

  it("when every method is closed, the person is sent to a window without being asked", () => {
    const first = start(cases, facts0).state;
    const closed = { "id-card": 9, "social-security-card": 6, "remote-face": 3 };
    const tried = advance(cases, { ...first, failures: { ...closed, "id-card": 8 } }, choose("id-card"));
    assert.ok(tried);
    const ended = advance(cases, tried.state, { kind: "identify-failed", visit: tried.state.visit, why: "unreadable", final: false });
    assert.deepEqual([ended?.state.step, ended?.state.failures], ["window", closed]);
  });

  it("a look in which nobody was judged costs the step's try, and brings the lock no nearer", () => {
    const unseen: FlowEvent = { kind: "identify-failed", visit: 0, why: "not-seen", final: false, lock: "keep" };
    const { state } = walk(fund, [confirm, card, agree, unseen]);
    assert.deepEqual([state.failures, state.triesLeft, state.phase], [{}, 2, { at: "retry", why: "not-seen" }]);
    const { state: after } = walk(fund, [confirm, card, agree, unseen, retry, failed(), retry, unseen]);
    assert.deepEqual([after.failures, after.step], [{ face: 1 }, "face-missed"]);
  });

  it("what the person did not try, or took back, counts for nothing", () => {
    const unavailable: FlowEvent = { kind: "identify-unavailable", visit: 0 };
    assert.deepEqual(walk(cases, [choose("id-card"), unavailable]).state.failures, {});
    assert.deepEqual(walk(cases, [...toRemoteFace, refuse]).state.failures, {});
  });

  it("the next session knows nothing of it", () => {
    assert.deepEqual(start(fund, facts0).state.failures, {});
  });
});

function onward(item: ServiceItem, from: FlowState, events: readonly FlowEvent[]): FlowState {
  return events.reduce((state, event) => {
    const next = advance(item, state, "visit" in event ? { ...event, visit: state.visit } : event);
    assert.ok(next, `${event.kind} at ${state.step}`);
    return next.state;
  }, from);
}
