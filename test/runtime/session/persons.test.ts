import assert from "node:assert/strict";
import { must, ok } from "../../../base/result.ts";
import { unseal } from "../../../base/seal.ts";
import type { CaseBody } from "../../../sync-agent/protocol/messages.ts";
import { atKiosk } from "../support/at-kiosk.ts";
import { verdict } from "../support/fake-faces.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { removeTemporaryFolders } from "../support/records.ts";
import { sampleCard } from "../support/sample-item.ts";

const CHILD = { ...sampleCard("101", "2015-06-01"), name: "艾小样" };
const GUARDIAN = { ...sampleCard("002"), name: "艾大样" };

describe("a case of two persons", () => {
  let hall: TestHouse;
  beforeEach(async () => {
    hall = await openHouse();
  });
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const { screen, shows, ends } = atKiosk(() => hall);
  /** Cards in the order in which they are laid down where one is asked for. */
  function lay(...cards: (typeof CHILD)[]) {
    const waiting = [...cards];
    hall.peers.devices.commands["read-card"] = () => {
      const card = waiting.shift();
      return card ? ok({ card, photo: Buffer.from(`photo of ${card.name}`).toString("base64") }) : "never";
    };
  }
  /** Up to the guardian's turn, and past the page that says so. */
  const begins = async () => {
    hall.touch({ kind: "start", item: "guardian" });
    await shows("guide");
    hall.touch({ kind: "confirm" });
  };
  const agrees = async () => {
    await shows("consent");
    hall.touch({ kind: "agree" });
  };

  it("asks each for their own card and face, and takes both to the hub under seal", async () => {
    lay(CHILD, GUARDIAN);
    await begins();
    await agrees();
    await agrees();
    await shows("result");
    assert.deepEqual(hall.peers.faces.references, ["photo of 艾小样", "photo of 艾大样"]);
    assert.deepEqual(
      hall.journalled("identify.ended").map(({ factor, person, outcome }) => [factor, person, outcome]),
      [
        ["id-card", "", "proved"],
        ["id-card", "guardian", "proved"],
        ["face", "", "proved"],
        ["face", "guardian", "proved"],
      ],
    );
    assert.deepEqual(
      hall.journalled("consent.given").map(({ consent, by }) => [consent, by]),
      [
        ["face", "guardian"],
        ["guardian-face", "guardian"],
      ],
    );
    const row = hall.records.db.get<{ id: string; sealed: Uint8Array }>("SELECT id, sealed FROM outbox WHERE kind = 'case'");
    assert.ok(row);
    const body = JSON.parse(must(unseal(hall.hubPrivateKey, `case:${row.id}`, row.sealed)).toString("utf8")) as CaseBody;
    assert.deepEqual(body.applicant, { name: CHILD.name, idNumber: CHILD.number });
    assert.deepEqual(body.persons, [{ role: "guardian", name: GUARDIAN.name, idNumber: GUARDIAN.number, factors: ["id-card", "face"] }]);
    assert.deepEqual(body.consents[0], { consent: "face", version: "3", agreed: true, by: "guardian" });
  });

  it("shows whose turn it is", async () => {
    lay(CHILD);
    await begins();
    await until(() => {
      const shown = screen();
      return shown.kind === "identify-card" && shown.person === "监护人";
    });
  });

  it("does not take one person's card for two, and ends nothing for it", async () => {
    lay(CHILD, CHILD, GUARDIAN);
    await begins();
    await shows("identify-card", "same-person");
    hall.touch({ kind: "retry" });
    await shows("consent");
  });

  it("knows both cards between the steps, and ends with a third", async () => {
    lay(CHILD, GUARDIAN);
    const laid = [CHILD, GUARDIAN, sampleCard("003")];
    hall.peers.devices.uninvited = () => ok({ card: laid.shift() });
    hall.touch({ kind: "start", item: "guardian" });
    await shows("guide");
    await hall.clock.advance(5_000);
    assert.equal(laid.length, 3, "nobody reads while the guardian is told to lay theirs down");
    hall.touch({ kind: "confirm" });
    await shows("consent");
    for (const left of [2, 1]) {
      await hall.clock.advance(500);
      await until(() => laid.length === left);
      await shows("consent");
    }
    await hall.clock.advance(500);
    await ends("card-swapped");
  });

  it("keeps nothing of either when it ends in the middle of a look", async () => {
    lay(CHILD, GUARDIAN);
    hall.peers.faces.answer = () => "never";
    await begins();
    await agrees();
    await until(() => hall.peers.faces.looks.length === 1);
    hall.touch({ kind: "cancel" });
    await ends("cancelled");
    await until(() => !hall.peers.devices.leased);
    const left = JSON.stringify([hall.records.db.all("SELECT * FROM journal"), hall.kiosk.view(), hall.house.overview("lin")]);
    for (const personal of [CHILD.name, CHILD.number, GUARDIAN.name, GUARDIAN.number, "photo of"])
      assert.equal(left.includes(personal), false);
  });

  it("looks at no face of a child before a grown-up of the case has agreed", async () => {
    lay(CHILD, { ...sampleCard("102", "2014-01-01"), name: "艾也小" });
    await begins();
    await ends("cancelled");
    assert.equal(hall.peers.faces.looks.length, 0);
    assert.deepEqual(hall.journalled("consent.given"), [], "another child is not asked");
  });

  it("says no more of a picture that was held up than of a face that is another's", async () => {
    const shown: string[] = [];
    for (const decision of ["mismatch", "attack"] as const) {
      lay(CHILD, GUARDIAN);
      hall.peers.faces.answer = () => verdict(decision);
      await begins();
      await agrees();
      await ends("identity-failed");
      shown.push(JSON.stringify(screen()));
      await until(() => !hall.peers.devices.leased);
      await hall.clock.advance(6_000);
    }
    assert.equal(shown[0], shown[1]);
    assert.deepEqual(
      hall.journalled("factor.locked").map(({ factor }) => factor),
      ["face", "remote-face"],
    );
  });
});
