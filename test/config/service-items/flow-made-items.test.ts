import assert from "node:assert/strict";
import { advance, canGoBack } from "../../../config/service-items/flow.ts";
import type { ServiceItem } from "../../../config/service-items/item.ts";
import { present } from "../../../config/service-items/view.ts";
import { breakable, GOOD_VALUES, PERSON } from "../support/items.ts";
import { made } from "../support/made-items.ts";
import { agree, BAD_FIELD, card, confirm, face, fetched, fill, printed, refused, unavailable, walk } from "../support/walk.ts";
import { toCheck, toDecision, toForm } from "../support/ways.ts";

describe("what other items may do", () => {
  it("a rating is passed over where no case was registered", () => {
    const item = made("fund-certificate", (_, step) => Object.assign(step("no-answer"), { next: "rate" }));
    const { state } = walk(item, [confirm, card, agree, face, unavailable, confirm]);
    assert.deepEqual(state.phase, { at: "over", end: "finished" });
  });

  it("a guide after a registered case offers no way back", () => {
    const tips = { ...breakable("business-registration").steps[0], id: "tips", next: "rate" };
    const item = made("business-registration", (all, step) => {
      all.steps.push(tips);
      step("queued").next = "tips";
    });
    const { state } = walk(item, [...toDecision, unavailable, printed("registration-queued-receipt"), confirm]);
    assert.equal(state.step, "tips");
    assert.equal(canGoBack(item, state), false);
  });

  it("a step that is not asked gives way to the one below, not to its next", () => {
    const item = made("fund-certificate", (_, step) => Object.assign(step("no-answer"), { when: "factors[0] == 'none'" }));
    assert.equal(walk(item, [confirm, card, agree, face, unavailable]).state.step, "window");
  });

  describe("a field that the government fills in for good", () => {
    const fixed = (value = "identity.address") =>
      made("business-registration", (_, step) => {
        Object.assign(step("form").fields[3].prefill, { readOnly: true, value });
      });
    const addressIn = (item: ServiceItem, events: Parameters<typeof walk>[1]) => {
      const { state } = walk(item, events);
      const screen = present(item, state, "en");
      return screen.kind === "form" ? screen.fields[3] : undefined;
    };

    it("is shown as such, and what a page sends for it is not taken", () => {
      const item = fixed();
      assert.equal(addressIn(item, toForm)?.readOnly, true);
      const { state } = walk(item, [...toForm, fill({ ...GOOD_VALUES, address: "somewhere else" })]);
      assert.equal(state.facts.answers["business"]?.["address"], PERSON.address);
    });

    it("can be corrected when the department objects to it", () => {
      const item = fixed();
      const objected = [...toForm, fill(GOOD_VALUES), refused("rules", { address: BAD_FIELD })];
      assert.equal(addressIn(item, objected)?.readOnly, false);
      const { state } = walk(item, [...objected, fill(GOOD_VALUES)]);
      assert.equal(state.facts.answers["business"]?.["address"], GOOD_VALUES["address"]);
    });

    it("is open when nothing is held, or nothing that would be accepted", () => {
      assert.equal(addressIn(fixed("identity.latinName"), toForm)?.readOnly, false);
      assert.equal(addressIn(fixed("identity.nation"), toForm)?.readOnly, false);
    });
  });

  it("a form is taken in the language it is shown in, whichever that is", () => {
    const { state } = walk(
      made("business-registration", () => {}),
      [...toCheck, fetched("market-registration.check")],
    );
    const review = (language: "zh-CN" | "en") => {
      const screen = present(
        made("business-registration", () => {}),
        state,
        language,
      );
      return screen.kind === "review" ? screen.sections[1]?.rows[2]?.value : "";
    };
    assert.deepEqual([review("zh-CN"), review("en")], ["便利店", "Convenience store"]);
    assert.equal(
      advance(
        made("business-registration", () => {}),
        state,
        confirm,
      )?.state.step,
      "sign",
    );
  });
});
