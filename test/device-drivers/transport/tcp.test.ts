import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { checker } from "../../../base/checked.ts";
import { must } from "../../../base/result.ts";
import { openTransport, TRANSPORT_SCHEMA } from "../../../device-drivers/transport/open-transport.ts";
import { CONNECT_MS, LINGER_MS, TcpTransport } from "../../../device-drivers/transport/tcp.ts";
import type { Transport, TransportError } from "../../../device-drivers/transport/transport.ts";
import { FakeClock } from "../../support/fake-clock.ts";

describe("transport/tcp", () => {
  let server: Server;
  let port: number;
  let clock: FakeClock;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    clock = new FakeClock();
    server = createServer({ allowHalfOpen: true }, (socket) => sockets.push(socket.on("error", () => undefined))).listen(0, "127.0.0.1");
    await once(server, "listening");
    port = (server.address() as { port: number }).port;
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  async function connect(): Promise<{ near: Transport; far: Socket; closed: Promise<TransportError> }> {
    const connected = once(server, "connection");
    const near = must(await openTransport({ kind: "tcp", host: "127.0.0.1", port }, clock));
    const [far] = (await connected) as [Socket];
    return { near, far, closed: new Promise((resolve) => near.onClose(resolve)) };
  }
  const codeOf = async (result: Promise<{ ok: true } | { ok: false; error: TransportError }>) => {
    const got = await result;
    return got.ok ? "ok" : got.error.code;
  };

  it("says that nobody listens", async () => {
    const [unused] = [port];
    await new Promise((resolve) => server.close(resolve));
    const refused = await openTransport({ kind: "tcp", host: "127.0.0.1", port: unused }, clock);
    assert.deepEqual(refused.ok ? "" : [refused.error.code, refused.error.facts["port"]], ["transport.refused", unused]);
    server.listen(0);
  });

  it("does not wait for ever for a host that does not answer", async () => {
    // TEST-NET-1 (RFC 5737): nobody is there; some networks say so, most say nothing.
    const opening = codeOf(openTransport({ kind: "tcp", host: "192.0.2.1", port: 9 }, clock));
    await clock.advance(CONNECT_MS);
    assert.ok(["transport.timeout", "transport.unreachable", "transport.refused"].includes(await opening));
  });

  it("gives up opening when told to", async () => {
    const giveUp = new AbortController();
    const opening = codeOf(openTransport({ kind: "tcp", host: "192.0.2.1", port: 9 }, clock, giveUp.signal));
    giveUp.abort();
    assert.notEqual(await opening, "ok");
    assert.equal(clock.pending, 0);
  });

  it("hands over what was sent just before the other side hung up, and then says that it is closed", async () => {
    const { near, far, closed } = await connect();
    const events: string[] = [];
    near.onData((bytes) => events.push(bytes.toString()));
    near.onClose(() => events.push("closed"));
    far.end("last words");
    await closed;
    assert.deepEqual(events, ["last words", "closed"]);
  });

  it("says that it is closed when the other side resets", async () => {
    const { near, far, closed } = await connect();
    far.resetAndDestroy();
    const why = await closed;
    assert.deepEqual([why.code, why.facts["why"]], ["transport.closed", "ECONNRESET"]);
    assert.equal(await codeOf(near.write(Buffer.from("x"))), "transport.closed");
  });

  it("loses nothing it had sent when it closes while unread bytes lie there", async () => {
    const { near, far } = await connect();
    far.write(Buffer.alloc(100_000, 1));
    must(await near.write(Buffer.alloc(1_000, 2)));
    const closing = near.close();
    let got = 0;
    let failed: Error | undefined;
    far.on("error", (cause) => {
      failed = cause;
    });
    far.on("data", (bytes: Buffer) => {
      got += bytes.length;
    });
    await once(far, "end");
    far.end();
    await closing;
    assert.deepEqual([got, failed], [1_000, undefined]);
  });

  it("lets go of a side that never closes, after a while", async () => {
    const { near } = await connect();
    const closing = near.close();
    await clock.advance(LINGER_MS);
    await closing;
    assert.equal(clock.pending, 0);
  });

  it("settles a write that waits when it is closed", async () => {
    const { near, far } = await connect();
    far.pause();
    const writing = codeOf(near.write(Buffer.alloc(32 << 20)));
    const closing = near.close();
    await clock.advance(LINGER_MS);
    await closing;
    assert.equal(await writing, "transport.closed");
  });

  it("refuses to write before it is open, and tells a late listener that it is closed", async () => {
    const transport = new TcpTransport({ kind: "tcp", host: "127.0.0.1", port }, clock);
    assert.equal(await codeOf(transport.write(Buffer.from("x"))), "transport.closed");
    await transport.close();
    const why = await new Promise<TransportError>((resolve) => transport.onClose(resolve));
    assert.equal(why.facts["why"], "closed by this side");
  });
});

describe("transport settings", () => {
  const check = checker(TRANSPORT_SCHEMA);
  const problems = (value: unknown) => {
    const got = check(value, "t");
    return got.ok ? [] : got.error.faults.map(({ at, problem }) => `${at} ${problem}`);
  };

  it("take a serial port and a TCP address", () => {
    assert.deepEqual(problems({ kind: "serial", path: "/dev/kiosk/id-card", baud: 115_200 }), []);
    assert.deepEqual(problems({ kind: "tcp", host: "127.0.0.1", port: 9100 }), []);
  });

  it("say what is missing or wrong, and where", () => {
    assert.ok(problems({ kind: "serial", path: "/dev/x" }).includes(" must have required property 'baud'"));
    assert.ok(problems({ kind: "tcp", host: "h", port: 0 }).some((one) => one.startsWith("/port must be >= 1")));
    assert.ok(problems({ kind: "usb" }).some((one) => one.includes("serial")));
    assert.ok(problems({}).length > 0);
  });
});
