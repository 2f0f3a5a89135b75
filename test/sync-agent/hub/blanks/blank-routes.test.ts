import assert from "node:assert/strict";
import { hashPassword } from "../../../../base/password.ts";
import { systemRandom, uuidv7 } from "../../../../base/random.ts";
import type { AdminApi, AdminOverview, Problem } from "../../../../sync-agent/hub/api.ts";
import { csvOf } from "../../../../sync-agent/hub/csv.ts";
import type { BlankEventBody, BlankStatementBody, IssuanceBody } from "../../../../sync-agent/protocol/messages.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import {
  drainAll,
  KIOSK,
  type KioskSide,
  OTHER_DEVICE_KEY,
  openHub,
  openKiosk,
  PASSWORD,
  removeTempFolders,
  tempFolder,
} from "../../support.ts";

const NAME = { "zh-CN": "营业执照正本（空白）", en: "Business licence (blank)" };
const AT = "2026-01-05T09:00:00+08:00";
const SECOND = "kiosk-02";

describe("sync-agent/hub/blanks: from the kiosk's outbox to the administrator's page", () => {
  let clock: FakeClock;
  let hub: Awaited<ReturnType<typeof openHub>>;
  let kiosk: KioskSide;
  let second: KioskSide;
  let cookie: string;
  let passwordHash: string;
  before(async () => {
    passwordHash = await hashPassword(PASSWORD, systemRandom);
  });
  beforeEach(async () => {
    clock = new FakeClock();
    hub = await openHub({ clock, data: tempFolder(), passwordHash, others: [SECOND], blankTypes: { "licence-a3": { name: NAME } } });
    kiosk = openKiosk(tempFolder(), hub.url, clock);
    second = openKiosk(tempFolder(), hub.url, clock, { kiosk: SECOND, deviceKey: OTHER_DEVICE_KEY.privateKey });
    const login = await fetch(`${hub.url}/admin/api/login`, {
      method: "POST",
      body: JSON.stringify({ password: PASSWORD }),
      headers: { "content-type": "application/json" },
    });
    cookie = (login.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
  });
  afterEach(async () => {
    kiosk.db.close();
    second.db.close();
    await hub.close();
    removeTempFolders();
  });

  const id = () => uuidv7(clock.now(), systemRandom);
  const get = (path: string) => fetch(`${hub.url}/admin/api/${path}`, { headers: { cookie } });
  const json = async <Route extends keyof AdminApi>(route: Route): Promise<AdminApi[Route]> =>
    (await (await get(route.slice("GET /admin/api/".length))).json()) as AdminApi[Route];

  function load(side: KioskSide, first: string, last: string, count: number) {
    const body: BlankEventBody = {
      event: "loaded",
      blankType: "licence-a3",
      batch: "b1",
      first,
      last,
      count,
      expected: 0,
      by: "t1",
      confirmedBy: "t2",
      at: AT,
    };
    side.outbox.enqueue("blank-event", "", id(), body);
  }
  function print(serial: string, outcome: IssuanceBody["outcome"], caseId = "", more: Partial<IssuanceBody> = {}) {
    const head = { issuance: `i-${serial}`, case: caseId, template: "licence", documentSha256: "0".repeat(64), blankType: "licence-a3" };
    kiosk.outbox.enqueue("issuance", caseId, id(), { ...head, serial, outcome, at: AT, ...more });
  }
  function state(issued: number, left: number) {
    const runs = [
      { state: "issued" as const, first: "A0001", last: `A000${issued}`, count: issued },
      { state: "inStock" as const, first: `A000${issued + 1}`, last: `A000${issued + left}`, count: left },
    ];
    const batch = { batch: "b1", blankType: "licence-a3", first: "A0001", last: `A000${issued + left}`, loaded: issued + left, runs };
    const body: BlankStatementBody = { day: "2026-01-05", at: AT, batches: [batch], open: [], counts: [] };
    kiosk.outbox.enqueue("blank-statement", "", id(), body);
  }

  it("the book, the open numbers and the reconciliation of the day, as JSON", async () => {
    load(kiosk, "A0001", "A0009", 9);
    print("A0001", "issued");
    state(1, 8);
    print("A0002", "unknown");
    await drainAll(kiosk);
    const { blanks, names } = await json("GET /admin/api/blanks");
    assert.deepEqual(names, { "licence-a3": NAME });
    assert.deepEqual(
      blanks.map(({ kiosk: where, hall, loaded, left, issued, open }) => [where, hall, loaded, left, issued, open]),
      [[KIOSK, "示例市市民中心", 9, 7, 1, 1]],
    );
    const { open } = await json("GET /admin/api/blanks/open");
    assert.deepEqual(
      open[0]?.numbers.map(({ serial, why }) => [serial, why]),
      [["A0002", "in-doubt"]],
    );
    const day = await json("GET /admin/api/reconciliation");
    assert.equal(day.day, "2026-01-05");
    assert.deepEqual(
      day.kiosks.map(({ kiosk: where, state: how }) => [where, how]),
      [
        [KIOSK, "agrees"],
        [SECOND, "no-blanks"],
      ],
    );
    const { totals } = (await (await get("overview")).json()) as AdminOverview;
    assert.deepEqual([totals.openNumbers, totals.openFindings], [1, 0]);
  });

  it("a row that the kiosk had set aside and sends again closes what it explains: it takes its old place", async () => {
    load(kiosk, "A0001", "A0009", 9);
    print("A0001", "issued");
    state(1, 8);
    kiosk.outbox.quarantine(2, "refused by a hub of an older release");
    await drainAll(kiosk);
    assert.deepEqual((await json("GET /admin/api/reconciliation")).kiosks[0]?.state, "waiting");
    await clock.advance(16 * 60_000);
    assert.equal((await get("overview")).status, 200);
    await clock.advance(15 * 60_000);
    assert.deepEqual(
      (await json("GET /admin/api/findings")).findings.map(({ code, first }) => [code, first]),
      [["issued-unreported", "A0001"]],
    );
    kiosk.outbox.releaseQuarantined();
    await drainAll(kiosk);
    const day = await json("GET /admin/api/reconciliation");
    assert.deepEqual([day.kiosks[0]?.state, day.findings.length, day.findings[0]?.closedAt], ["agrees", 1, AT]);
    assert.deepEqual((await json("GET /admin/api/findings")).findings, []);
  });

  it("who settled a number stands beside the findings of its day, beside the finding itself, and in the tables", async () => {
    load(kiosk, "A0001", "A0009", 9);
    print("A0001", "unknown");
    state(1, 8);
    print("A0001", "issued", "", { settled: { by: "lin", confirmedBy: "zhou" } });
    print("A0002", "unknown");
    print("A0002", "failed", "", { blank: "inStock", settled: { by: "lin", confirmedBy: "" } });
    await drainAll(kiosk);
    await get("overview");
    const day = await json("GET /admin/api/reconciliation");
    const short = day.settled.map(({ kiosk: where, serial, found, by, confirmedBy, at }) => [where, serial, found, by, confirmedBy, at]);
    assert.deepEqual(short, [
      [KIOSK, "A0001", "printed", "lin", "zhou", AT],
      [KIOSK, "A0002", "blank-unused", "lin", "", AT],
    ]);
    const [finding] = day.findings;
    assert.deepEqual([finding?.code, finding?.first, finding?.settled.map(({ serial }) => serial)], ["state-differs", "A0001", ["A0001"]]);
    assert.match(
      await (await get("blanks/settled.csv?day=2026-01-05")).text(),
      /"kiosk-01","示例市市民中心","licence-a3","A0001","i-A0001","printed","lin","zhou","2026-01-05T09:00:00\+08:00"/,
    );
    assert.match(await (await get("reconciliation.csv")).text(), /"A0001 printed lin zhou 2026-01-05T09:00:00\+08:00"\r\n/);
    assert.deepEqual((await json("GET /admin/api/reconciliation?day=2026-01-04" as "GET /admin/api/reconciliation")).settled, []);
  });

  it("a number at two kiosks shows on the overview, in both languages, with what to do", async () => {
    load(kiosk, "A0001", "A0009", 9);
    await drainAll(kiosk);
    load(second, "A0005", "A0005", 1);
    await drainAll(second);
    await clock.advance(1_000);
    print("A0001", "issued");
    await drainAll(kiosk);
    const { findings } = await json("GET /admin/api/reconciliation");
    assert.equal(findings[0]?.what["zh-CN"], "A0005（1 张）既在 kiosk-01，又在 kiosk-02。");
    assert.match(findings[0]?.todo.en ?? "", /Stop using both trays/);
    assert.equal(((await (await get("overview")).json()) as AdminOverview).totals.openFindings, 1);
  });

  it("a load that says nothing that can be kept is set aside at the kiosk with the reason", async () => {
    load(kiosk, "A0001", "B0009", 9);
    await drainAll(kiosk);
    assert.match(kiosk.outbox.quarantined()[0]?.problem ?? "", /not numbers of one series/);
  });

  it("the tables can be kept as CSV that a spreadsheet reads and does not run", async () => {
    load(kiosk, "A0001", "A0009", 9);
    print("A0002", "unknown");
    await drainAll(kiosk);
    const table = await get("blanks.csv");
    assert.match(table.headers.get("content-disposition") ?? "", /attachment; filename="blanks.csv"/);
    assert.match(table.headers.get("content-type") ?? "", /text\/csv; charset=utf-8/);
    const bytes = Buffer.from(await table.arrayBuffer());
    assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.match(bytes.toString("utf8"), /"kiosk-01","示例市市民中心","licence-a3","9","8","0","0","0","1","",""\r\n$/);
    assert.match(await (await get("blanks/open.csv")).text(), /"A0002","i-A0002","unknown","in-doubt"/);
    assert.match(await (await get("reconciliation.csv?day=2026-01-05")).text(), /^\uFEFF?"id","code"/);
    assert.equal(csvOf(["a"], [['=HYPERLINK("x")'], ["-1"], [-1]]), '\uFEFF"a"\r\n"\'=HYPERLINK(""x"")"\r\n"\'-1"\r\n"-1"\r\n');
  });

  for (const path of [
    "blanks",
    "blanks/open",
    "findings",
    "reconciliation",
    "blanks.csv",
    "blanks/open.csv",
    "blanks/settled.csv",
    "reconciliation.csv",
  ]) {
    it(`${path} is shut without a login`, async () => {
      assert.equal((await fetch(`${hub.url}/admin/api/${path}`)).status, 401);
    });
  }

  it("a day that is none is refused", async () => {
    for (const day of ["2026-02-30", "yesterday", "2026-01-05&day=2026-01-06"]) {
      assert.equal(((await (await get(`reconciliation?day=${day}`)).json()) as Problem).error.code, "day.malformed");
    }
  });
});
