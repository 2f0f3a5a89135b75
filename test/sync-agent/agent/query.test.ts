import assert from "node:assert/strict";
import { ask } from "../../../sync-agent/agent/query.ts";
import { MAX_QUERY_BYTES } from "../../../sync-agent/protocol/limits.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { KIOSK, OTHER_DEVICE_KEY, openHub, openKiosk, removeTempFolders, stubServer, tempFolder } from "../support.ts";

const QUERY = { operation: "nobody.asks", params: {}, withinMs: 3_000, item: "my-cases" };

describe("sync-agent/agent/query", () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    removeTempFolders();
  });
  function kioskOn(url: string, clock = new FakeClock(), changes: Parameters<typeof openKiosk>[3] = {}) {
    const kiosk = openKiosk(tempFolder(), url, clock, changes);
    closers.push(() => kiosk.db.close());
    return { ...kiosk, clock };
  }
  const codeOf = async (asked: ReturnType<typeof ask>) => {
    const answer = await asked;
    return answer.ok ? "answered" : answer.error.code;
  };

  it("nobody listening means that the hub is away", async () => {
    assert.equal(await codeOf(ask(kioskOn("http://127.0.0.1:1").client, KIOSK, QUERY)), "query.hub-away");
  });

  for (const status of [200, 204, 302, 400, 404, 502]) {
    it(`a stranger who answers ${status} means that the hub is away`, async () => {
      const portal = await stubServer(() => ({ status, ...(status === 204 ? {} : { body: '{"outcome":"answer","answer":{}}' }) }));
      closers.push(() => portal.close());
      assert.equal(await codeOf(ask(kioskOn(portal.url).client, KIOSK, QUERY)), "query.hub-away");
    });
  }

  it("silence ends with the time that was given, exactly", async () => {
    let arrived: () => void = () => undefined;
    const there = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const silent = await stubServer(() => {
      arrived();
      return "hang";
    });
    closers.push(() => silent.close());
    const { client, clock } = kioskOn(silent.url);
    const asked = ask(client, KIOSK, QUERY);
    await there;
    await clock.advance(3_000);
    const answer = await asked;
    assert.deepEqual(answer.ok ? null : answer.error, { code: "query.timeout", withinMs: 3_000 });
    assert.equal(clock.pending, 0);
  });

  it("a person who leaves ends the question, and no timer stays", async () => {
    let arrived: () => void = () => undefined;
    const there = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const silent = await stubServer(() => {
      arrived();
      return "hang";
    });
    closers.push(() => silent.close());
    const { client, clock } = kioskOn(silent.url);
    const left = new AbortController();
    const asked = ask(client, KIOSK, QUERY, left.signal);
    await there;
    left.abort();
    assert.equal(await codeOf(asked), "query.hub-away");
    assert.equal(clock.pending, 0);
  });

  it("a question above what the hub takes is not even sent", async () => {
    let requests = 0;
    const hub = await stubServer(() => {
      requests += 1;
      return "drop";
    });
    closers.push(() => hub.close());
    const { client } = kioskOn(hub.url);
    assert.equal(await codeOf(ask(client, KIOSK, { ...QUERY, params: { picture: "A".repeat(MAX_QUERY_BYTES) } })), "query.malformed");
    assert.equal(requests, 0);
  });

  it("a hub without that connector, a badly formed question and a foreign device each have their own answer", async () => {
    const clock = new FakeClock();
    const hub = await openHub({ clock, data: tempFolder() });
    closers.push(() => hub.close());
    const { client } = kioskOn(hub.url, clock);
    assert.equal(await codeOf(ask(client, KIOSK, QUERY)), "query.malformed");
    assert.equal(await codeOf(ask(client, KIOSK, { ...QUERY, operation: "no dot" })), "query.malformed");
    assert.equal(await codeOf(ask(client, KIOSK, { ...QUERY, params: { x: "x".repeat(2_000_000) } })), "query.malformed");
    const foreign = kioskOn(hub.url, clock, { deviceKey: OTHER_DEVICE_KEY.privateKey });
    assert.equal(await codeOf(ask(foreign.client, KIOSK, QUERY)), "query.hub-away");
  });
});
