import assert from "node:assert/strict";
import { ok } from "../../../base/result.ts";
import { idCheckCharacter, readIdNumber } from "../../../config/identity/id-number.ts";
import type { SocialSecurityCard } from "../../../device-drivers/kinds/smart-card-reader.ts";
import { atKiosk } from "../support/at-kiosk.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { failure, status } from "../support/peers.ts";
import { removeTemporaryFolders } from "../support/records.ts";
import { sampleCard } from "../support/sample-item.ts";

const { name, number } = sampleCard();
const CARD: SocialSecurityCard = { number, name, cardNumber: "A12345678", issued: "2020-01-01", validUntil: "2030-01-01" };

describe("a person with a social-security card", () => {
  let hall: TestHouse;
  beforeEach(async () => {
    hall = await openHouse();
    hall.peers.devices.say(status("slot", "smart-card-reader"));
    await until(() => hall.neighbours.devices.byKind("smart-card-reader") !== undefined);
    reads(CARD);
  });
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const { screen, shows, chooses, asked, everything } = atKiosk(() => hall);
  const reads = (card: SocialSecurityCard) => {
    hall.peers.devices.commands["read-social-security-card"] = () => ok(card);
  };

  it("is identified by what it says without a PIN", async () => {
    chooses("social");
    await shows("result");
    const shown = screen();
    assert.equal(shown.kind === "result" && shown.paragraphs[0], `social-security ${name}`);
    assert.deepEqual(
      hall.journalled("identify.ended").map(({ factor, outcome }) => [factor, outcome]),
      [["social-security-card", "proved"]],
    );
    for (const personal of [name, number, CARD.cardNumber]) assert.equal(everything().includes(personal), false, personal);
  });

  const wrongDigit = `${number.slice(0, 17)}${number.endsWith("0") ? "1" : "0"}`;
  const REFUSED: readonly { what: string; card: Partial<SocialSecurityCard>; says: string }[] = [
    { what: "has run out", card: { validUntil: "2026-01-04" }, says: "expired" },
    { what: "is not valid yet", card: { issued: "2026-01-06" }, says: "not-yet-valid" },
    { what: "has a number with a wrong check digit", card: { number: wrongDigit }, says: "bad-number" },
    { what: "has no ID number on it", card: { number: "A12345678" }, says: "bad-number" },
  ];
  for (const { what, card, says } of REFUSED) {
    it(`is told when the card ${what}`, async () => {
      reads({ ...CARD, ...card });
      chooses("social");
      await shows("identify-social-card", says);
    });
  }

  it("may take the card out and put it in again, however it writes its number", async () => {
    const digits = Array.from({ length: 100 }, (_, at) => `990101199001${`${at}`.padStart(2, "0")}`.padEnd(17, "1"));
    const withX = digits.find((one) => idCheckCharacter(one) === "X" && readIdNumber(`${one}X`).ok);
    assert.ok(withX);
    reads({ ...CARD, number: ` ${withX}x` });
    chooses("social");
    await shows("result");
    await hall.clock.advance(500);
    await until(() => asked("read-social-security-card").length >= 2);
    await hall.clock.advance(500);
    await until(() => asked("read-social-security-card").length >= 3);
    assert.equal(screen().kind, "result");
  });

  it("goes by it though it says neither since when nor until when", async () => {
    reads({ ...CARD, issued: null, validUntil: null });
    chooses("social");
    await shows("result");
  });

  for (const hidden of ["number", "name"] as const) {
    it(`is led to another way where the card keeps its ${hidden} behind a PIN`, async () => {
      reads({ ...CARD, [hidden]: null });
      chooses("social");
      await shows("methods");
    });
  }

  it("is told of a card that cannot be read, and of one of another kind", async () => {
    hall.peers.devices.commands["read-social-security-card"] = () => failure("read-social-security-card", "card.unreadable", "yes");
    chooses("social");
    await shows("identify-social-card", "unreadable");
    hall.peers.devices.commands["read-social-security-card"] = () => failure("read-social-security-card", "card.not-supported", "yes");
    hall.touch({ kind: "retry" });
    await shows("methods");
    assert.equal(hall.journalled("identify.ended").at(-1)?.["why"], "wrong-type");
  });

  it("is reminded of it when it is left in the reader", async () => {
    chooses("social");
    await shows("result");
    hall.peers.devices.commands["await-removal"] = () => "never";
    hall.touch({ kind: "cancel" });
    await until(() => asked("await-removal").some(({ device }) => device === "slot"));
    await hall.clock.advance(3_000);
    assert.deepEqual(screen(), { kind: "ended", reason: "cancelled", cardLeft: true });
  });
});
