import assert from "node:assert/strict";
import { join } from "node:path";
import { must } from "../../../base/result.ts";
import { SqliteHubStore } from "../../../sync-agent/hub/sqlite-store.ts";
import { checkBlankEvent, checkBlankStatement, checkIssuance } from "../../../sync-agent/protocol/shapes.ts";
import { Hall } from "../../sync-agent/hub/blanks/hall-of-kiosks.ts";
import { LICENCE } from "../support/licence-intent.ts";
import { openRecords, type Posted, removeTemporaryFolders, temporaryFolder } from "../support/records.ts";

const LIN = { by: "lin", confirmedBy: "zhou" };
const DAY = 24 * 60 * 60_000;

/** What the kiosk's own code writes for the hub, in the hub's own book. */
describe("numbers that lay in the safe, in the kiosk's book and in the hub's", () => {
  after(removeTemporaryFolders);

  let hall: Hall;
  let records: ReturnType<typeof openRecords>;
  let sent = 0;
  beforeEach(() => {
    hall = new Hall(new SqliteHubStore(join(temporaryFolder(), "hub.db")));
    records = openRecords(":memory:", hall.clock);
    sent = 0;
  });
  afterEach(() => hall.store.close());

  const effectOf = ({ kind, body }: Posted) => {
    if (kind === "issuance") return { kind, issuance: must(checkIssuance(body, kind)) } as const;
    if (kind === "blank-event") return { kind, event: must(checkBlankEvent(body, kind)) } as const;
    assert.equal(kind, "blank-statement");
    return { kind: "blank-statement", statement: must(checkBlankStatement(body, kind)) } as const;
  };
  const kiosk = () => hall.kiosk("kiosk-01");
  let link: ReturnType<typeof kiosk>;
  const send = async (...more: readonly Posted[]) => {
    link = sent === 0 ? kiosk() : link;
    for (const row of [...records.posted.slice(sent), ...more]) link.row(effectOf(row));
    sent = records.posted.length;
    assert.deepEqual(await link.send(), [], "the hub takes every row");
  };
  const issue = () => {
    const { id, serial } = must(records.ledger.intend(LICENCE));
    for (const arrow of ["send", "proved", "taken"] as const) must(records.ledger.advance(id, arrow));
    return serial;
  };
  const endOfDay = async () => {
    await hall.clock.advance(DAY);
    records.reconciliation.takeIfDue();
    await send();
  };
  const atHub = async () => {
    await hall.bookkeeper.look();
    const [row] = await hall.report.books();
    return row && { loaded: row.loaded, left: row.left, issued: row.issued, returned: row.returned, statement: row.statement?.state };
  };

  it("agree and raise nothing: loaded, issued, given back in the evening, loaded again, issued, day after day", async () => {
    const { stock } = records;
    must(stock.load("licence", "A0001", 20, LIN));
    for (let day = 0; day < 4; day++) {
      const first = `A${String(1 + 2 * day).padStart(4, "0")}`;
      if (day > 0) must(stock.load("licence", first, 20 - 2 * day, LIN));
      assert.equal(issue(), first);
      issue();
      must(stock.giveBack("licence", `A${String(3 + 2 * day).padStart(4, "0")}`, "A0020", LIN));
      await endOfDay();
      assert.deepEqual(await hall.open(), []);
      assert.equal((await atHub())?.statement, "agrees");
    }
    must(stock.load("licence", "A0009", 12, LIN));
    await endOfDay();
    assert.deepEqual(await hall.open(), []);
    const { accounts } = records.reconciliation.live.read();
    assert.deepEqual(
      accounts.map(({ loaded, inStock, issued, returned, isBalanced }) => ({ loaded, inStock, issued, returned, isBalanced })),
      [{ loaded: 80, inStock: 12, issued: 8, returned: 60, isBalanced: true }],
    );
    assert.deepEqual(await atHub(), { loaded: 80, left: 12, issued: 8, returned: 60, statement: "agrees" });
  });

  it("agree while a sheet that was loaded again is in doubt, and when it was found unused, given back and loaded once more", async () => {
    const { stock, ledger } = records;
    must(stock.load("licence", "A0001", 3, LIN));
    must(stock.giveBack("licence", "A0001", "A0003", LIN));
    await endOfDay();
    must(stock.load("licence", "A0001", 3, LIN));
    const { id } = must(ledger.intend(LICENCE));
    for (const arrow of ["send", "lost"] as const) must(ledger.advance(id, arrow));
    await endOfDay();
    assert.deepEqual(await hall.open(), []);
    must(stock.resolve(id, "blank-unused", LIN));
    must(stock.giveBack("licence", "A0001", "A0001", LIN));
    must(stock.load("licence", "A0001", 1, LIN));
    await endOfDay();
    assert.deepEqual(await hall.open(), []);
    assert.equal((await atHub())?.statement, "agrees");
  });

  const USED = [
    { what: "at once", forgeLater: false },
    { what: "after its day was closed and agreed", forgeLater: true },
  ];
  for (const { what, forgeLater } of USED) {
    it(`a used number that is loaded again ${what} is an alarm: the kiosk refuses it, and the hub finds a row that says so`, async () => {
      const { stock } = records;
      must(stock.load("licence", "A0001", 3, LIN));
      must(stock.giveBack("licence", "A0001", "A0003", LIN));
      must(stock.load("licence", "A0001", 3, LIN));
      assert.equal(issue(), "A0001");
      if (forgeLater) await endOfDay();
      else await send();
      assert.deepEqual(await hall.open(), []);
      assert.deepEqual(stock.load("licence", "A0001", 1, LIN), { ok: false, error: "blank.already-known" });
      const loading = records.posted.find(({ kind }) => kind === "blank-event");
      assert.ok(loading);
      await send({ ...loading, body: { ...loading.body, batch: "forged", first: "A0001", last: "A0001", count: 1, expected: 1 } });
      assert.deepEqual(await hall.open(), ["duplicate-number A0001"]);
    });
  }
});
