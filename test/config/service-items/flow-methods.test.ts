import assert from "node:assert/strict";
import { advance, canGoBack } from "../../../config/service-items/flow.ts";
import type { FlowEvent } from "../../../config/service-items/flow-types.ts";
import { present } from "../../../config/service-items/view.ts";
import { GOOD_VALUES, PERSON, SHOP, SPOUSE } from "../support/items.ts";
import { agree, back, card, choose, confirm, fetched, fill, printed, proves, refuse, registered, walk } from "../support/walk.ts";
import { byCard, cases, failed, fund, licence } from "../support/ways.ts";

const remote = { ...PERSON, layout: "remote" };
const toFace: FlowEvent[] = [choose("remote-face"), agree, fill(GOOD_VALUES)];
const byFace: FlowEvent[] = [...toFace, proves(remote, "remote-face")];
const none: FlowEvent = { kind: "unavailable", visit: 0 };

describe("a choice of ways to prove who one is", () => {
  it("shows every way with its factors, and starts nothing by itself", () => {
    const { state, effects } = walk(cases, []);
    const screen = present(cases, state, "zh-CN");
    assert.ok(screen.kind === "methods");
    assert.deepEqual(
      screen.methods.map(({ id, factors }) => [id, factors]),
      [
        ["id-card", ["id-card"]],
        ["social-security-card", ["social-security-card"]],
        ["remote-face", ["remote-face"]],
      ],
    );
    assert.deepEqual(effects, []);
  });

  for (const [way, events, factor] of [
    ["an ID card", byCard, "id-card"],
    ["a social-security card", [choose("social-security-card"), proves(PERSON, "social-security-card")], "social-security-card"],
    ["a face and a number", byFace, "remote-face"],
  ] as const) {
    it(`${way} leads to the person's own applications`, () => {
      const { state, effects } = walk(cases, events);
      assert.deepEqual([state.step, state.facts.factors], ["cases", [factor]]);
      const query = effects.at(-1);
      assert.ok(query?.kind === "query" && query.params["idNumber"] === PERSON.number);
    });
  }

  it("asks the identity service for the name and number that were typed, and in no other step", () => {
    const { state, effects } = walk(cases, toFace);
    assert.deepEqual(effects.at(-1), {
      kind: "verify-face-remotely",
      visit: state.visit,
      minAssurance: "rgb-challenge",
      operation: "identity.verify-face",
      params: { name: PERSON.name, number: PERSON.number },
      withinMs: 20_000,
    });
  });

  it("a picture that leaves the machine has a consent of its own, and without it no number is asked for", () => {
    const { state } = walk(cases, [choose("remote-face")]);
    const screen = present(cases, state, "zh-CN");
    assert.ok(screen.kind === "consent" && screen.paragraphs.some((one) => one.includes("照片会加密发送到示例市身份核验服务")));
    const refused = walk(cases, [choose("remote-face"), refuse]).state;
    assert.deepEqual([refused.step, refused.facts.consents], ["how", [{ consent: "face-remote", version: "2026-11", agreed: false }]]);
  });

  it("a number with a slip of the finger is told at once; full-width digits and a small x are taken as meant", () => {
    const wrong = walk(cases, [choose("remote-face"), agree, fill({ ...GOOD_VALUES, number: "990101199001010018" })]).state;
    assert.deepEqual([wrong.step, wrong.fieldErrors["number"]?.["zh-CN"]], ["who", "号码有误，请对照身份证逐位核对"]);
    const { effects } = walk(cases, [choose("remote-face"), agree, fill({ ...GOOD_VALUES, number: " １１０１０５ 19491231 002x " })]);
    const asked = effects.at(-1);
    assert.ok(asked?.kind === "verify-face-remotely" && asked.params["number"] === "11010519491231002X");
  });

  it("who takes the consent back before the picture is taken is asked for another way, and told that nothing was sent", () => {
    const { state } = walk(cases, [...toFace, refuse]);
    assert.deepEqual([state.step, state.facts.consents[0]?.agreed], ["how-again", false]);
    assert.equal(advance(cases, state, confirm)?.state.step, "how");
  });

  it("who does not pass, and whom the service does not answer, can take another way", () => {
    assert.equal(walk(cases, [...toFace, failed(true), confirm]).state.step, "how");
    const away: FlowEvent = { kind: "identify-unavailable", visit: 0 };
    assert.equal(walk(cases, [...toFace, away, confirm]).state.step, "how");
    assert.equal(walk(cases, [choose("social-security-card"), away, confirm]).state.step, "how");
  });

  it("none of them, or none that works, leads to a desk with a slip", () => {
    for (const event of [refuse, none]) {
      const { state, effects } = walk(cases, [event]);
      assert.equal(state.step, "window");
      assert.equal(effects.at(-1)?.kind, "print");
    }
  });

  it("a card that cannot be used leads back to the choice at once, while something else can be chosen there", () => {
    for (const [way, why] of [
      ["id-card", "expired"],
      ["social-security-card", "bad-number"],
    ] as const) {
      const missed: FlowEvent = { kind: "identify-failed", visit: 0, why, final: false };
      for (const events of [[choose(way)], [choose(way), missed]]) {
        const { state } = walk(cases, events);
        const screen = present(cases, state, "zh-CN");
        assert.equal(screen.kind === "identify" && screen.otherWay, true);
        assert.equal(advance(cases, state, refuse)?.state.step, "how");
      }
    }
    const { state } = walk(cases, [choose("id-card")]);
    const alone = { ...state, failures: { "social-security-card": 6, "remote-face": 3 } };
    const screen = present(cases, alone, "zh-CN");
    assert.equal(screen.kind === "identify" && screen.otherWay, false);
    assert.equal(advance(cases, alone, refuse), null);
  });

  it("a card for which there is no other way cannot be declined, only left", () => {
    const { state } = walk(fund, [confirm]);
    const screen = present(fund, state, "zh-CN");
    assert.equal(screen.kind === "identify" && screen.otherWay, false);
    assert.equal(advance(fund, state, refuse), null);
  });

  it("a way that is not on the list cannot be chosen", () => {
    assert.equal(advance(cases, walk(cases, []).state, choose("password")), null);
  });

  it("back leads to the choice again", () => {
    const { state } = walk(cases, [choose("id-card")]);
    assert.ok(canGoBack(cases, state));
    assert.equal(advance(cases, state, back)?.state.step, "how");
  });

  it("a second proof of the same person takes the place of the first, and is no stronger for it", () => {
    const { facts } = walk(cases, [...byCard, fetched("case-centre.cases"), back, ...byFace]).state;
    assert.deepEqual([facts.factors, facts.identity["layout"]], [["remote-face"], "remote"]);
  });

  it("another person's proof forgets the first one's answers, and keeps what this one has just agreed to", () => {
    const typed = fill({ name: SPOUSE.name, number: SPOUSE.number });
    const other = { ...SPOUSE, layout: "remote" };
    const way = [...byCard, fetched("case-centre.cases"), back, choose("remote-face"), agree, typed, proves(other, "remote-face")];
    const { facts } = walk(cases, way).state;
    assert.deepEqual([facts.identity["number"], facts.fetched, facts.answers], [SPOUSE.number, {}, {}]);
    assert.deepEqual(facts.consents, [{ consent: "face-remote", version: "2026-11", agreed: true }]);
    const cardAfter = walk(cases, [
      ...byFace,
      fetched("case-centre.cases"),
      back,
      back,
      choose("id-card"),
      { ...card, identity: SPOUSE } as FlowEvent,
    ]);
    assert.deepEqual(cardAfter.state.facts.consents, [], "what the first one agreed to is not the second one's");
  });
});

describe("an organisation with its electronic licence", () => {
  it("is shown what is registered, and gets it on paper", () => {
    const { state, effects } = walk(licence, [confirm, proves(SHOP, "electronic-licence")]);
    const screen = present(licence, state, "zh-CN");
    assert.ok(screen.kind === "review");
    assert.deepEqual(
      screen.sections[0]?.rows.map(({ value }) => value),
      [SHOP.name, SHOP.number, "周小样", "示例市云溪区望春路18号", "2019年7月1日"],
    );
    assert.deepEqual(effects[0], {
      kind: "read-electronic-licence",
      visit: 2,
      operation: "market-registration.licence-holder",
      params: {},
      withinMs: 8000,
    });
    const none = fill({ count: "0" });
    const done = walk(licence, [confirm, proves(SHOP, "electronic-licence"), confirm, none, registered, printed("licence-info-receipt")]);
    assert.equal(done.state.step, "done");
  });

  it("who has no code says so and gets a slip; a platform that does not answer is told as such", () => {
    assert.equal(walk(licence, [confirm, refuse]).state.step, "window");
    assert.equal(walk(licence, [confirm, { kind: "identify-unavailable", visit: 0 }]).state.step, "no-answer");
  });
});
