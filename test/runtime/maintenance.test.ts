import assert from "node:assert/strict";
import { join } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { silentLog } from "../../base/log.ts";
import { must, ok } from "../../base/result.ts";
import { Client } from "../../base/rpc.ts";
import type { DeviceHostContract } from "../../device-drivers/host/api.ts";
import { openHouse, type TestHouse, until } from "./support/house.ts";
import { removeTemporaryFolders } from "./support/records.ts";

const FAREWELL_MS = 6_000;

describe("a kiosk whose technician comes", () => {
  let hall: TestHouse;
  const clients: Client<DeviceHostContract>[] = [];
  beforeEach(async () => {
    hall = await openHouse();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await hall.close();
  });
  after(removeTemporaryFolders);

  const maintenance = () => hall.house.overview("lin").maintenance;
  const is = (state: string) =>
    until(
      () => maintenance().state === state,
      () => `${JSON.stringify(maintenance())}, not ${state}`,
    );
  const waits = (why: string) =>
    until(
      () => maintenance().waitingFor.some((one) => one.name === "runtime" && one.why === why),
      () => `${JSON.stringify(maintenance())} should wait for ${why}`,
    );
  const reason = () => {
    const { screen } = hall.kiosk.view();
    return screen.kind === "out-of-service" ? screen.reason : screen.kind;
  };
  const noted = () =>
    hall.records.db
      .all("SELECT event, fields FROM journal WHERE event LIKE 'mode.%' ORDER BY seq")
      .map((row) => `${row["event"]} ${Object.values(JSON.parse(String(row["fields"])) as object).join(" ")}`);

  /** A technician in a shell. */
  async function shell() {
    const client = new Client<DeviceHostContract>(join(hall.folder, "s", "device-host.sock"), systemClock, silentLog);
    clients.push(client);
    await new Promise<void>((resolve) => client.onLink((isUp) => isUp && resolve()));
    return { client, enter: () => client.call("mode.enter", { name: "zizhu", withinMs: 60_000 }) };
  }

  async function comesBack() {
    await hall.peers.devices.start();
    for (let n = 0; n < 40 && !hall.neighbours.devices.up; n++) {
      await hall.clock.advance(300);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => hall.neighbours.devices.up);
  }

  it("is closed at once when nobody is there, and open again afterwards", async () => {
    assert.deepEqual(hall.house.overview("lin").maintenance.state, "off");
    const { client, enter } = await shell();
    assert.equal(must(await enter()).ok, true);
    await is("on");
    assert.equal(reason(), "maintenance");
    assert.equal(maintenance().by, "zizhu");
    assert.equal(must(await client.call("mode.exit", {})).left, true);
    await is("off");
    assert.equal(hall.screen(), "home");
    assert.deepEqual(noted(), ["mode.asked zizhu", "mode.entered zizhu", "mode.left zizhu exited"]);
  });

  it("lets the person who is served finish: their sheets come out, then the technician is let in", async () => {
    let comesOut: () => void = () => undefined;
    const sheet = ok({ state: "completed", reason: "job-completed-successfully", pages: 1 });
    hall.peers.devices.commands["laser.print"] = () =>
      new Promise((resolve) => {
        comesOut = () => resolve(sheet);
      });
    hall.touch({ kind: "start", item: "sample" });
    hall.touch({ kind: "confirm" });
    await hall.reaches("form");
    const { enter } = await shell();
    const entering = enter();
    await waits("session");
    assert.equal(hall.screen(), "form");
    hall.touch({ kind: "fill", values: { phone: "13800000000" } });
    await until(() => hall.peers.devices.sheets.length === 1);
    await hall.clock.advance(1_000);
    assert.equal(maintenance().state, "asked");
    assert.equal(hall.screen(), "print");
    comesOut();
    await hall.reaches("result");
    assert.equal(maintenance().state, "asked");
    assert.deepEqual(
      hall.records.db.all("SELECT state FROM issuance").map((row) => row["state"]),
      ["printed", "printed"],
    );
    hall.touch({ kind: "confirm" });
    hall.touch({ kind: "skip" });
    assert.equal(must(await entering).ok, true);
    await is("on");
    assert.equal(hall.screen(), "ended");
    await hall.clock.advance(FAREWELL_MS);
    assert.equal(reason(), "maintenance");
  });

  it("waits for a card that still lies on the reader", async () => {
    hall.peers.devices.commands["await-removal"] = () => "never";
    hall.touch({ kind: "start", item: "sample" });
    hall.touch({ kind: "confirm" });
    await hall.reaches("form");
    const { enter } = await shell();
    const entering = enter();
    await waits("session");
    hall.touch({ kind: "cancel" });
    await waits("letting-go");
    hall.peers.devices.commands["await-removal"] = () => ok({ removed: true });
    await hall.clock.advance(70_000);
    await until(() => hall.peers.devices.mode.report().state !== "enter-pending");
    await entering;
  });

  it("serves nobody new while it is asked for, and goes on when the question is withdrawn", async () => {
    hall.touch({ kind: "start", item: "sample" });
    const { enter } = await shell();
    const entering = enter();
    await waits("session");
    hall.touch({ kind: "cancel" });
    clients[0]?.close();
    await entering;
    await is("off");
    await until(() => !hall.peers.devices.leased);
    await hall.clock.advance(FAREWELL_MS);
    assert.equal(hall.screen(), "home");
    assert.deepEqual(noted(), ["mode.asked zizhu", "mode.not-entered zizhu withdrawn"]);
  });

  it("opens again when the technician's process dies", async () => {
    const { client, enter } = await shell();
    await enter();
    await is("on");
    client.close();
    await is("off");
    assert.equal(hall.screen(), "home");
    assert.equal(noted().at(-1), "mode.left zizhu technician-gone");
  });

  it("lets the technician at the page ask, take it back, and leave", async () => {
    hall.touch({ kind: "start", item: "sample" });
    assert.deepEqual(hall.house.maintenance.set(true), { done: true });
    await waits("session");
    assert.equal(maintenance().isOwn, true);
    assert.deepEqual(hall.house.maintenance.set(false), { done: true });
    await is("off");
    assert.equal(hall.screen(), "guide");
    hall.house.maintenance.set(true);
    await waits("session");
    hall.touch({ kind: "cancel" });
    await is("on");
    hall.house.maintenance.set(false);
    await is("off");
  });

  it("tells the page who is in the mode already, and does not end it for them", async () => {
    const { enter } = await shell();
    await enter();
    await is("on");
    for (const on of [true, false]) {
      const reply = hall.house.maintenance.set(on);
      assert.equal(reply.done ? "" : reply.why, "mode.taken");
    }
    assert.equal(maintenance().state, "on");
  });

  it("stays closed for the page over a restart of device-host, and the mode is entered anew", async () => {
    hall.house.maintenance.set(true);
    await is("on");
    await hall.peers.devices.die();
    await is("asked");
    assert.equal(reason(), "maintenance");
    await comesBack();
    await is("on");
    hall.house.maintenance.set(false);
    await is("off");
    assert.equal(hall.screen(), "home");
    assert.deepEqual(
      noted().map((one) => one.replace("mode.", "")),
      ["asked page", "entered page", "left page device-host-gone", "asked page", "entered page", "left page exited"],
    );
  });

  it("still waits for the person after device-host was killed while it was asked for", async () => {
    hall.touch({ kind: "start", item: "sample" });
    hall.house.maintenance.set(true);
    await waits("session");
    await hall.peers.devices.die();
    await until(() => maintenance().since === null);
    assert.equal(hall.screen(), "guide");
    await comesBack();
    await waits("session");
    hall.touch({ kind: "cancel" });
    await is("on");
  });

  it("comes out of a shell's mode by itself when device-host is killed in it", async () => {
    const { enter } = await shell();
    await enter();
    await is("on");
    await hall.peers.devices.die();
    await hall.reaches("out-of-service");
    assert.equal(reason(), "device-host-away");
    await comesBack();
    await hall.reaches("home");
    assert.equal(maintenance().state, "off");
  });

  it("takes nobody for the technician's when the wish at the page runs out of time", async () => {
    hall.touch({ kind: "start", item: "sample" });
    hall.house.maintenance.set(true);
    await waits("session");
    for (let minute = 0; minute < 31 && maintenance().state === "asked"; minute++) {
      hall.touch({ kind: "extend" });
      await hall.clock.advance(60_000);
    }
    await is("off");
    assert.equal(maintenance().problem?.kind, "not-answered");
    assert.equal(hall.screen(), "guide");
  });
});
