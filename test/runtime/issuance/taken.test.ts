import assert from "node:assert/strict";
import { assertBalanced } from "../support/balance.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { removeTemporaryFolders } from "../support/records.ts";

describe("a licence that has come out", () => {
  let hall: TestHouse;
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const state = () => hall.records.db.all("SELECT state FROM issuance WHERE serial IS NOT NULL").map((row) => row["state"]);

  async function cameOut() {
    hall = await openHouse();
    hall.touch({ kind: "start", item: "sample" });
    hall.touch({ kind: "confirm" });
    await hall.reaches("form");
    hall.touch({ kind: "fill", values: { phone: "13800000000" } });
    await hall.reaches("result");
    assert.deepEqual(state(), ["printed"]);
  }

  it("is the person's once they touch on, and the technician has nothing to look for", async () => {
    await cameOut();
    hall.touch({ kind: "confirm" });
    await until(() => state()[0] === "issued");
    assert.deepEqual(hall.records.ledger.open(), []);
    assert.equal(hall.journalled("issuance.taken").length, 1);
    assert.deepEqual(hall.journalled("issuance.not-taken"), []);
    assert.equal(hall.records.blanks.batches()[0]?.issued, 1);
    assertBalanced(hall.records);
  });

  it("stays printed when the person walks away from it: the technician looks into the outlet, and the tray goes on", async () => {
    await cameOut();
    await hall.clock.advance(200_000);
    await hall.reaches("home");
    assert.deepEqual(state(), ["printed"]);
    assert.deepEqual(
      hall.records.ledger.open().map(({ serial, why }) => [serial, why]),
      [["A0001", "not-seen-taken"]],
    );
    assert.deepEqual(
      hall.journalled("issuance.not-taken").map((fields) => fields["serial"]),
      ["A0001"],
    );
    assert.equal(hall.records.blanks.isHeld("licence"), false);
    assertBalanced(hall.records);
    const [open] = hall.records.ledger.open();
    assert.ok(hall.records.ledger.advance(open?.id ?? "", "found-spoiled", "found in the outlet").ok);
    assert.deepEqual(hall.journalled("tray.released"), []);
    assert.equal(hall.records.blanks.batches()[0]?.spoiled, 1);
    assertBalanced(hall.records);
  });
});
