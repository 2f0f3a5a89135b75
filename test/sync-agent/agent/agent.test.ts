import assert from "node:assert/strict";
import { silentLog } from "../../../base/log.ts";
import { err, ok, type Result } from "../../../base/result.ts";
import { Agent } from "../../../sync-agent/agent/agent.ts";
import type { HubLink } from "../../../sync-agent/agent/api.ts";
import { backoffMs } from "../../../sync-agent/agent/backoff.ts";
import type { HubClient, HubFailure, HubReply } from "../../../sync-agent/agent/hub-client.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";
import { enqueueCase, KIOSK, openHub, openKiosk, removeTempFolders, seededRandom, tempFolder } from "../support.ts";

const half = { bytes: (count: number) => Buffer.alloc(count, 0x80) };

describe("sync-agent/agent", () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    removeTempFolders();
  });

  /** An agent on a line whose every exchange the test answers; time moves only when told. */
  function agentOn(answer: (path: string) => Result<HubReply, HubFailure> | Promise<Result<HubReply, HubFailure>>) {
    const clock = new FakeClock();
    const kiosk = openKiosk(tempFolder(), "http://127.0.0.1:1", clock);
    const asked: { path: string; at: number }[] = [];
    const client = {
      send: async (_method: string, path: string) => {
        asked.push({ path, at: clock.now() });
        return answer(path);
      },
    } as unknown as HubClient;
    const agent = new Agent({ outbox: kiosk.outbox, client, kiosk: KIOSK, clock, random: half, log: silentLog });
    closers.push(
      () => kiosk.db.close(),
      () => agent.stop(),
    );
    const start = clock.now();
    const batches = () => asked.filter((one) => one.path.endsWith("/batch")).map((one) => one.at - start);
    return { agent, clock, kiosk, batches };
  }
  const alive: Result<HubReply, HubFailure> = ok({ status: 204, body: Buffer.alloc(0), problem: null, retryAfterMs: null });
  const gone: Result<HubReply, HubFailure> = err({ code: "hub.unreachable", detail: "ECONNREFUSED" });
  const busy = (retryAfterMs: number) => ok({ status: 503, body: Buffer.alloc(0), problem: null, retryAfterMs });

  it("waits longer after each failure, from at most 1 s to at most 5 min, and never in step with another kiosk", () => {
    const most = { bytes: (count: number) => Buffer.alloc(count, 0xff) };
    const limits = Array.from({ length: 12 }, (_, at) => Math.round(backoffMs(at + 1, most) / 1000));
    assert.deepEqual(limits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
    assert.equal(backoffMs(5, { bytes: (count) => Buffer.alloc(count) }), 0);
    const random = seededRandom(1);
    assert.ok(new Set(Array.from({ length: 50 }, () => backoffMs(9, random))).size > 40);
  });

  it("tries again after the back-off of each failure, and not before", async () => {
    const { agent, clock, kiosk, batches } = agentOn(() => gone);
    enqueueCase(kiosk.outbox, clock);
    agent.start();
    await clock.advance(16_000);
    // Half of 1, 2, 4, 8 and 16 s.
    assert.deepEqual(batches(), [0, 501, 1504, 3511, 7526, 15557]);
  });

  it("keeps every row through an outage, and tries at once when the hub is back", async () => {
    let away = true;
    const { agent, clock, kiosk, batches } = agentOn((path) => (away ? gone : path.endsWith("/alive") ? alive : busy(1_000)));
    for (let n = 0; n < 5; n++) enqueueCase(kiosk.outbox, clock);
    agent.start();
    await clock.advance(60 * 60_000);
    assert.deepEqual([agent.link().hub, agent.link().waiting], ["away", 5]);
    const tries = batches().length;
    assert.ok(tries < 40, `${tries} tries in an hour`);
    away = false;
    await clock.advance(3_001);
    assert.equal(agent.link().hub, "reachable");
    assert.ok(batches().length > tries, "the drain was not woken by the hub's return");
  });

  it("a poke sends at once", async () => {
    const { agent, clock, kiosk, batches } = agentOn(() => gone);
    agent.start();
    await clock.advance(1_000);
    assert.deepEqual(batches(), []);
    enqueueCase(kiosk.outbox, clock);
    agent.poke();
    await settle();
    assert.deepEqual(batches(), [1_000]);
  });

  it("a row whose poke was lost goes within five seconds", async () => {
    const { agent, clock, kiosk, batches } = agentOn(() => gone);
    agent.start();
    await clock.advance(100);
    enqueueCase(kiosk.outbox, clock);
    await clock.advance(5_000);
    assert.equal(batches()[0], 5_000);
  });

  it("the hub's Retry-After is kept, even when poked", async () => {
    const { agent, clock, kiosk, batches } = agentOn((path) => (path.endsWith("/alive") ? alive : busy(20_000)));
    enqueueCase(kiosk.outbox, clock);
    agent.start();
    await clock.advance(5_000);
    agent.poke();
    await clock.advance(14_999);
    assert.deepEqual(batches(), [0]);
    await clock.advance(1);
    assert.deepEqual(batches(), [0, 20_000]);
  });

  it("says within seconds that the hub has gone and that it is back, once each", async () => {
    let away = false;
    const { agent, clock } = agentOn(() => (away ? gone : alive));
    const heard: HubLink["hub"][] = [];
    agent.onLink((link) => heard.push(link.hub));
    assert.equal(agent.link().hub, "unknown");
    agent.start();
    await clock.advance(10_000);
    away = true;
    await clock.advance(3_000);
    assert.equal(agent.link().hub, "away");
    away = false;
    await clock.advance(3_000);
    assert.deepEqual(heard.filter((one, at) => one !== heard[at - 1]).slice(-3), ["reachable", "away", "reachable"]);
  });

  it("stops at once in the middle of a long wait, and sets no timer any more", async () => {
    const { agent, clock, kiosk } = agentOn(() => gone);
    enqueueCase(kiosk.outbox, clock);
    agent.start();
    await clock.advance(60_000);
    await agent.stop();
    assert.equal(clock.pending, 0);
  });

  it("over a real line: a poke delivers to the hub, and a hub that is stopped is noticed", async () => {
    const clock = new FakeClock();
    const hub = await openHub({ clock, data: tempFolder() });
    const kiosk = openKiosk(tempFolder(), hub.url, clock);
    const agent = new Agent({ ...kiosk, kiosk: KIOSK, clock, random: half, log: silentLog });
    closers.push(
      () => kiosk.db.close(),
      () => agent.stop(),
    );
    const state = (wanted: (link: HubLink) => boolean) =>
      new Promise<void>((resolve) => {
        if (wanted(agent.link())) resolve();
        agent.onLink((link) => wanted(link) && resolve());
      });
    agent.start();
    await state((link) => link.hub === "reachable");
    const id = enqueueCase(kiosk.outbox, clock);
    agent.poke();
    await state((link) => link.waiting === 0);
    assert.equal((await hub.store.newestCases(1))[0]?.id, id);
    await hub.close();
    const left = state((link) => link.hub === "away");
    await clock.advance(3_000);
    await left;
  });
});
