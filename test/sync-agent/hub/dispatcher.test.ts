import assert from "node:assert/strict";
import { join } from "node:path";
import { systemClock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { must } from "../../../base/result.ts";
import { ask } from "../../../sync-agent/agent/query.ts";
import { loadConnectors } from "../../../sync-agent/departments/load-connectors.ts";
import { startDepartments } from "../../../sync-agent/departments/sandbox/start-departments.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";
import { caseBody, drainAll, enqueueCase, KIOSK, openHub, openKiosk, removeTempFolders, stubServer, tempFolder } from "../support.ts";

const CATALOGUE = must(loadConnectors(join(import.meta.dirname, "../../../config/catalogue/connectors")));
const CONNECTORS = [...CATALOGUE.values()];

describe("sync-agent/hub: cases to departments", () => {
  const closers: (() => unknown)[] = [];
  let clock: FakeClock;
  beforeEach(() => {
    clock = new FakeClock();
  });
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    removeTempFolders();
  });

  /** A hub whose departments all answer as `answer` says, and a kiosk with one case for the fund. */
  async function city(answer: Parameters<typeof stubServer>[0]) {
    const department = await stubServer(answer);
    const data = tempFolder();
    const baseUrls = Object.fromEntries(CONNECTORS.map(({ id }) => [id, department.url]));
    const open = () => openHub({ clock, data, connectors: CONNECTORS, baseUrls });
    const hub = await open();
    const kiosk = openKiosk(tempFolder(), hub.url, clock);
    closers.push(
      () => department.close(),
      () => kiosk.db.close(),
    );
    return { hub, kiosk, open };
  }
  /** Lets real answers come in until the case's delivery is `state`, without moving time. */
  async function until(hub: Awaited<ReturnType<typeof openHub>>, state: string) {
    const since = systemClock.monotonic();
    for (;;) {
      const is = (await hub.store.newestCases(1))[0]?.delivery;
      if (is === state) return;
      assert.ok(systemClock.monotonic() - since < 30_000, `delivery is ${is}, not ${state}`);
      await settle(1);
    }
  }
  const fund = { department: "provident-fund", item: "fund-certificate" };

  it("a case reaches its department and the case centre as soon as it is stored, each with the case's id as the key", async () => {
    const keys: string[] = [];
    const { hub, kiosk } = await city(({ path, headers }) => {
      keys.push(`${path} ${String(headers["idempotency-key"])}`);
      return { status: 200, body: '{"reference":"R1"}' };
    });
    closers.push(() => hub.close());
    const id = enqueueCase(kiosk.outbox, clock, fund);
    await drainAll(kiosk);
    await until(hub, "delivered");
    assert.deepEqual(keys.sort(), [`/cases ${id}`, `/records ${id}`]);
  });

  it("a department that is away gets the case later, at growing distances, also after the hub was restarted", async () => {
    let away = true;
    const asked: number[] = [];
    const { hub, kiosk, open } = await city(() => {
      asked.push(clock.now());
      return away ? { status: 503, body: "{}" } : { status: 200, body: "{}" };
    });
    enqueueCase(kiosk.outbox, clock, fund);
    await drainAll(kiosk);
    for (let n = 0; n < 200; n++) {
      await settle(5);
      await clock.advance(500);
    }
    const tries = asked.length / 2;
    assert.ok(tries >= 4 && tries <= 10, `${tries} tries in 100 s`);
    assert.equal((await hub.store.newestCases(1))[0]?.delivery, "waiting");
    await hub.close();
    away = false;
    await clock.advance(10 * 60_000);
    const again = await open();
    closers.push(() => again.close());
    await until(again, "delivered");
  });

  it("a department that says no is asked once, and the case shows it", async () => {
    let asked = 0;
    const { hub, kiosk } = await city(({ path }) => {
      if (path === "/cases") return { status: 200, body: "{}" };
      asked += 1;
      return { status: 400, body: '{"reason":"malformed"}' };
    });
    closers.push(() => hub.close());
    enqueueCase(kiosk.outbox, clock, fund);
    await drainAll(kiosk);
    await until(hub, "refused");
    await clock.advance(60 * 60_000);
    assert.equal(asked, 1);
  });

  it("cases that came before their department's connector are delivered once it is there", async () => {
    const data = tempFolder();
    const first = await openHub({ clock, data });
    const kiosk = openKiosk(tempFolder(), first.url, clock);
    closers.push(() => kiosk.db.close());
    enqueueCase(kiosk.outbox, clock, fund);
    await drainAll(kiosk);
    assert.equal((await first.store.newestCases(1))[0]?.delivery, "waiting");
    await first.close();
    const department = await stubServer(() => ({ status: 200, body: "{}" }));
    closers.push(() => department.close());
    const baseUrls = Object.fromEntries(CONNECTORS.map(({ id }) => [id, department.url]));
    const second = await openHub({ clock, data, connectors: CONNECTORS, baseUrls });
    closers.push(() => second.close());
    await until(second, "delivered");
  });

  it("the whole way: an application made at the kiosk comes back to it as a licence, and the public can check it", async () => {
    const running = await startDepartments({
      host: "127.0.0.1",
      ports: { "provident-fund": 0, "case-centre": 0, "market-registration": 0, "social-insurance": 0 },
      data: tempFolder(),
      verifyBase: "http://127.0.0.1:9/verify/",
      licencesPerPerson: 1,
      clock,
      log: silentLog,
    });
    const baseUrls = Object.fromEntries(Object.entries(running).map(([id, { port }]) => [id, `http://127.0.0.1:${port}`]));
    const hub = await openHub({ clock, data: tempFolder(), connectors: CONNECTORS, baseUrls });
    const kiosk = openKiosk(tempFolder(), hub.url, clock);
    closers.push(
      ...Object.values(running).map((one) => () => one.close()),
      () => hub.close(),
      () => kiosk.db.close(),
    );
    const query = (operation: string, params: Record<string, unknown>) =>
      ask(kiosk.client, KIOSK, { operation, params, withinMs: 60_000, item: "business-registration" });
    const application = {
      tradeName: "云杉",
      industry: "stationery",
      scope: "文具用品零售",
      address: "示例市东湖区学苑路8号",
      phone: "19900000001",
      capital: "50000",
      employees: "2",
    };
    const { applicant } = caseBody("x");
    assert.deepEqual(must(await query("market-registration.check", { ...applicant, ...application })), { fullName: "示例市云杉文具店" });
    const caseId = enqueueCase(kiosk.outbox, clock, {
      department: "market-registration",
      item: "business-registration",
      body: application,
    });
    const early = await query("market-registration.decision", { caseId });
    assert.equal(early.ok ? "" : early.error.code, "query.pending");
    await drainAll(kiosk);
    await until(hub, "delivered");
    await clock.advance(2_000);
    const licence = must(await query("market-registration.decision", { caseId }));
    assert.equal(licence["fullName"], "示例市云杉文具店");
    const verdict = async (code: string) =>
      (await (await fetch(`${hub.url}/verify/${code}`, { headers: { accept: "application/json" } })).json()) as { verdict: string };
    assert.equal((await verdict(String(licence["creditCode"]))).verdict, "true");
    assert.equal((await verdict("92990101MA00000000")).verdict, "unknown");
    assert.match(
      await (await fetch(`${hub.url}/verify/${String(licence["creditCode"])}`, { headers: { accept: "text/html" } })).text(),
      /真实有效/,
    );
    const again = await query("market-registration.prefill", applicant);
    assert.equal(again.ok ? "" : again.error.code, "query.refused");
    const delivery = await query("market-registration.deliver", {});
    assert.equal(delivery.ok ? "" : delivery.error.code, "query.malformed");
    await running["market-registration"].close();
    running["market-registration"].close = async () => undefined;
    const away = await query("market-registration.decision", { caseId });
    assert.deepEqual(away.ok ? null : away.error, { code: "query.department-away", department: "market-registration" });
    assert.equal((await verdict("92990101MA00000000")).verdict, "unsure");
  });
});
