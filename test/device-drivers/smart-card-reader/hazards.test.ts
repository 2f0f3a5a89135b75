import assert from "node:assert/strict";
import { pause } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { must, ok } from "../../../base/result.ts";
import type { SocialSecurityCard } from "../../../device-drivers/kinds/smart-card-reader.ts";
import { smartCardReaderDriver } from "../../../device-drivers/smart-card-reader/driver.ts";
import { SAMPLE_SOCIAL_SECURITY_CARDS } from "../../../device-drivers/smart-card-reader/sample-cards.ts";
import { SimulatedPcsc } from "../../../device-drivers/smart-card-reader/simulator/simulated-pcsc.ts";
import { type CardHabits, SimulatedCard } from "../../../device-drivers/smart-card-reader/simulator.ts";
import { driverContext } from "../../support/driver-context.ts";
import { inShort, otherCard, PERSON, readerRig, socialSecurityCard } from "./rig.ts";

type Rig = ReturnType<typeof readerRig>;

describe("smart-card-reader/hazards", () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = readerRig();
    await rig.online();
  });
  afterEach(() => rig.bench.close());

  const readCard = (card: SimulatedCard | "mute") => {
    rig.pcsc.lay(card);
    return rig.bench.until(rig.unit.execute("read-social-security-card", {}));
  };
  const send = (apdu: string) => rig.bench.until(rig.unit.execute("transmit", { apdu }));

  const DIALECTS: readonly (readonly [string, Partial<CardHabits>])[] = [
    ["SELECT with P1 02", { dialect: 0x02 }],
    ["SELECT with P1 00", { dialect: 0x00 }],
    ["file numbers in READ RECORD", { dialect: "none" }],
    ["T=1", { isT0: false }],
  ];
  for (const [what, habits] of DIALECTS) {
    it(`reads a card that speaks ${what}`, async () => {
      assert.deepEqual(await readCard(new SimulatedCard(PERSON, habits)), { ok: true, value: PERSON });
    });
  }

  it("reads rare characters, an open end of validity and a foreigner's number", async () => {
    for (const person of [SAMPLE_SOCIAL_SECURITY_CARDS.another, SAMPLE_SOCIAL_SECURITY_CARDS.foreigner]) {
      assert.deepEqual(await readCard(new SimulatedCard(person)), { ok: true, value: person });
    }
  });

  it("a card that wants a PIN gives its own number and dates, and neither name nor number of its holder", async () => {
    const read = await readCard(new SimulatedCard(PERSON, { isLocked: true }));
    assert.deepEqual(read, { ok: true, value: { ...PERSON, number: null, name: null } });
  });

  it("a card that lies upside down is told at once, and nothing was sent to it", async () => {
    const read = await readCard("mute");
    assert.equal(inShort(read), "card.unreadable no");
    assert.equal(rig.bench.status().sensors["card"], "mute");
  });

  it("a card whose application is locked is not supported, and the technician reads why", async () => {
    const card = socialSecurityCard();
    card.interfere = (header) => (header === "00A40400" ? Buffer.from("6283", "hex") : undefined);
    const read = await readCard(card);
    assert.equal(inShort(read), "card.not-supported yes");
    assert.match(String(!read.ok && read.error.facts["technician"]), /锁定/);
  });

  it("a card without a card number is malformed: it cannot be told from another", async () => {
    const nobody = { ...PERSON, cardNumber: "" } satisfies SocialSecurityCard;
    assert.equal(inShort(await readCard(new SimulatedCard(nobody))), "card.text-malformed yes");
  });

  it("another card laid in the middle of a reading: the reading fails, and the next one reads that card only", async () => {
    const first = socialSecurityCard();
    first.interfere = (header) => {
      if (header !== "00B20104") return undefined;
      rig.pcsc.lay(new SimulatedCard(SAMPLE_SOCIAL_SECURITY_CARDS.another));
      return "silence";
    };
    assert.equal(inShort(await readCard(first)), "card.unreadable indeterminate");
    const next = await rig.bench.until(rig.unit.execute("read-social-security-card", {}));
    assert.deepEqual(next, { ok: true, value: SAMPLE_SOCIAL_SECURITY_CARDS.another });
  });

  it("a card pulled in the middle of an answer is unreadable, and its answer may have been on the way", async () => {
    const card = socialSecurityCard();
    card.interfere = (header) => (header === "00B20204" ? "pulled" : undefined);
    const read = await readCard(card);
    assert.equal(inShort(read), "card.unreadable indeterminate");
    assert.equal(!read.ok && read.error.facts["card"], "removed");
  });

  it("a reading forgets what it selected: nobody goes on where it stopped", async () => {
    assert.ok((await readCard(socialSecurityCard())).ok);
    assert.deepEqual(await send("00B2072C0B"), { ok: true, value: { data: "", sw: "6A82" } });
  });

  it("a wrong length is put right and a long answer fetched, for any command", async () => {
    rig.pcsc.lay(socialSecurityCard());
    assert.deepEqual(await send("0084000000"), { ok: true, value: { data: "5A".repeat(8), sw: "9000" } });
    const selected = await send("00A404000F7378312E73682EC9E7BBE1B1A3D5CF");
    assert.ok(selected.ok && selected.value.data.startsWith("6F11840F"));
  });

  it("a command whose length lies is refused, and nothing is sent", async () => {
    rig.pcsc.lay(socialSecurityCard());
    assert.equal(inShort(await send("00A4040010AABB")), "device.refused no");
  });

  it("a reader that cannot power a card up is given up, and nothing was sent", async () => {
    rig.pcsc.connectHangs = true;
    assert.equal(inShort(await readCard(socialSecurityCard())), "device.timeout no");
    rig.pcsc.connectHangs = false;
    assert.ok(await rig.bench.untilStatus(({ state }) => state === "online"));
    assert.ok((await readCard(socialSecurityCard())).ok);
  });

  it("a reader unplugged while its card is to be taken: offline, not taken", async () => {
    rig.pcsc.lay(socialSecurityCard());
    const removal = rig.unit.execute("await-removal", {});
    await rig.bench.clock.advance(100);
    rig.pcsc.unplug();
    assert.equal(inShort(await rig.bench.until(removal)), "device.offline no");
  });

  it("a card changed for another's in one movement has been taken, and the other one is read", async () => {
    assert.ok((await readCard(socialSecurityCard())).ok);
    const removal = rig.unit.execute("await-removal", {});
    await rig.bench.clock.advance(100);
    rig.pcsc.swap(new SimulatedCard(SAMPLE_SOCIAL_SECURITY_CARDS.another));
    assert.equal(inShort(await rig.bench.until(removal)), "ok");
    const next = await rig.bench.until(rig.unit.execute("read-social-security-card", {}));
    assert.deepEqual(next, { ok: true, value: SAMPLE_SOCIAL_SECURITY_CARDS.another });
  });

  it("a card changed for another's while nobody looked has been taken too; then the other one is waited for", async () => {
    assert.ok((await readCard(socialSecurityCard())).ok);
    rig.pcsc.swap(otherCard());
    assert.equal(inShort(await rig.bench.until(rig.unit.execute("await-removal", {}))), "ok");
    const removal = rig.unit.execute("await-removal", {}, { withinMs: 5_000 });
    assert.equal(inShort(await rig.bench.until(removal)), "device.timeout no");
  });

  it("given up in the middle of an answer: perhaps sent, and the next command waits until that answer has passed", async () => {
    let isSlow = true;
    const card = socialSecurityCard();
    card.interfere = async (header) => {
      if (header === "00B20104" && isSlow) await pause(rig.bench.clock, 4_000);
      return undefined;
    };
    rig.pcsc.lay(card);
    const read = await rig.bench.until(rig.unit.execute("read-social-security-card", {}, { withinMs: 1_000 }));
    assert.equal(inShort(read), "device.timeout indeterminate");
    isSlow = false;
    assert.deepEqual(await rig.bench.until(rig.unit.execute("read-social-security-card", {})), { ok: true, value: PERSON });
  });

  it("a card that always has more to say is cut off after 32 rounds", async () => {
    const card = socialSecurityCard();
    let asked = 0;
    card.interfere = () => {
      asked += 1;
      return Buffer.from("5A61FF", "hex");
    };
    assert.equal(inShort(await readCard(card)), "device.bad-reply yes");
    assert.equal(asked, 1 + 32);
  });

  it("counts what it read and what it could not", async () => {
    await readCard(socialSecurityCard());
    await readCard(new SimulatedCard());
    const counts = rig.bench.host.statistics("card");
    assert.deepEqual([counts["GoodReadCount"], counts["FailedReadCount"]], [1, 1]);
  });
});

describe("smart-card-reader/number", () => {
  it("a number with a wrong check digit is read all the same, and the log says so without it", async () => {
    const said: string[] = [];
    const warn = (event: string, facts: object = {}) => void said.push(JSON.stringify([event, facts]));
    const pcsc = new SimulatedPcsc("Sample Reader 00 00");
    const driver = smartCardReaderDriver(async () => ok(pcsc));
    const reader = must(await driver.open(driverContext({ options: {}, log: { ...silentLog, warn } })));
    pcsc.lay(new SimulatedCard({ ...PERSON, number: "990101199004120020" }));
    const call = { signal: new AbortController().signal, deadline: Number.POSITIVE_INFINITY };
    const read = await reader.commands["read-social-security-card"]({}, call);
    assert.equal(read.ok && read.value.number, "990101199004120020");
    assert.equal(said.length, 1);
    assert.match(said.join(), /check-digit/);
    assert.doesNotMatch(said.join(), /9901/);
    await reader.close();
  });
});
