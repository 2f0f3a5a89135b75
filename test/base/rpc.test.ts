import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { silentLog } from "../../base/log.ts";
import { must } from "../../base/result.ts";
import { Client, serve } from "../../base/rpc.ts";

type Echo = {
  requests: {
    echo: { params: { text: string }; result: { text: string } };
    hang: { params: Record<never, never>; result: { why: string } };
    fail: { params: Record<never, never>; result: Record<never, never> };
  };
  notifications: { ping: { n: number } };
};

function handlers(heard: string[] = []) {
  return {
    echo: (params: { text: string }) => ({ text: params.text }),
    hang: (_: unknown, { signal }: { signal: AbortSignal }) =>
      new Promise<{ why: string }>((resolve) =>
        signal.addEventListener("abort", () => {
          heard.push("aborted");
          resolve({ why: "aborted" });
        }),
      ),
    fail: () => {
      throw new Error("a bug");
    },
  };
}

const socketPath = () => join(mkdtempSync(join(tmpdir(), "zz-")), "s");
const up = (client: Client<Echo>) => new Promise<void>((resolve) => client.onLink((is) => is && resolve()));
const down = (client: Client<Echo>) => new Promise<void>((resolve) => client.onLink((is) => !is && resolve()));

describe("base/rpc", () => {
  it("answers a request and delivers a notification to every peer", async () => {
    const path = socketPath();
    const server = await serve<Echo>(path, handlers(), silentLog);
    const client = new Client<Echo>(path, systemClock, silentLog);
    await up(client);
    assert.deepEqual(must(await client.call("echo", { text: "您好" })), { text: "您好" });
    const heard = new Promise((resolve) => client.on("ping", resolve));
    server.notify("ping", { n: 3 });
    assert.deepEqual(await heard, { n: 3 });
    client.close();
    await server.close();
  });

  it("hands a cancellation to the handler, and tells the caller that it gave up", async () => {
    const path = socketPath();
    const heard: string[] = [];
    const server = await serve<Echo>(path, handlers(heard), silentLog);
    const client = new Client<Echo>(path, systemClock, silentLog);
    await up(client);
    const giveUp = new AbortController();
    const call = client.call("hang", {}, giveUp.signal);
    await client.call("echo", { text: "the request has arrived before this one" });
    giveUp.abort();
    await call;
    await client.call("echo", { text: "and the cancellation before this" });
    assert.deepEqual(heard, ["aborted"]);
    client.close();
    await server.close();
  });

  it("settles a waiting call as away when the other process dies, and connects again when it is back", async () => {
    const path = socketPath();
    const first = await serve<Echo>(path, handlers(), silentLog);
    const client = new Client<Echo>(path, systemClock, silentLog);
    await up(client);
    const call = client.call("hang", {});
    await client.call("echo", { text: "" });
    const gone = down(client);
    await first.close();
    const lost = await call;
    assert.ok(!lost.ok || (lost.value as { why: string }).why === "aborted");
    await gone;
    assert.deepEqual(await client.call("echo", { text: "" }), { ok: false, error: { code: "rpc.away", what: "echo" } });
    const second = await serve<Echo>(path, handlers(), silentLog);
    await up(client);
    assert.equal((await client.call("echo", { text: "again" })).ok, true);
    client.close();
    await second.close();
  });

  it("tells the handler of a caller who gave up in the moment in which it asked", async () => {
    const heard: string[] = [];
    const path = socketPath();
    const served = await serve<Echo>(path, handlers(heard), silentLog);
    const client = new Client<Echo>(path, systemClock, silentLog);
    await up(client);
    const giveUp = new AbortController();
    const asked = client.call("hang", {}, giveUp.signal);
    giveUp.abort();
    assert.deepEqual(must(await asked), { why: "aborted" });
    assert.deepEqual(heard, ["aborted"]);
    client.close();
    await served.close();
  });

  it("reports a handler that throws as a failure of the call, not of the link", async () => {
    const path = socketPath();
    const server = await serve<Echo>(path, handlers(), silentLog);
    const client = new Client<Echo>(path, systemClock, silentLog);
    await up(client);
    const failed = await client.call("fail", {});
    assert.equal(failed.ok ? "" : failed.error.code, "rpc.failed");
    assert.equal((await client.call("echo", { text: "" })).ok, true);
    client.close();
    await server.close();
  });

  it("tells the other end that a person has left, and fills the read buffers of both with nothing of theirs", async () => {
    const path = socketPath();
    const server = await serve<Echo>(path, handlers(), silentLog);
    const client = new Client<Echo>(path, systemClock, silentLog);
    await up(client);
    const written = new Promise<string>((resolve) => {
      client.on("$/forget" as "ping", (params) => resolve((params as unknown as { padding: string }).padding));
    });
    client.forget();
    assert.equal((await written).length, 65_536);
    assert.deepEqual(must(await client.call("echo", { text: "still there" })), { text: "still there" });
    client.close();
    await server.close();
  });
});
