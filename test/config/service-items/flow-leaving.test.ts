import assert from "node:assert/strict";
import { advance, canCancel, canGoBack, withLanguage } from "../../../config/service-items/flow.ts";
import type { FlowEvent } from "../../../config/service-items/flow-types.ts";
import { stages } from "../../../config/service-items/view.ts";
import { SECRET } from "../support/items.ts";
import { back, cancel, confirm, fetched, fill, registered, walk } from "../support/walk.ts";
import { business, fund, toCheck, toDecision, toForm, toPassword, toReview } from "../support/ways.ts";

describe("leaving and going back", () => {
  it("back returns to what the person was asked, and never over a registered case", () => {
    const { state } = walk(business, [...toCheck, fetched("market-registration.check")]);
    assert.equal(state.step, "review");
    assert.equal(advance(business, state, back)?.state.step, "form");
    assert.equal(canGoBack(business, walk(business, toDecision).state), false);
  });

  it("nothing is left behind by back at the first step", () => {
    assert.equal(canGoBack(fund, walk(fund, []).state), false);
  });

  it("who leaves before the case is registered has cancelled; after it, they have finished", () => {
    assert.deepEqual(walk(business, [...toForm, cancel]).state.phase, { at: "over", end: "cancelled" });
    assert.deepEqual(walk(business, [...toDecision, cancel]).state.phase, { at: "over", end: "finished" });
  });

  it("a commit or a sheet under way cannot be cancelled", () => {
    const registering = walk(fund, [...toReview, confirm]).state;
    const printing = walk(fund, [...toReview, confirm, registered]).state;
    assert.deepEqual([canCancel(fund, registering), canCancel(fund, printing)], [false, false]);
  });

  it("a change of language reaches what is printed afterwards", () => {
    const { state } = walk(fund, [...toReview, confirm]);
    const next = advance(fund, withLanguage(state, "en"), { ...registered, visit: state.visit } as FlowEvent);
    const print = next?.effects[0];
    assert.ok(print?.kind === "print");
    assert.ok(print.prints[1]?.kind === "receipt");
    assert.ok(JSON.stringify(print.prints[1].data["session"]).includes('"language":"en"'));
  });

  it("the progress bar names each stage once, in order, and knows where the person is", () => {
    const { state } = walk(fund, [...toPassword, fill({ password: SECRET })]);
    assert.deepEqual(stages(fund, state, "zh-CN"), { steps: ["办事须知", "核验身份", "核对信息", "打印", "完成"], at: 1 });
  });
});
