import assert from "node:assert/strict";
import { advance } from "../../../config/service-items/flow.ts";
import { present } from "../../../config/service-items/view.ts";
import { GOOD_VALUES, PERSON } from "../support/items.ts";
import {
  agree,
  BAD_FIELD,
  card,
  confirm,
  face,
  fetched,
  fill,
  printed,
  refuse,
  refused,
  registered,
  sign,
  unavailable,
  walk,
} from "../support/walk.ts";
import { business, toCheck, toDecision, toForm } from "../support/ways.ts";

describe("registering a business", () => {
  it("asks again every second for 45 seconds until the bureau has decided, then prints both licences on numbered blanks", () => {
    const { state, effects } = walk(business, toDecision);
    assert.deepEqual(effects.at(-1), {
      kind: "query",
      visit: state.visit,
      operation: "market-registration.decision",
      params: { caseId: state.facts.case?.id },
      withinMs: 5000,
      poll: { everyMs: 1000, forMs: 45000 },
    });
    const print = walk(business, [...toDecision, fetched("market-registration.decision")]).effects.at(-1);
    assert.ok(print?.kind === "print");
    assert.deepEqual(
      print.prints.map((one) => [one.template, one.kind === "certificate" ? one.blank : null]),
      [
        ["licence-original", "business-licence-original"],
        ["licence-duplicate", "business-licence-duplicate"],
        ["licence-receipt", null],
      ],
    );
  });

  it("without an answer in time it is registered and waiting, never done", () => {
    const { state } = walk(business, [...toDecision, unavailable, printed("registration-queued-receipt")]);
    const screen = present(business, state, "zh-CN");
    assert.ok(screen.kind === "result" && screen.outcome === "queued" && screen.caseNumber !== null);
  });

  it("with the network down from the start it can still be registered", () => {
    const { state } = walk(business, [
      confirm,
      card,
      agree,
      face,
      unavailable,
      fill(GOOD_VALUES),
      unavailable,
      confirm,
      sign,
      registered,
      unavailable,
    ]);
    assert.equal(state.step, "queued-receipt");
  });

  it("a rejected registration tells the bureau's reason and can be rated", () => {
    const { state } = walk(business, [...toDecision, refused("rejected")]);
    const screen = present(business, state, "zh-CN");
    assert.ok(screen.kind === "result" && screen.outcome === "refused" && screen.paragraphs[0] === "没有通过：rejected");
    assert.equal(advance(business, state, confirm)?.state.step, "rate");
  });

  it("the bureau's objections come back to the fields they belong to, with everything else kept", () => {
    const { state } = walk(business, [...toCheck, refused("rules", { tradeName: BAD_FIELD })]);
    const screen = present(business, state, "en");
    assert.ok(screen.kind === "form");
    assert.deepEqual(
      screen.fields.map((field) => [field.name, field.value, field.error]),
      ["tradeName", "industry", "scope", "address", "phone", "capital", "employees"].map((name) => [
        name,
        GOOD_VALUES[name],
        name === "tradeName" ? BAD_FIELD.en : "",
      ]),
    );
    const again = walk(business, [...toCheck, refused("rules", { tradeName: BAD_FIELD }), fill(GOOD_VALUES)]);
    assert.deepEqual([again.state.step, again.state.fieldErrors, again.state.refusal], ["check", {}, null]);
  });

  it("an objection without a field stands at the first one", () => {
    const { state } = walk(business, [...toCheck, refused("rules")]);
    assert.deepEqual(Object.keys(state.fieldErrors), ["tradeName"]);
  });

  it("what the government already holds is filled in, and says where it came from", () => {
    const { state } = walk(business, toForm);
    const screen = present(business, state, "zh-CN");
    assert.ok(screen.kind === "form");
    const by = new Map(screen.fields.map((field) => [field.name, field]));
    assert.deepEqual([by.get("address")?.value, by.get("address")?.source], [PERSON.address, "身份证住址，可修改"]);
    assert.deepEqual([by.get("phone")?.value, by.get("phone")?.source], ["13900000001", "登记机关已有信息，可修改"]);
    assert.deepEqual([by.get("tradeName")?.value, by.get("tradeName")?.source], ["", ""]);
  });

  it("digits typed in full width are taken as digits", () => {
    const { state } = walk(business, [...toForm, fill({ ...GOOD_VALUES, capital: " ５００００ " })]);
    assert.equal(state.facts.answers["business"]?.["capital"], "50000");
  });

  it("who refuses the face check gets a slip for the window", () => {
    const { state, effects } = walk(business, [confirm, card, refuse]);
    assert.equal(state.step, "window");
    assert.ok(effects.at(-1)?.kind === "print");
    assert.equal(advance(business, state, confirm), null, "the slip comes first");
  });
});
