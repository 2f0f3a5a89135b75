import assert from "node:assert/strict";
import { LANGUAGES } from "../../../config/language.ts";
import { isLocked } from "../../../config/service-items/factor-lock.ts";
import { advance, canCancel, canGoBack } from "../../../config/service-items/flow.ts";
import type { FlowState } from "../../../config/service-items/flow-types.ts";
import type { ServiceItem } from "../../../config/service-items/item.ts";
import { present, stages } from "../../../config/service-items/view.ts";
import { explore, type Taken } from "../support/explore.ts";
import { bareFaces, isAgreed } from "../support/faces.ts";
import { items, SECRET } from "../support/items.ts";
import { eventsFor, stepAt } from "../support/walk.ts";

const RETURNABLE = ["guide", "methods", "form", "choose", "sign", "review"];

for (const item of items) {
  describe(`${item.id}, in every state that can be reached`, () => {
    const { states, taken } = explore(item);

    it("every step is reached", () => {
      const reached = new Set(states.map(({ state }) => state.step));
      assert.deepEqual(
        item.steps.map((step) => step.id).filter((id) => !reached.has(id)),
        [],
      );
    });

    it("every factor that the item asks for can be closed, and closed ones are passed by", () => {
      for (const step of item.steps) {
        if (step.kind !== "identify") continue;
        assert.ok(
          states.some(({ state }) => isLocked(state, step.factor)),
          step.factor,
        );
        for (const { state } of states)
          if (state.step === step.id && isLocked(state, step.factor)) assert.equal(state.phase.at, "over", step.id);
      }
    });

    it("finishing, cancelling and failing to identify are all reached", () => {
      const ends = new Set(states.flatMap(({ state }) => (state.phase.at === "over" ? [state.phase.end] : [])));
      assert.deepEqual([...ends].sort(), ["cancelled", "finished", "identity-failed"]);
    });

    it("from every state an end can be reached by what the world and the person can do", () => {
      for (const id of item.steps.map((step) => step.id)) assert.ok(reachesEnd(taken, id), id);
    });

    it("an event either changes nothing or keeps every promise", () => {
      for (const one of taken) if (one.after) assertKept(item, one, one.after);
    });

    it("what an earlier visit started is ignored", () => {
      for (const { state } of states) {
        for (const event of eventsFor(item, { ...state, visit: state.visit - 1 })) {
          if ("visit" in event) assert.equal(advance(item, state, event), null, `${state.step} ${event.kind}`);
        }
      }
    });

    it("after the end nothing moves any more", () => {
      for (const { state } of states.filter((one) => one.state.phase.at === "over")) {
        for (const event of eventsFor(item, state)) assert.equal(advance(item, state, event), null);
        assert.equal(canGoBack(item, state) || canCancel(item, state), false);
      }
    });

    it("every screen can be drawn in each language, and no text of it is empty", () => {
      for (const { state } of states) {
        for (const language of LANGUAGES) {
          const screen = present(item, state, language);
          assert.deepEqual(JSON.parse(JSON.stringify(screen)), screen);
          if ("title" in screen) assert.notEqual(screen.title, "");
          assert.ok(!JSON.stringify(screen).includes("{{"));
          const { steps, at } = stages(item, state, language);
          assert.ok(at >= 0 && at < steps.length);
        }
      }
    });

    it("the password is put to the department and to nobody else", () => {
      for (const { state } of states)
        for (const language of LANGUAGES) assert.ok(!JSON.stringify(present(item, state, language)).includes(SECRET));
      for (const effect of taken.flatMap((one) => one.effects)) {
        if (effect.kind !== "query") assert.ok(!JSON.stringify(effect).includes(SECRET), effect.kind);
      }
    });
  });
}

function reachesEnd(taken: readonly Taken[], from: string): boolean {
  const seen = new Set([from]);
  for (const id of seen) {
    for (const { before, event, after } of taken) {
      if (before.step !== id || !after || event.kind === "cancel") continue;
      if (after.phase.at === "over") return true;
      seen.add(after.step);
    }
  }
  return false;
}

function assertKept(item: ServiceItem, { before, event, effects }: Taken, after: FlowState): void {
  const where = `${before.step} ${event.kind} → ${after.step}`;
  const over = after.phase.at === "over";
  assert.ok(after.visit >= before.visit, where);
  if (after.step !== before.step) assert.ok(after.visit > before.visit, where);
  assert.equal(effects.filter((one) => one.kind === "end").length, over ? 1 : 0, where);
  for (const effect of effects) if ("visit" in effect) assert.equal(effect.visit, after.visit, where);
  if (after.phase.at === "working") assert.equal(effects.filter((one) => "visit" in one).length, after.visit > before.visit ? 1 : 0, where);
  for (const id of after.trail) assert.ok(RETURNABLE.includes(stepAt(item, { ...after, step: id }).kind), where);
  assert.equal(new Set(after.trail).size, after.trail.length, where);
  if (after.facts.case && !over) assert.equal(canGoBack(item, after), false, `${where}: no way back over a registered case`);
  assert.deepEqual(bareFaces(after.facts), [], where);
  for (const effect of effects) {
    if (effect.kind === "verify-face") assert.ok(isAgreed(after.facts, "face-verify", effect.person), where);
    if (effect.kind === "verify-face-remotely") assert.ok(isAgreed(after.facts, "face-remote", null), where);
    if (effect.kind === "register-case") assert.equal(before.facts.case, null, `${where}: registered once`);
    if (effect.kind === "query" || effect.kind === "register-case") assert.notEqual(after.facts.identity["number"] ?? "", "", where);
    if (effect.kind === "print") {
      for (const order of effect.prints)
        if (order.kind === "certificate" && order.blank) assert.ok(after.facts.case && after.facts.factors.includes("face"), where);
    }
    if (effect.kind === "rate") assert.ok(before.facts.case && effect.grade >= 1 && effect.grade <= 5, where);
  }
}
