import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkPassword, hashPassword } from "../../../base/password.ts";
import { systemRandom, uuidv7 } from "../../../base/random.ts";
import type { AdminOverview, CaseRow, Problem } from "../../../sync-agent/hub/api.ts";
import type { DeviceStatusBody } from "../../../sync-agent/protocol/messages.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { drainAll, enqueueCase, KIOSK, openHub, openKiosk, PASSWORD, removeTempFolders, tempFolder } from "../support.ts";

describe("sync-agent/hub: administrators", () => {
  let clock: FakeClock;
  let passwordHash: string;
  let hub: Awaited<ReturnType<typeof openHub>>;
  before(async () => {
    passwordHash = await hashPassword(PASSWORD, systemRandom);
  });
  beforeEach(async () => {
    clock = new FakeClock();
    const data = tempFolder();
    const pages = join(data, "pages");
    mkdirSync(pages);
    writeFileSync(join(pages, "index.html"), "<!doctype html><title>admin</title>");
    writeFileSync(join(data, "secret.txt"), "secret");
    hub = await openHub({ clock, data, passwordHash, pages });
  });
  afterEach(async () => {
    await hub.close();
    removeTempFolders();
  });

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(hub.url + path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } });
  const login = (password: string) => post("/admin/api/login", { password });
  const codeOf = async (response: Response) => ((await response.json()) as Problem).error.code;
  async function session(): Promise<Record<string, string>> {
    const [cookie = ""] = (await login(PASSWORD)).headers.getSetCookie();
    return { cookie: cookie.split(";")[0] ?? "" };
  }

  it("the right password opens, in a cookie that no script and no other site gets", async () => {
    const response = await login(PASSWORD);
    assert.equal(response.status, 204);
    assert.match(response.headers.getSetCookie()[0] ?? "", /HttpOnly; SameSite=Strict/);
  });

  for (const path of ["/admin/api/overview", "/admin/api/cases", "/admin/api/anything"]) {
    it(`${path} is shut without a login, and for a made-up session`, async () => {
      assert.equal(await codeOf(await fetch(hub.url + path)), "login.needed");
      assert.equal(await codeOf(await fetch(hub.url + path, { headers: { cookie: `zizhu-admin=${"A".repeat(43)}` } })), "login.needed");
    });
  }

  it("five wrong passwords shut the door for fifteen minutes, even for the right one", async () => {
    for (let n = 0; n < 5; n++) assert.equal(await codeOf(await login(`guess ${n}`)), "login.wrong");
    const shut = await login(PASSWORD);
    assert.deepEqual([shut.status, shut.headers.get("retry-after")], [429, "900"]);
    await clock.advance(15 * 60_000);
    assert.equal((await login(PASSWORD)).status, 204);
  });

  it("twenty guesses at once are still twenty: none gets past the fifth", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => login(`guess ${n}`)));
    assert.equal(answers.filter((one) => one.status === 401).length, 5);
    assert.equal(answers.filter((one) => one.status === 429).length, 15);
  });

  it("a session ends by log-out, by half an hour of nothing, and after eight hours in any case", async () => {
    const first = await session();
    assert.equal((await post("/admin/api/logout", {}, first)).status, 204);
    assert.equal((await fetch(`${hub.url}/admin/api/overview`, { headers: first })).status, 401);
    const second = await session();
    await clock.advance(31 * 60_000);
    assert.equal((await fetch(`${hub.url}/admin/api/overview`, { headers: second })).status, 401);
    const third = await session();
    for (let n = 0; n < 16; n++) {
      assert.equal((await fetch(`${hub.url}/admin/api/overview`, { headers: third })).status, 200);
      await clock.advance(30 * 60_000 - 1);
    }
    await clock.advance(20);
    assert.equal((await fetch(`${hub.url}/admin/api/overview`, { headers: third })).status, 401);
  });

  for (const [name, body] of Object.entries({
    "no password": {},
    "a list": [],
    "a long one": { password: "x".repeat(300) },
    "a number": { password: 1 },
  })) {
    it(`a login with ${name} is refused as badly formed`, async () => {
      assert.equal(await codeOf(await post("/admin/api/login", body)), "body.wrong-shape");
    });
  }

  it("a form of another site cannot log in or out", async () => {
    for (const path of ["login", "logout"]) {
      const response = await fetch(`${hub.url}/admin/api/${path}`, {
        method: "POST",
        body: "password=x",
        headers: { "content-type": "text/plain" },
      });
      assert.equal(response.status, 415);
    }
  });

  it("the overview counts what kiosks sent and knows who is there", async () => {
    const kiosk = openKiosk(tempFolder(), hub.url, clock);
    enqueueCase(kiosk.outbox, clock);
    await drainAll(kiosk);
    kiosk.db.close();
    const headers = await session();
    const overview = (await (await fetch(`${hub.url}/admin/api/overview`, { headers })).json()) as AdminOverview;
    assert.equal(overview.city, "示例市");
    assert.deepEqual(overview.kiosks, [
      { id: KIOSK, hall: "示例市市民中心", lastSeen: clock.now(), online: true, rows: 1, storedFaces: null, faceAssurance: null },
    ]);
    assert.deepEqual(overview.totals, {
      casesToday: 1,
      casesAll: 1,
      undelivered: 0,
      unknownIssuances: 0,
      averageGrade: null,
      openNumbers: 0,
      openFindings: 0,
    });
    await clock.advance(16_000);
    const later = (await (await fetch(`${hub.url}/admin/api/overview`, { headers })).json()) as AdminOverview;
    assert.equal(later.kiosks[0]?.online, false);
  });

  it("the overview says how many faces a kiosk has stored, which should be none, and what its camera can promise", async () => {
    const kiosk = openKiosk(tempFolder(), hub.url, clock);
    const headers = await session();
    const reported = async (more: Pick<DeviceStatusBody, "storedFaces" | "faceAssurance">) => {
      const id = uuidv7(clock.now(), systemRandom);
      kiosk.outbox.enqueue("device-status", "", id, { at: "2026-01-05T09:00:00Z", devices: [], ...more });
      await drainAll(kiosk);
      const overview = (await (await fetch(`${hub.url}/admin/api/overview`, { headers })).json()) as AdminOverview;
      return [overview.kiosks[0]?.storedFaces, overview.kiosks[0]?.faceAssurance];
    };
    assert.deepEqual(await reported({ storedFaces: 0, faceAssurance: "rgb-challenge" }), [0, "rgb-challenge"]);
    assert.deepEqual(await reported({ storedFaces: 3, faceAssurance: "rgb-challenge" }), [3, "rgb-challenge"]);
    assert.deepEqual(await reported({}), [null, null]);
    kiosk.db.close();
  });

  it("of the others in a case administrators see the roles, and nobody's name or number", async () => {
    const kiosk = openKiosk(tempFolder(), hub.url, clock);
    const guardian = { role: "guardian", name: "何样帆", idNumber: "990101198511200037", factors: ["id-card", "face"] };
    enqueueCase(kiosk.outbox, clock, { persons: [guardian] });
    await drainAll(kiosk);
    kiosk.db.close();
    const text = await (await fetch(`${hub.url}/admin/api/cases`, { headers: await session() })).text();
    assert.deepEqual((JSON.parse(text) as { cases: CaseRow[] }).cases[0]?.roles, ["guardian"]);
    assert.doesNotMatch(text, /何样帆|990101198511200037/);
  });

  it("yesterday's cases are not today's, by the hall's midnight", async () => {
    const kiosk = openKiosk(tempFolder(), hub.url, clock);
    enqueueCase(kiosk.outbox, clock);
    await drainAll(kiosk);
    kiosk.db.close();
    // 09:00 in the hall; midnight is 15 hours on.
    await clock.advance(15 * 60 * 60_000);
    const overview = (await (await fetch(`${hub.url}/admin/api/overview`, { headers: await session() })).json()) as AdminOverview;
    assert.deepEqual([overview.totals.casesToday, overview.totals.casesAll], [0, 1]);
  });

  it("the list of cases shows the applicant masked", async () => {
    const kiosk = openKiosk(tempFolder(), hub.url, clock);
    enqueueCase(kiosk.outbox, clock);
    await drainAll(kiosk);
    kiosk.db.close();
    const text = await (await fetch(`${hub.url}/admin/api/cases`, { headers: await session() })).text();
    assert.equal((JSON.parse(text) as { cases: CaseRow[] }).cases[0]?.applicant, "林** 990101********0029");
    assert.doesNotMatch(text, /林晓岚|990101199004120029/);
  });

  it("the page is served with its guards, and nothing beside its folder", async () => {
    const page = await fetch(`${hub.url}/admin/`);
    assert.match(await page.text(), /<title>admin/);
    assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'none'.*frame-ancestors 'none'/);
    assert.equal(page.headers.get("x-content-type-options"), "nosniff");
    assert.equal(page.headers.get("x-powered-by"), null);
    for (const path of ["/admin/..%2fsecret.txt", "/admin/%2e%2e/secret.txt", "/admin/hub.db"]) {
      assert.notEqual((await fetch(hub.url + path)).status, 200, path);
    }
  });

  it("an address that is no address is answered, not broken on", async () => {
    assert.equal((await fetch(`${hub.url}/verify/%E0%A4%A`)).status, 400);
    assert.equal(await codeOf(await fetch(`${hub.url}/nowhere`)), "route.unknown");
  });

  it("a stored password is salted, and checks", async () => {
    const again = await hashPassword(PASSWORD, systemRandom);
    assert.notEqual(again, passwordHash);
    assert.equal(await checkPassword(PASSWORD, again), true);
    assert.equal(await checkPassword(`${PASSWORD} `, again), false);
    assert.equal(await checkPassword("", ":"), false);
  });
});
