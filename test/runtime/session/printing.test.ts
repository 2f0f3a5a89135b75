import assert from "node:assert/strict";
import { ok } from "../../../base/result.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { failure } from "../support/peers.ts";
import { removeTemporaryFolders } from "../support/records.ts";

describe("a person whose licence is being printed", () => {
  let hall: TestHouse;
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  async function atForm() {
    hall.touch({ kind: "start", item: "sample" });
    hall.touch({ kind: "confirm" });
    await hall.reaches("form");
  }

  async function printing() {
    await atForm();
    hall.touch({ kind: "fill", values: { phone: "13800000000" } });
  }

  const ledger = () => hall.records.db.all("SELECT state, serial FROM issuance WHERE kind = 'certificate'").map((row) => ({ ...row }));

  it("cannot call back a sheet that is being printed, and the session waits for it", async () => {
    hall = await openHouse();
    hall.peers.devices.commands["laser.print"] = () => "never";
    await printing();
    await until(() => hall.peers.devices.sheets.length === 1);
    assert.equal(hall.touch({ kind: "cancel" }).accepted, false);
    await hall.clock.advance(100_000);
    assert.equal(hall.screen(), "print");
    await hall.clock.advance(60_000); // the deadline of the print, and of asking after it
    await until(() => hall.peers.devices.asked.some((call) => call.command === "find-job"));
    await hall.reaches("handoff");
    assert.deepEqual(ledger(), [{ state: "unknown", serial: "A0001" }]);
    assert.equal(hall.peers.devices.sheets.length, 1);
  });

  it("whose print is cut off by a dying device-host is never told that it was printed, and nothing is printed again", async () => {
    hall = await openHouse();
    hall.peers.devices.commands["laser.print"] = () => "never";
    await printing();
    await until(() => hall.peers.devices.sheets.length === 1);
    await hall.peers.devices.die();
    await until(() => !hall.neighbours.devices.up);
    for (let n = 0; n < 40 && hall.screen() === "print"; n++) await hall.clock.advance(5_000);
    await hall.reaches("handoff");
    assert.deepEqual(ledger(), [{ state: "unknown", serial: "A0001" }]);
    assert.equal(hall.peers.devices.sheets.length, 1);
    assert.equal(hall.records.ledger.open().length, 1);
  });

  it("gets a licence that the printer finished though device-host died: the printer is asked", async () => {
    hall = await openHouse();
    hall.peers.devices.commands["laser.print"] = () => failure("print", "device.offline", "indeterminate");
    hall.peers.devices.commands["find-job"] = () => ok({ state: "completed", reason: "job-completed-successfully", pages: 1 });
    await printing();
    await hall.reaches("result");
    assert.deepEqual(ledger(), [{ state: "printed", serial: "A0001" }]);
    assert.equal(hall.peers.devices.sheets.length, 1);
  });

  it("whose printer was heard and not believed holds the sheet, though the printer, asked again, would say that all is well", async () => {
    hall = await openHouse();
    hall.peers.devices.commands["laser.print"] = () => failure("print", "printer.lost-track", "indeterminate");
    hall.peers.devices.commands["find-job"] = () => ok({ state: "completed", reason: "job-completed-successfully", pages: 1 });
    await printing();
    await hall.reaches("handoff");
    assert.deepEqual(ledger(), [{ state: "unknown", serial: "A0001" }]);
    assert.equal(hall.records.blanks.isHeld("licence"), true);
  });

  it("whose printer refuses before the first byte leaves the blank in stock", async () => {
    hall = await openHouse();
    hall.peers.devices.commands["laser.print"] = () => failure("print", "printer.paper-out", "no");
    await printing();
    await hall.reaches("handoff");
    assert.deepEqual(ledger(), [{ state: "failed", serial: "A0001" }]);
    assert.equal(hall.records.blanks.inStock("licence"), 3);
  });
});
