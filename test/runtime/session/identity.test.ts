import assert from "node:assert/strict";
import { ok } from "../../../base/result.ts";
import { failedLook, verdict } from "../support/fake-faces.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { removeTemporaryFolders } from "../support/records.ts";
import { sampleCard } from "../support/sample-item.ts";

describe("a person who proves who they are", () => {
  let hall: TestHouse;
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const ended = () => {
    const { screen } = hall.kiosk.view();
    return screen.kind === "ended" ? screen.reason : screen.kind;
  };

  const CARDS = [
    { what: "has expired", card: { ...sampleCard(), validTo: "2025-12-31" }, why: "expired" },
    { what: "is not valid yet", card: { ...sampleCard(), validFrom: "2026-01-06" }, why: "not-yet-valid" },
    {
      what: "has a wrong check digit",
      card: { ...sampleCard(), number: `${sampleCard().number.slice(0, 17)}${sampleCard().number.endsWith("0") ? "1" : "0"}` },
      why: "bad-number",
    },
  ];
  for (const { what, card, why } of CARDS) {
    it(`is told when the card ${what}, and may try another`, async () => {
      hall = await openHouse();
      hall.peers.devices.commands["read-card"] = () => ok({ card });
      hall.touch({ kind: "start", item: "sample" });
      hall.touch({ kind: "confirm" });
      const screen = () => hall.kiosk.view().screen;
      await until(
        () => (screen() as { state?: string }).state === why,
        () => JSON.stringify(screen()),
      );
      hall.peers.devices.commands["read-card"] = () => ok({ card: sampleCard() });
      assert.deepEqual(hall.touch({ kind: "retry" }), { accepted: true });
      await hall.reaches("form");
    });
  }

  it("who lays another person's card down ends the session of the first", async () => {
    hall = await openHouse();
    hall.touch({ kind: "start", item: "card-again" });
    await hall.reaches("guide");
    hall.peers.devices.commands["read-card"] = () => ok({ card: sampleCard("002") });
    hall.touch({ kind: "confirm" });
    await hall.reaches("ended");
    assert.equal(ended(), "card-swapped");
  });

  it("may lay the same card down again", async () => {
    hall = await openHouse();
    hall.touch({ kind: "start", item: "card-again" });
    await hall.reaches("guide");
    hall.touch({ kind: "confirm" });
    await hall.reaches("result");
  });

  it("shows the face, is guided, and the photo in the card is only compared", async () => {
    hall = await openHouse();
    hall.peers.faces.answer = () => "never";
    hall.touch({ kind: "start", item: "face" });
    await hall.reaches("consent");
    hall.touch({ kind: "agree" });
    await until(() => hall.peers.faces.references.length === 1);
    hall.peers.faces.show(Buffer.from("jpeg"));
    await until(() => JSON.stringify(hall.kiosk.view().screen).includes("come-closer"));
    assert.deepEqual(hall.peers.faces.references, ["photo of 艾测试"]);
    hall.touch({ kind: "cancel" });
    assert.equal(ended(), "cancelled");
  });

  const FACES = [
    { answer: () => verdict("match"), is: "result" },
    { answer: () => verdict("mismatch"), is: "identity-failed" },
    { answer: () => verdict("attack"), is: "identity-failed" },
    { answer: () => failedLook("face.no-camera"), is: "cancelled" },
  ];
  for (const { answer, is } of FACES) {
    it(`is led on by the face engine's answer to ${is}`, async () => {
      hall = await openHouse();
      hall.peers.faces.answer = answer;
      hall.touch({ kind: "start", item: "face" });
      await hall.reaches("consent");
      hall.touch({ kind: "agree" });
      await until(
        () => ended() === is,
        () => ended(),
      );
    });
  }

  it("is led on when the face engine dies in the middle of a look and does not come back", async () => {
    hall = await openHouse();
    hall.peers.faces.answer = () => "never";
    hall.touch({ kind: "start", item: "face" });
    await hall.reaches("consent");
    hall.touch({ kind: "agree" });
    await until(() => hall.peers.faces.references.length === 1);
    await hall.peers.faces.die();
    await until(() => JSON.stringify(hall.kiosk.view().screen).includes("restarting"));
    await hall.clock.advance(12_000);
    await until(() => ended() === "cancelled");
  });
});
