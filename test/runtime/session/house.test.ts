import assert from "node:assert/strict";
import { err } from "../../../base/result.ts";
import { FAREWELL_MS } from "../../../runtime/session/state.ts";
import { openHouse, type TestHouse, until } from "../support/house.ts";
import { removeTemporaryFolders } from "../support/records.ts";

describe("a person at the kiosk", () => {
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
  const ended = () => {
    const { screen } = hall.kiosk.view();
    return screen.kind === "ended" ? screen.reason : screen.kind;
  };

  it("comes, proves who they are, gets a licence and a receipt, and rates", async () => {
    hall = await openHouse();
    await printing();
    await hall.reaches("result");
    assert.equal(hall.peers.devices.sheets.length, 1);
    assert.deepEqual(ledger(), [{ state: "printed", serial: "A0001" }]);
    hall.touch({ kind: "confirm" });
    hall.touch({ kind: "rate", grade: 5, tags: ["fast"] });
    assert.equal(ended(), "finished");
    await until(() => !hall.peers.devices.leased);
    await hall.clock.advance(FAREWELL_MS);
    assert.equal(hall.screen(), "home");
    assert.equal(hall.records.journal.verify().intact, true);
    const kinds = hall.records.db.all("SELECT kind FROM outbox ORDER BY seq").map((row) => row["kind"]);
    assert.deepEqual(kinds, ["case", "issuance", "issuance", "issuance", "rating", "journal-checkpoint", "device-status"]);
  });

  it("is shown the time left, warned, and sent home with nothing left behind", async () => {
    hall = await openHouse();
    await atForm();
    assert.equal(hall.kiosk.view().timeLeft?.warning, false);
    await hall.clock.advance(60_000);
    assert.equal(hall.kiosk.view().timeLeft?.warning, true);
    hall.touch({ kind: "extend" });
    assert.equal(hall.kiosk.view().timeLeft?.warning, false);
    await hall.clock.advance(74_999);
    assert.equal(hall.screen(), "form");
    await hall.clock.advance(1);
    assert.equal(ended(), "timeout");
  });

  it("has twice the time in the large view, which is gone for the next person", async () => {
    hall = await openHouse();
    hall.touch({ kind: "display", display: { size: "senior", language: "en" } });
    await atForm();
    await hall.clock.advance(149_999);
    assert.equal(hall.screen(), "form");
    await hall.clock.advance(1);
    assert.equal(ended(), "timeout");
    await until(() => !hall.peers.devices.leased);
    await hall.clock.advance(2 * FAREWELL_MS);
    assert.deepEqual(hall.kiosk.view().display, { language: "zh-CN", size: "standard", contrast: "standard", reach: "standard" });
  });

  it("who changed the home page and left finds it as delivered again", async () => {
    hall = await openHouse();
    hall.touch({ kind: "display", display: { contrast: "high" } });
    await hall.clock.advance(75_000);
    assert.equal(hall.kiosk.view().display.contrast, "standard");
  });

  it("does not lose the time while a department thinks", async () => {
    hall = await openHouse();
    hall.peers.agent.answer = () => "never";
    hall.touch({ kind: "start", item: "sample" });
    hall.touch({ kind: "confirm" });
    await hall.reaches("wait");
    assert.equal(hall.kiosk.view().timeLeft, null);
  });

  it("is not kept waiting by an agent that hangs", async () => {
    hall = await openHouse();
    hall.peers.agent.answer = () => "never";
    hall.touch({ kind: "start", item: "sample" });
    hall.touch({ kind: "confirm" });
    await hall.reaches("wait");
    await until(() => hall.peers.agent.asked.length === 1);
    await hall.clock.advance(7_000);
    await hall.reaches("handoff");
  });

  it("is asked about again while the department says pending, and only for so long", async () => {
    hall = await openHouse();
    hall.peers.agent.answer = () => err({ code: "query.pending" });
    hall.touch({ kind: "start", item: "sample" });
    hall.touch({ kind: "confirm" });
    for (let n = 1; n <= 11; n++) {
      await until(
        () => hall.peers.agent.asked.length === n,
        () => `question ${n}`,
      );
      const pending = hall.clock.pending;
      await until(() => hall.clock.pending !== pending || hall.screen() === "handoff" || hall.clock.pending > 0);
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      await hall.clock.advance(1_000);
    }
    await hall.reaches("handoff");
    assert.equal(hall.peers.agent.asked.length, 11);
  });

  it("touches twice, and one touch wins", async () => {
    hall = await openHouse();
    hall.touch({ kind: "start", item: "sample" });
    const { session, revision } = hall.kiosk.view();
    const twice = [1, 2].map(() => hall.kiosk.intend({ session, revision, intent: { kind: "confirm" } }));
    assert.deepEqual(
      twice.map((reply) => (reply.accepted ? "accepted" : reply.why)),
      ["accepted", "stale"],
    );
  });

  it("is not confused by a touch of an earlier session or one from the future", async () => {
    hall = await openHouse();
    hall.touch({ kind: "start", item: "sample" });
    const { session, revision } = hall.kiosk.view();
    for (const request of [
      { session: "other", revision },
      { session: null, revision },
      { session, revision: revision + 1 },
      { session, revision: 0 },
    ]) {
      assert.equal(hall.kiosk.intend({ ...request, intent: { kind: "cancel" } }).accepted, false);
    }
    assert.equal(hall.screen(), "guide");
  });

  it("whose touch crosses with a word of guidance is still heard", async () => {
    hall = await openHouse();
    hall.peers.faces.answer = () => "never";
    hall.touch({ kind: "start", item: "face" });
    await hall.reaches("consent");
    hall.touch({ kind: "agree" });
    await until(() => hall.peers.faces.references.length === 1);
    const { session, revision } = hall.kiosk.view();
    hall.peers.faces.show(Buffer.from("jpeg"));
    await until(() => hall.kiosk.view().revision > revision);
    assert.deepEqual(hall.kiosk.intend({ session, revision, intent: { kind: "cancel" } }), { accepted: true });
  });

  it("leaves the card, and is reminded before the next person", async () => {
    hall = await openHouse();
    hall.peers.devices.commands["await-removal"] = () => "never";
    await atForm();
    hall.touch({ kind: "cancel" });
    await until(() => hall.peers.devices.asked.some((call) => call.command === "await-removal"));
    await hall.clock.advance(10_000);
    assert.deepEqual(hall.kiosk.view().screen, { kind: "ended", reason: "cancelled", cardLeft: true });
    await hall.clock.advance(60_000);
    assert.equal(hall.screen(), "home");
  });

  it("finds an item closed, with the reason, when its printer or its blanks are missing", async () => {
    hall = await openHouse({ blanks: 0 });
    const card = () => {
      const { screen } = hall.kiosk.view();
      return screen.kind === "home" ? screen.items.find((one) => one.id === "sample")?.unavailable?.reason : screen.kind;
    };
    assert.equal(card(), "blanks-out");
    assert.deepEqual(hall.touch({ kind: "start", item: "sample" }), { accepted: false, why: "unavailable", detail: "blanks-out" });
    const laser = hall.peers.devices.devices[2];
    if (laser) hall.peers.devices.say({ ...laser, state: "hardwareError" });
    await until(() => card() === "device-down");
  });

  it("finds the kiosk out of service while device-host is away", async () => {
    hall = await openHouse();
    await hall.peers.devices.die();
    await hall.reaches("out-of-service");
    await hall.peers.devices.start();
    await until(() => hall.clock.pending > 0);
    for (let n = 0; n < 20 && hall.screen() !== "home"; n++) await hall.clock.advance(300);
    await hall.reaches("home");
  });
});
