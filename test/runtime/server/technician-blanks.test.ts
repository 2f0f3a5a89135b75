import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import type { StatementReply, TechnicianAct, TechnicianOverview, TechnicianReply } from "../../../runtime/server/api.ts";
import { http, openHouse, PIN, SECOND_PIN, type TestHouse } from "../support/house.ts";
import { LICENCE } from "../support/licence-intent.ts";
import { removeTemporaryFolders } from "../support/records.ts";

const HOUR = 60 * 60_000;

/** The tray holds A0001 to A0003. */
describe("blanks at the technician's console", () => {
  let hall: TestHouse;
  let cookie = "";

  beforeEach(async () => {
    hall = await openHouse();
    cookie = await enter(PIN);
  });
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const post = (path: string, value: unknown, headers: Record<string, string> = {}) =>
    http(hall.port, "POST", `/technician/api/${path}`, { "content-type": "application/json", ...headers }, JSON.stringify(value));
  const get = (path: string, headers: Record<string, string> = { cookie }) => http(hall.port, "GET", `/technician/api/${path}`, headers);
  async function enter(pin: string): Promise<string> {
    const [set = ""] = (await post("login", { pin })).headers["set-cookie"] as string[];
    return set.split(";")[0] ?? "";
  }
  const act = async (wanted: TechnicianAct) => JSON.parse((await post("act", wanted, { cookie })).text) as TechnicianReply;
  const why = (reply: TechnicianReply) => (reply.done ? "done" : reply.why);
  const overview = async () => JSON.parse((await get("overview")).text) as TechnicianOverview;
  const inDoubt = () => {
    const { ledger } = hall.records;
    const { id } = must(ledger.intend(LICENCE));
    must(ledger.advance(id, "send"));
    must(ledger.advance(id, "lost"));
    return id;
  };

  it("are taken out, given back and settled by two, as the settings want it", async () => {
    const { technician, secondFor } = await overview();
    assert.deepEqual([technician, secondFor], ["lin", ["return-blanks", "resolve", "spoil"]]);
    const issuance = inDoubt();
    const acts: TechnicianAct[] = [
      { act: "resolve", issuance, finding: "spoiled" },
      { act: "spoil", blankType: "licence", serial: "A0002", last: "A0002" },
      { act: "return-blanks", blankType: "licence", first: "A0003", last: "A0003" },
    ];
    for (const one of acts) {
      assert.equal(why(await act(one)), "second.needed");
      assert.equal(why(await act({ ...one, second: { pin: PIN } } as TechnicianAct)), "second.same-person");
      assert.equal(why(await act({ ...one, second: { pin: SECOND_PIN } } as TechnicianAct)), "done");
    }
    const both = { by: "lin", confirmedBy: "zhou" };
    const who = (event: string) => hall.journalled(event).map(({ by, confirmedBy }) => ({ by, confirmedBy }));
    assert.deepEqual([who("technician.acted"), who("blanks.spoiled"), who("blanks.returned")], [[both], [both], [both]]);
    const [account] = (await overview()).accounts;
    assert.deepEqual([account?.inStock, account?.spoiled, account?.returned, account?.isBalanced], [0, 2, 1, true]);
  });

  it("are loaded and counted by one, and a second who comes all the same is written down", async () => {
    assert.equal(why(await act({ act: "load-blanks", blankType: "licence", first: "B1", count: 2 })), "done");
    assert.equal(why(await act({ act: "count-blanks", blankType: "licence", counted: 4, second: { pin: SECOND_PIN } })), "done");
    assert.equal(why(await act({ act: "count-blanks", blankType: "napkin", counted: 4 })), "blank.unknown-type");
    const account = (await overview()).accounts.find(({ blankType }) => blankType === "licence");
    assert.deepEqual(account?.count, { counted: 4, expected: 5, at: hall.clock.now(), by: "lin" });
    assert.deepEqual(hall.journalled("blanks.count-differs"), [
      { blankType: "licence", counted: 4, expected: 5, by: "lin", confirmedBy: "zhou" },
    ]);
  });

  it("stay as they are for a wrong second PIN, which shuts the same door as a wrong login", async () => {
    const guess = () => act({ act: "spoil", blankType: "licence", serial: "A0001", second: { pin: "000000" } });
    for (let n = 0; n < 5; n++) assert.equal(why(await guess()), "second.wrong-pin");
    assert.equal(why(await guess()), "second.locked");
    assert.equal((await post("login", { pin: PIN })).status, 429);
    assert.deepEqual(
      hall.journalled("technician.refused").map(({ asked, attempt }) => [asked, attempt]),
      [...[4, 3, 2, 1, 0, 0].map((left) => ["second", left]), ["login", 0]],
    );
    assert.equal(hall.records.blanks.inStock("licence"), 3);
  });

  it("leave no doubt in words why something cannot be", async () => {
    const second = { pin: SECOND_PIN };
    const { id } = must(hall.records.ledger.intend(LICENCE));
    const detail = async (wanted: TechnicianAct) => {
      const reply = await act(wanted);
      return reply.done ? "done" : reply.detail;
    };
    assert.match(await detail({ act: "spoil", blankType: "licence", serial: "A0002", second }), /being fed/);
    assert.match(await detail({ act: "resolve", issuance: id, finding: "printed", second }), /being printed; wait/);
    must(hall.records.ledger.advance(id, "send"));
    must(hall.records.ledger.advance(id, "proved"));
    assert.match(await detail({ act: "resolve", issuance: id, finding: "blank-unused", second }), /proved/);
    assert.equal(await detail({ act: "resolve", issuance: id, finding: "printed", second }), "done");
    assert.match(await detail({ act: "resolve", issuance: id, finding: "printed", second }), /nothing is left to decide/);
    assert.match(await detail({ act: "return-blanks", blankType: "licence", first: "A0002", last: "B1", second }), /same series/);
  });

  const MALFORMED = [
    { act: "count-blanks", blankType: "licence", counted: -1 },
    { act: "count-blanks", blankType: "licence", counted: 1.5 },
    { act: "return-blanks", blankType: "licence", first: "A0001" },
    { act: "spoil", blankType: "licence", serial: "A0001", second: "582219" },
    { act: "check", device: "roll", second: { pin: SECOND_PIN } },
  ];
  for (const one of MALFORMED) {
    it(`are not touched by ${JSON.stringify(one)}`, async () => {
      assert.equal((await post("act", one, { cookie })).status, 400);
    });
  }

  it("are shown as one statement: the newest day's and the one of now", async () => {
    assert.equal((await get("statement", {})).status, 401);
    const read = async () => JSON.parse((await get("statement")).text) as StatementReply;
    assert.equal((await read()).newest, null);
    await hall.clock.advance(15 * HOUR);
    cookie = await enter(SECOND_PIN);
    inDoubt();
    const { newest, live } = await read();
    assert.deepEqual([newest?.day, newest?.open.length, newest?.isBalanced], ["2026-01-05", 0, true]);
    assert.deepEqual([live.day, live.open.map(({ serial, why }) => [serial, why])], ["2026-01-06", [["A0001", "in-doubt"]]]);
    assert.equal((await overview()).technician, "zhou");
  });

  it("come as a file for the ledger book", async () => {
    assert.equal((await get("blanks.csv", {})).status, 401);
    const { headers, text } = await get("blanks.csv");
    assert.match(String(headers["content-type"]), /^text\/csv; charset=utf-8$/);
    assert.match(String(headers["content-disposition"]), /^attachment; filename="?blanks-demo-007-2026-01-05\.csv"?$/);
    assert.equal(text.split("\r\n").filter((line) => line.startsWith("licence,A000")).length, 3);
  });

  it("are reconciled for a day that ended while the kiosk was off", async () => {
    const { folder } = hall;
    await hall.clock.advance(HOUR);
    await hall.close();
    hall = await openHouse({ folder, now: Date.UTC(2026, 0, 8, 1) });
    assert.deepEqual(
      hall.journalled("blanks.reconciled").map(({ day, balanced, numbers }) => [day, balanced, numbers]),
      [["2026-01-07", true, 3]],
    );
  });
});
