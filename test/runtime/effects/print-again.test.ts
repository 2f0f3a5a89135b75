import assert from "node:assert/strict";
import { assertBalanced } from "../support/balance.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { failure } from "../support/peers.ts";
import { removeTemporaryFolders } from "../support/records.ts";

describe("a person who has no receipt in hand", () => {
  let hall: TestHouse;
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const receipts = () =>
    hall.records.db.all("SELECT id, state, reprint_of FROM issuance WHERE kind = 'receipt' ORDER BY rowid").map((row) => ({ ...row }));
  const receipt = () => hall.kiosk.view().papers?.prints.find(({ kind }) => kind === "receipt");

  async function atResult() {
    hall.touch({ kind: "start", item: "sample" });
    hall.touch({ kind: "confirm" });
    await hall.reaches("form");
    hall.touch({ kind: "fill", values: { phone: "13800000000" } });
    await hall.reaches("result");
  }

  async function printAgain() {
    assert.equal(hall.touch({ kind: "reprint" }).accepted, true);
    await until(() => hall.kiosk.view().papers?.reprinting === false);
  }

  it("gets it once more, and the ledger says of which it is a reprint; the licence is not printed again", async () => {
    hall = await openHouse();
    await atResult();
    await printAgain();
    const [first, second] = receipts();
    assert.deepEqual([first?.["state"], second?.["state"]], ["printed", "printed"]);
    assert.equal(second?.["reprint_of"], first?.["id"]);
    assert.deepEqual(
      hall.journalled("receipt.printed").map((fields) => fields["reprint"]),
      [false, true],
    );
    assert.equal(hall.peers.devices.sheets.length, 1);
    assertBalanced(hall.records);
  });

  it("gets it on their phone when there is no paper, and on paper unmarked once there is", async () => {
    hall = await openHouse();
    hall.peers.devices.commands["roll.print"] = () => failure("print", "printer.paper-out", "no");
    await atResult();
    assert.deepEqual([receipt()?.state, receipt()?.problem], ["paperless", "paper-out"]);
    assert.match(receipt()?.code ?? "", /\/r\/[0-9a-f]{32}#[\w-]{43}$/);
    assert.equal(hall.records.db.all("SELECT 1 FROM outbox WHERE kind = 'paperless-receipt'").length, 1);
    delete hall.peers.devices.commands["roll.print"];
    await printAgain();
    assert.deepEqual([receipt()?.state, receipt()?.code], ["printed", null]);
    assert.deepEqual(
      receipts().map((row) => [row["state"], row["reprint_of"]]),
      [
        ["failed", null],
        ["printed", null],
      ],
    );
  });

  it("leaves nothing of it for the next person to print", async () => {
    hall = await openHouse();
    await atResult();
    hall.touch({ kind: "confirm" });
    hall.touch({ kind: "skip" });
    await hall.clock.advance(10_000);
    await hall.reaches("home");
    hall.touch({ kind: "start", item: "sample" });
    assert.equal(hall.touch({ kind: "reprint" }).accepted, false);
    assert.equal(receipts().length, 1);
  });
});
