import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { systemClock } from "../../../base/clock.ts";
import { must } from "../../../base/result.ts";
import { openTransport } from "../../../device-drivers/transport/open-transport.ts";
import type { Transport, TransportError } from "../../../device-drivers/transport/transport.ts";
import { serialLine } from "./serial-line.ts";

describe("transport/serial on a real tty", () => {
  let server: Server;
  let far: Socket;
  let line: Awaited<ReturnType<typeof serialLine>>;
  const open = (path = line.path) => openTransport({ kind: "serial", path, baud: 115_200 }, systemClock);
  const codeOf = async (result: Promise<{ ok: true } | { ok: false; error: TransportError }>) => {
    const got = await result;
    return got.ok ? "ok" : got.error.code;
  };
  const closed = (transport: Transport) => new Promise<TransportError>((resolve) => transport.onClose(resolve));

  beforeEach(async () => {
    server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const connected = once(server, "connection");
    line = await serialLine((server.address() as { port: number }).port);
    [far] = await connected;
  });
  afterEach(async () => {
    far.destroy();
    await line.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it("brings bytes there and back, all 256 of them", async () => {
    const transport = must(await open());
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    far.on("data", (bytes: Buffer) => far.write(bytes));
    const back = new Promise<Buffer>((resolve) => {
      const got: Buffer[] = [];
      transport.onData((bytes) => {
        got.push(bytes);
        if (Buffer.concat(got).length >= all.length) resolve(Buffer.concat(got));
      });
    });
    assert.equal(await codeOf(transport.write(all)), "ok");
    assert.deepEqual(await back, all);
    await transport.close();
  });

  it("hands over what comes while nothing else happens in the process", async () => {
    // The answer is made outside this process and comes when all else has been quiet for a while.
    const quiet = await serialLine("system:sleep 0.3; cat");
    const transport = must(await open(quiet.path));
    const back = new Promise<Buffer>((resolve) => transport.onData(resolve));
    must(await transport.write(Buffer.from("echo")));
    assert.equal((await back).toString(), "echo");
    await transport.close();
    await quiet.close();
  });

  it("says that there is no such port", async () => {
    assert.equal(await codeOf(open("/dev/zizhu-no-such-port")), "transport.no-such-port");
  });

  it("says that another holds the port, and opens it once that one has closed", async () => {
    const first = must(await open());
    assert.equal(await codeOf(open()), "transport.locked");
    await first.close();
    const second = must(await open());
    await second.close();
  });

  it("tells of a pulled cable once, at once, and lets nothing be written after it", async () => {
    const transport = must(await open());
    let times = 0;
    transport.onClose(() => times++);
    const gone = closed(transport);
    await line.cut();
    assert.equal((await gone).code, "transport.closed");
    assert.equal(await codeOf(transport.write(Buffer.from("late"))), "transport.closed");
    await transport.close();
    assert.equal(times, 1);
  });

  it("does not send what was written before it was open or after it was closed", async () => {
    const got: Buffer[] = [];
    far.on("data", (bytes: Buffer) => got.push(bytes));
    const { SerialTransport } = await import("../../../device-drivers/transport/serial.ts");
    const early = new SerialTransport({ kind: "serial", path: line.path, baud: 115_200 });
    assert.equal(await codeOf(early.write(Buffer.from("EARLY"))), "transport.closed");
    must(await early.open());
    await early.close();
    assert.equal(await codeOf(early.write(Buffer.from("STALE"))), "transport.closed");
    const later = must(await open());
    const heard = once(far, "data");
    must(await later.write(Buffer.from("FRESH")));
    await heard;
    assert.equal(Buffer.concat(got).toString(), "FRESH");
    await later.close();
  });

  it("settles a write that waits when it is closed", async () => {
    const transport = must(await open());
    // Nobody reads at the far end, so a megabyte cannot leave.
    far.pause();
    const writing = codeOf(transport.write(Buffer.alloc(1 << 20)));
    await transport.close();
    assert.equal(await writing, "transport.closed");
  });
});
