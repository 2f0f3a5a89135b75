import assert from "node:assert/strict";
import { ok } from "../../../base/result.ts";
import { assertBalanced } from "../support/balance.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { removeTemporaryFolders } from "../support/records.ts";

const COMPLETED = { state: "completed", reason: "job-completed-successfully", pages: 1, counter: null };

describe("a kiosk whose disk is full", () => {
  let hall: TestHouse;
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  /** Every such write fails from now on, as SQLite does for want of room. */
  const full = (table: "journal" | "outbox") =>
    hall.records.db.script(
      `CREATE TEMP TRIGGER full_${table} BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
    );
  const roomAgain = (table: "journal" | "outbox") => hall.records.db.script(`DROP TRIGGER full_${table}`);
  const ledger = () => hall.records.db.all("SELECT state, serial FROM issuance WHERE kind = 'certificate'").map((row) => ({ ...row }));

  async function atForm() {
    hall.touch({ kind: "start", item: "sample" });
    hall.touch({ kind: "confirm" });
    await hall.reaches("form");
  }

  async function backHome() {
    await hall.reaches("ended");
    await until(
      () => !hall.peers.devices.leased,
      () => "the devices are still held",
    );
    await hall.clock.advance(10_000);
    await hall.reaches("home");
  }

  it("ends a session that it cannot begin, and is there again for the next person", async () => {
    hall = await openHouse();
    full("journal");
    hall.touch({ kind: "start", item: "sample" });
    await backHome();
    roomAgain("journal");
    await atForm();
  });

  it("ends the session when it cannot write down that the papers were taken, and lets go of the devices", async () => {
    hall = await openHouse();
    await atForm();
    hall.touch({ kind: "fill", values: { phone: "13800000000" } });
    await hall.reaches("result");
    full("journal");
    hall.touch({ kind: "confirm" });
    await backHome();
    roomAgain("journal");
    assert.deepEqual(ledger(), [{ state: "printed", serial: "A0001" }]);
    assert.equal(hall.records.ledger.open()[0]?.why, "not-seen-taken");
    await atForm();
  });

  it("sends nothing that it could not write down first; with room again the number is free without a restart", async () => {
    hall = await openHouse();
    hall.peers.devices.commands["standing"] = () => {
      full("journal");
      return ok({ printer: "urn:uuid:laser", upTimeS: 3_600, at: 0, count: 1_200 });
    };
    await atForm();
    hall.touch({ kind: "fill", values: { phone: "13800000000" } });
    await backHome();
    assert.deepEqual([hall.peers.devices.sheets.length, ledger()], [0, [{ state: "intent", serial: "A0001" }]]);
    await hall.clock.advance(60_000);
    roomAgain("journal");
    await hall.clock.advance(60_000);
    assert.deepEqual(ledger(), [{ state: "failed", serial: "A0001" }]);
    assert.equal(hall.records.blanks.isHeld("licence"), false);
    assertBalanced(hall.records);
  });

  it("calls nothing printed that it could not write down; with room again the printer is asked, and nothing is printed twice", async () => {
    hall = await openHouse();
    hall.peers.devices.commands["laser.print"] = () => {
      full("outbox");
      return ok(COMPLETED);
    };
    hall.peers.devices.commands["find-job"] = () => ok(COMPLETED);
    await atForm();
    hall.touch({ kind: "fill", values: { phone: "13800000000" } });
    await backHome();
    assert.deepEqual(ledger(), [{ state: "sent", serial: "A0001" }]);
    roomAgain("outbox");
    for (let n = 0; n < 30 && ledger()[0]?.["state"] === "sent"; n++) await hall.clock.advance(5_000);
    assert.deepEqual(ledger(), [{ state: "printed", serial: "A0001" }]);
    assert.equal(hall.peers.devices.sheets.length, 1);
    await until(() => !hall.peers.devices.leased && hall.screen() === "home");
  });
});
