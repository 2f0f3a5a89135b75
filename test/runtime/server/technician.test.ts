import assert from "node:assert/strict";
import type { TechnicianOverview, TechnicianReply } from "../../../runtime/server/api.ts";
import { http, openHouse, PIN, SECOND_PIN, type TestHouse, until } from "../support/house.ts";
import { LICENCE } from "../support/licence-intent.ts";
import { removeTemporaryFolders } from "../support/records.ts";

const JSON_BODY = { "content-type": "application/json" };

describe("the technician at the kiosk", () => {
  let hall: TestHouse;
  beforeEach(async () => {
    hall = await openHouse();
  });
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const post = (path: string, value: unknown, headers: Record<string, string> = {}) =>
    http(hall.port, "POST", `/technician/api/${path}`, { ...JSON_BODY, ...headers }, JSON.stringify(value));
  const overview = (cookie = "") => http(hall.port, "GET", "/technician/api/overview", { cookie });

  async function enter(): Promise<string> {
    const answer = await post("login", { pin: PIN });
    assert.equal(answer.status, 204);
    const [cookie = ""] = answer.headers["set-cookie"] as string[];
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Strict/);
    return cookie.split(";")[0] ?? "";
  }

  it("sees nothing and does nothing without the PIN", async () => {
    assert.equal((await overview()).status, 401);
    assert.equal((await overview(`zizhu-technician=${"0".repeat(64)}`)).status, 401);
    assert.equal((await post("act", { act: "maintenance", on: true })).status, 401);
    assert.equal(hall.screen(), "home");
  });

  it("is shut out after five wrong PINs, for longer each time, and the right one does not open meanwhile", async () => {
    const tries = [];
    for (let n = 0; n < 6; n++) tries.push(await post("login", { pin: `00000${n}` }));
    assert.deepEqual(
      tries.map((one) => one.status),
      [401, 401, 401, 401, 401, 429],
    );
    assert.equal((await post("login", { pin: PIN })).status, 429);
    await hall.clock.advance(60_000);
    for (let n = 0; n < 5; n++) await post("login", { pin: `00000${n}` });
    await hall.clock.advance(60_000);
    assert.equal((await post("login", { pin: PIN })).status, 429);
    await hall.clock.advance(60_000);
    await enter();
  });

  it("counts tries that come at once", async () => {
    const statuses = (await Promise.all(Array.from({ length: 12 }, () => post("login", { pin: "1" })))).map((one) => one.status);
    assert.equal(statuses.filter((status) => status === 401).length, 5);
  });

  it("is asked for the PIN again after ten idle minutes, and after leaving", async () => {
    const cookie = await enter();
    assert.equal((await overview(cookie)).status, 200);
    await hall.clock.advance(10 * 60_000);
    assert.equal((await overview(cookie)).status, 401);
    const again = await enter();
    assert.equal((await post("logout", {}, { cookie: again })).status, 204);
    assert.equal((await overview(again)).status, 401);
  });

  it("loads blanks, spoils one, and sees every number accounted for", async () => {
    const cookie = await enter();
    const act = async (value: unknown) => JSON.parse((await post("act", value, { cookie })).text) as { done: boolean; why?: string };
    assert.equal((await act({ act: "load-blanks", blankType: "napkin", first: "D001", count: 5 })).why, "blank.unknown-type");
    assert.deepEqual(await act({ act: "load-blanks", blankType: "duplicate", first: "D001", count: 5 }), { done: true });
    assert.equal((await act({ act: "load-blanks", blankType: "duplicate", first: "D003", count: 5 })).why, "blank.already-known");
    const second = { pin: SECOND_PIN };
    assert.deepEqual(await act({ act: "spoil", blankType: "duplicate", serial: "D002", second }), { done: true });
    assert.equal((await act({ act: "spoil", blankType: "duplicate", serial: "D002", second })).why, "blank.not-in-stock");
    const { batches } = JSON.parse((await overview(cookie)).text) as { batches: { blankType: string; inStock: number; spoiled: number }[] };
    const duplicate = batches.find((one) => one.blankType === "duplicate");
    assert.deepEqual([duplicate?.inStock, duplicate?.spoiled], [4, 1]);
  });

  it("says what became of a sheet, once, and the item can be done again", async () => {
    const { ledger } = hall.records;
    const intended = ledger.intend(LICENCE);
    assert.ok(intended.ok);
    const { id } = intended.value;
    ledger.advance(id, "send");
    ledger.advance(id, "lost");
    hall.kiosk.refresh();
    assert.equal(hall.touch({ kind: "start", item: "sample" }).accepted, false);
    const cookie = await enter();
    const resolve = (finding: string) => post("act", { act: "resolve", issuance: id, finding, second: { pin: SECOND_PIN } }, { cookie });
    assert.equal((await resolve("magic")).status, 400);
    assert.deepEqual(JSON.parse((await resolve("spoiled")).text), { done: true });
    assert.equal((JSON.parse((await resolve("printed")).text) as { why: string }).why, "ledger.wrong-state");
    assert.equal(hall.touch({ kind: "start", item: "sample" }).accepted, true);
  });

  it("has one device checked or opened anew, but not under a citizen's hands, and all of it is written down", async () => {
    const cookie = await enter();
    const act = async (act: "check" | "reset", device: string) =>
      JSON.parse((await post("act", { act, device }, { cookie })).text) as TechnicianReply;
    const checked = async () => {
      const reply = await act("check", "roll");
      return reply.done ? reply.health?.isHealthy : reply.why;
    };
    assert.equal(await checked(), true);
    const [, roll] = hall.peers.devices.devices;
    if (roll) hall.peers.devices.say({ ...roll, paper: { roll: "out" } });
    assert.equal(await checked(), false);
    assert.deepEqual(await act("reset", "roll"), { done: true });
    assert.deepEqual(hall.peers.devices.resets, ["roll"]);
    const wrong = await act("reset", "toaster");
    assert.equal(wrong.done ? "" : wrong.why, "device.unknown");
    hall.touch({ kind: "start", item: "sample" });
    await until(() => hall.peers.devices.leased);
    const busy = await act("reset", "laser");
    assert.equal(busy.done ? "" : busy.why, "device.leased");
    assert.deepEqual(
      hall.records.db
        .all("SELECT fields FROM journal WHERE event IN ('device.checked', 'device.reset') ORDER BY seq")
        .map((row) => row["fields"]),
      [
        '{"device":"roll","outcome":"healthy","by":"lin"}',
        '{"device":"roll","outcome":"problem","by":"lin"}',
        '{"device":"roll","outcome":"done","by":"lin"}',
        '{"device":"toaster","outcome":"refused","by":"lin"}',
        '{"device":"laser","outcome":"refused","by":"lin"}',
      ],
    );
    await hall.peers.devices.die();
    const away = await act("check", "roll");
    assert.equal(away.done ? "" : away.why, "device.away");
  });

  it("asks for the kiosk, waits for the person who is served, and gives it back", async () => {
    const cookie = await enter();
    hall.touch({ kind: "start", item: "sample" });
    await post("act", { act: "maintenance", on: true }, { cookie });
    const state = async () => (JSON.parse((await overview(cookie)).text) as TechnicianOverview).maintenance.state;
    assert.equal(await state(), "asked");
    assert.equal(hall.screen(), "guide");
    hall.touch({ kind: "cancel" });
    const mode = () => hall.peers.devices.mode.report().state;
    await until(() => mode() === "active");
    await hall.clock.advance(6_000);
    assert.equal(await state(), "on");
    assert.equal(hall.screen(), "out-of-service");
    await post("act", { act: "maintenance", on: false }, { cookie });
    await hall.reaches("home");
    assert.equal(mode(), "inactive");
  });
});
