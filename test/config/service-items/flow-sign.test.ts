import assert from "node:assert/strict";
import type { Signature } from "../../../config/documents/signature.ts";
import { advance, canGoBack } from "../../../config/service-items/flow.ts";
import type { FlowEvent } from "../../../config/service-items/flow-types.ts";
import { present } from "../../../config/service-items/view.ts";
import { SAMPLE_SIGNATURE } from "../../support/sample-signature.ts";
import { breakable, GOOD_VALUES } from "../support/items.ts";
import { back, card, confirm, fetched, fill, refuse, sign, walk } from "../support/walk.ts";
import { business, toCheck } from "../support/ways.ts";

const toSign: FlowEvent[] = [...toCheck, fetched("market-registration.check"), confirm];

describe("signing in a service item", () => {
  it("shows what is signed and the way for whoever cannot sign", () => {
    const screen = present(business, walk(business, toSign).state, "zh-CN");
    assert.ok(screen.kind === "sign");
    assert.match(screen.paragraphs[0] ?? "", /我保证所填内容真实/);
    assert.match(screen.otherWay, /窗口/);
  });

  it("puts the strokes into the case as they were written", () => {
    const { effects } = walk(business, [...toSign, sign]);
    const registering = effects.at(-1);
    assert.ok(registering?.kind === "register-case");
    assert.deepEqual(registering.body["signature"], SAMPLE_SIGNATURE);
  });

  it("takes no dot, no swipe and no empty box for a name", () => {
    const { state } = walk(business, toSign);
    const point = { x: 5, y: 5, at: 0, pressure: 0.5 };
    const bad: Signature["strokes"][] = [[], [[point]], [[point, { ...point, x: 60, at: 300 }]]];
    for (const strokes of bad) assert.equal(advance(business, state, { kind: "sign", signature: { ...SAMPLE_SIGNATURE, strokes } }), null);
  });

  it("leads whoever cannot sign to a window, with nothing registered", () => {
    const { state, effects } = walk(business, [...toSign, refuse]);
    assert.equal(state.step, "sign-at-window");
    assert.equal(effects.filter((one) => one.kind === "register-case").length, 0);
    const slip = effects.at(-1);
    assert.ok(slip?.kind === "print" && slip.prints[0]?.kind === "receipt");
  });

  it("is asked anew after going back: what was signed may have been changed", () => {
    const item = breakable("business-registration");
    const at = item.steps.findIndex((step: { id: string }) => step.id === "sign");
    item.steps.splice(at + 1, 0, { ...item.steps.find((step: { id: string }) => step.id === "review"), id: "last-look" });
    const signed = walk(item, [...toSign, sign]);
    assert.equal(signed.state.step, "last-look");
    assert.ok(signed.state.facts.answers["signature"]);
    const again = walk(item, [...toSign, sign, back]);
    assert.equal(again.state.step, "sign");
    assert.equal(again.state.facts.answers["signature"], undefined);
    assert.ok(canGoBack(item, again.state));
    const before = walk(item, [...toSign, sign, back, back, back, fill(GOOD_VALUES)]);
    assert.equal(before.state.facts.answers["signature"], undefined);
  });

  it("forgets a signature whose step is not asked any more", () => {
    const item = breakable("business-registration");
    const of = (id: string) => item.steps.findIndex((step: { id: string }) => step.id === id);
    item.steps[of("sign")].when = "answers.business.employees != '9'";
    item.steps[of("sign")].next = "last-look";
    item.steps.splice(of("sign") + 1, 0, { ...item.steps[of("review")], id: "last-look" });
    // From the second look straight to the form: the fault of a department that comes late.
    item.steps[of("last-look")].next = "form";
    const { state } = walk(item, [
      ...toSign,
      sign,
      confirm,
      fill({ ...GOOD_VALUES, employees: "9" }),
      fetched("market-registration.check"),
      confirm,
    ]);
    assert.equal(state.step, "last-look");
    assert.equal(state.facts.answers["signature"], undefined);
  });

  it("does not outlive the person: another card wipes it", () => {
    const { state } = walk(business, [...toSign, sign]);
    assert.ok(state.facts.answers["signature"]);
    assert.ok(card.kind === "identified");
    const other = { ...card, visit: state.visit, identity: { ...card.identity, number: "990101199001010027" } };
    const atCard = { ...state, step: "card", phase: { at: "working" as const } };
    assert.equal(advance(business, atCard, other)?.state.facts.answers["signature"], undefined);
  });
});
