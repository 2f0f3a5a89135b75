import assert from "node:assert/strict";
import fc from "fast-check";
import { checker } from "../../../../base/checked.ts";
import { must } from "../../../../base/result.ts";
import driver from "../../../../device-drivers/id-card-reader/bridge/driver.ts";
import { readMessage } from "../../../../device-drivers/id-card-reader/bridge/message.ts";
import { BRIDGE_PROFILE_SCHEMA, type BridgeProfile } from "../../../../device-drivers/id-card-reader/bridge/profile.ts";
import { BRIDGE_PROFILES } from "../../../../device-drivers/id-card-reader/bridge/profiles.ts";
import { sampleBmp, sampleHttpCard, sampleWsCard } from "../../../../device-drivers/id-card-reader/bridge/sample-messages.ts";
import { SAMPLE_CARDS } from "../../../../device-drivers/id-card-reader/sample-cards.ts";

const WS = BRIDGE_PROFILES["sample-ws"];
const HTTP = BRIDGE_PROFILES["sample-http"];
const ws = (card: object, more: object = {}) => readMessage(WS, JSON.stringify({ event: "card", card, ...more }));
const { resident } = SAMPLE_CARDS;

/** The card in a message, or what is wrong with it. */
function cardOr(message: ReturnType<typeof readMessage>) {
  if (!message.ok)
    return message.error.problem === "card" ? `${message.error.card.field}: ${message.error.card.problem}` : message.error.problem;
  return message.value.is === "card" ? message.value.reading.card : message.value.is;
}

describe("id-card-reader/bridge messages", () => {
  // A permit's number has the prefix of where its holder comes from; the sample card's region does not exist.
  const permit = { ...SAMPLE_CARDS.residencePermit, number: "810000198811300048" };
  for (const card of [
    resident,
    SAMPLE_CARDS.rareName,
    SAMPLE_CARDS.expired,
    permit,
    SAMPLE_CARDS.foreigner2017,
    SAMPLE_CARDS.foreigner2023,
  ]) {
    it(`reads ${card.layout} ${card.validTo} as the card has it, from words and dotted dates`, () => {
      assert.deepEqual(cardOr(ws(sampleWsCard(card))), card);
    });
  }

  it("reads a card whose validity is one text and whose texts are padded", () => {
    for (const card of [resident, SAMPLE_CARDS.rareName])
      assert.deepEqual(cardOr(readMessage(HTTP, JSON.stringify({ ret: 0, type: "card", data: sampleHttpCard(card) }))), card);
  });

  for (const date of ["19900412", "1990-04-12", "1990.4.12", "1990/04/12", "1990年4月12日"]) {
    it(`takes ${date} for the twelfth of April`, () => {
      assert.deepEqual(cardOr(ws({ ...sampleWsCard(resident), born: date })), resident);
    });
  }

  const SPOILED: readonly [string, object][] = [
    ["number: not a number of this card", { idNum: "990101199004120028" }],
    ["number: not a number of this card", { born: "1990.04.13" }],
    ["number: not a number of this card", { sex: "男" }],
    ["birth: not a date", { born: "1990.02.30" }],
    ["birth: not a date", { born: ["1990.04.12"] }],
    ["sex: not a sex code", { sex: "?" }],
    // Every object has something of this name.
    ["sex: not a sex code", { sex: "toString" }],
    ["nation: not a code", { nation: "火星" }],
    ["name: empty", { name: { first: "林" } }],
    ["name: broken character", { name: "林\u0000" }],
    ["name: wrong length", { name: "林".repeat(61) }],
    ["validTo: not a date", { end: "" }],
  ];
  for (const [problem, change] of SPOILED) {
    it(`refuses "${problem}" (${Object.keys(change).join()}), without quoting the person`, () => {
      const message = ws({ ...sampleWsCard(resident), ...change });
      assert.equal(cardOr(message), problem);
      assert.ok(!JSON.stringify(message).includes("林"));
    });
  }

  it("tells no card, what does not matter and failures by the profile's rules, the first that fits", () => {
    const of = (text: string) => {
      const message = must(readMessage(WS, text));
      return message.is === "failure" ? message.code : message.is;
    };
    assert.deepEqual(
      [
        '{"event":"none"}',
        '{"event":"removed"}',
        '{"event":"heartbeat"}',
        '{"event":"error","code":-8}',
        '{"event":"error","code":"-5"}',
      ].map(of),
      ["no-card", "no-card", "ignored", "device.offline", "card.reader-not-authorised"],
    );
    assert.equal(of('{"event":"error","code":-77}'), "card.unreadable");
  });

  it("does not guess at what no rule covers, nor at what is no object", () => {
    const problems = ['{"event":"news"}', "{}", '{"event":["card"]}', "[]", "null", '"card"', "<html>", ""].map((text) =>
      cardOr(readMessage(WS, text)),
    );
    assert.deepEqual(problems, [
      ...Array<string>(3).fill("no rule of the profile fits"),
      ...Array<string>(3).fill("not an object"),
      ...Array<string>(2).fill("not JSON"),
    ]);
  });

  it("takes a photo that is base64, with or without a data address, and leaves out one that is not", () => {
    const photo = (text: unknown) => {
      const message = must(ws({ ...sampleWsCard(resident), photo: text }));
      return message.is === "card" ? message.reading.photo?.bytes : undefined;
    };
    assert.deepEqual(photo(sampleBmp().toString("base64")), sampleBmp());
    assert.deepEqual(photo(`data:image/jpeg;base64,${Buffer.from("jpeg").toString("base64")}`), Buffer.from("jpeg"));
    for (const none of [undefined, "", "***", 7, "A".repeat(400_000)]) assert.equal(photo(none), undefined);
  });

  it("answers any text and any JSON with a message or a named problem, never a throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const profile of [WS, HTTP]) readMessage(profile, text);
      }),
    );
    const field = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.string()), fc.object());
    const card = fc.record(Object.fromEntries(Object.keys(sampleWsCard(resident)).map((name) => [name, field])));
    fc.assert(fc.property(card, (one) => assert.ok(cardOr(ws(one)))));
  });

  it("does not look into what an object inherits", () => {
    const profile: BridgeProfile = { ...WS, rules: [{ when: { "constructor.name": ["Object"] }, is: "no-card" }] };
    assert.equal(readMessage(profile, "{}").ok, false);
  });
});

describe("id-card-reader/bridge settings", () => {
  const check = checker(driver.settings);
  const problems = (value: object) => {
    const got = check({ port: 8802, profile: "sample-ws", ...value }, "o");
    return got.ok ? [] : got.error.faults.map(({ at }) => at);
  };

  it("take a service on this machine, with a profile of ours or the site's own", () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems({ host: "::1", profile: structuredClone(WS) }), []);
  });

  for (const host of ["192.168.1.20", "0.0.0.0", "127.0.0.1.example", "reader.local", ""]) {
    it(`refuse a service at "${host}": cards would leave this machine`, () => {
      assert.ok(problems({ host }).includes("/host"));
    });
  }

  it("refuse a profile that names a place elsewhere, a kind of message that is none, or no reason", () => {
    const profiles = checker(BRIDGE_PROFILE_SCHEMA);
    const isGood = (change: object) => profiles({ ...structuredClone(HTTP), ...change }, "p").ok;
    assert.ok(isGood({}));
    assert.ok(!isGood({ channel: { ...HTTP.channel, path: "//elsewhere.example/" } }));
    assert.ok(!isGood({ channel: { ...HTTP.channel, path: "/a b\r\nHost: x" } }));
    assert.ok(!isGood({ rules: [{ when: { ret: ["0"] }, is: "device.unknown" }] }));
    assert.ok(!isGood({ why: "" }));
    for (const profile of Object.values(BRIDGE_PROFILES)) assert.ok(profiles(structuredClone(profile), "p").ok);
  });
});
