import assert from "node:assert/strict";
import { advance } from "../../../config/service-items/flow.ts";
import type { FlowEvent } from "../../../config/service-items/flow-types.ts";
import { present } from "../../../config/service-items/view.ts";
import { PERSON, SECRET } from "../support/items.ts";
import { back, card, confirm, fetched, fill, refuse, walk } from "../support/walk.ts";
import { business, byCard, cases, fund, toCheck } from "../support/ways.ts";

describe("my applications", () => {
  it("shows the documents and the progress of the application that was chosen", () => {
    const { state } = walk(cases, [...byCard, fetched("case-centre.cases"), { kind: "choose", row: "A1" }, fetched("case-centre.case")]);
    const screen = present(cases, state, "zh-CN");
    assert.ok(screen.kind === "review");
    assert.equal(screen.sections[1]?.rows[0]?.value, "租赁合同：已收；照片：已收");
    assert.equal(screen.sections[2]?.rows[0]?.value, "2025年12月20日 受理 材料齐全");
  });

  it("someone without applications is told so and can only leave", () => {
    const { state } = walk(cases, [...byCard, { kind: "fetched", visit: 0, answer: { cases: [] } }]);
    const screen = present(cases, state, "en");
    assert.ok(screen.kind === "choose" && screen.rows.length === 0 && screen.emptyText.startsWith("There are no applications"));
    assert.deepEqual(advance(cases, state, confirm)?.state.phase, { at: "over", end: "finished" });
  });

  it("an application that is not on the list cannot be chosen", () => {
    const { state } = walk(cases, [...byCard, fetched("case-centre.cases")]);
    assert.equal(advance(cases, state, { kind: "choose", row: "B9" }), null);
  });

  it("going back and showing another person's card forgets the first person's answers", () => {
    const there = [
      confirm,
      card,
      refuse,
      fill({ password: SECRET }),
      fetched("provident-fund.verify-password"),
      fetched("provident-fund.account"),
    ];
    const { state } = walk(fund, [
      ...there,
      back,
      back,
      confirm,
      { ...card, identity: { ...PERSON, number: "990101198502020026" } } as FlowEvent,
    ]);
    assert.deepEqual([state.facts.answers, state.facts.fetched, state.facts.consents, state.facts.factors], [{}, {}, [], ["id-card"]]);
  });

  it("the same card again keeps the answers but asks for the face anew", () => {
    const { state } = walk(business, [...toCheck, fetched("market-registration.check"), back, back, confirm, card]);
    assert.equal(state.facts.answers["business"]?.["tradeName"], "晨光");
    assert.deepEqual(state.facts.factors, ["id-card"]);
  });
});
