import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { join } from "node:path";
import express, { type Express } from "express";
import { silentLog } from "../../../base/log.ts";
import { systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import { askDocument, askDownload } from "../../../sync-agent/agent/query.ts";
import type { Connector } from "../../../sync-agent/departments/connector.ts";
import type { ConnectorEngine, FileReply } from "../../../sync-agent/departments/engine.ts";
import { csvOf } from "../../../sync-agent/hub/csv.ts";
import { type DownloadParts, downloadRoutes } from "../../../sync-agent/hub/download-route.ts";
import { DownloadTickets } from "../../../sync-agent/hub/download-tickets.ts";
import { SqliteHubStore } from "../../../sync-agent/hub/sqlite-store.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";
import { drainAll, enqueueCase, HUB_KEYS, KIOSK, openHub, openKiosk, removeTempFolders, stubServer, tempFolder } from "../support.ts";

const PDF = Buffer.from("%PDF-1.7 x");
const operation = { method: "POST", outcomes: [{ status: 200, is: "answer" }], answer: {}, timeoutMs: 60_000, retry: "never" } as const;
const refusal = { reason: "reason", message: "message", fields: "fields" };
const CONNECTOR: Connector = {
  schema: 1,
  id: "slow",
  name: { "zh-CN": "慢", en: "Slow" },
  sandbox: true,
  baseUrl: "http://127.0.0.1:1",
  deliverTakes: "none",
  operations: {
    paper: {
      ...operation,
      use: "document",
      path: "/paper",
      request: { id: "id" },
      refusal,
      file: { types: ["application/pdf"], media: "'iso_a4_210x297mm'" },
    },
    file: { ...operation, use: "download", path: "/file", request: { id: "id" }, refusal, file: { types: ["application/pdf"], name: "f" } },
    case: { ...operation, use: "query", method: "GET", path: "/cases/{number}", request: { number: "number" }, refusal },
  },
};

describe("sync-agent/hub: strangers and slow departments", () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    removeTempFolders();
  });
  /** The download page alone, before a department of the test's own; the port. */
  async function serveDownloads(app: Express, parts: Pick<DownloadParts, "engine" | "tickets" | "clock">): Promise<number> {
    const store = new SqliteHubStore(join(tempFolder(), "hub.db"));
    closers.push(() => store.close());
    app.use(downloadRoutes({ ...parts, city: "示例市", publicUrl: () => "", log: silentLog }, store.downloads));
    const server = app.listen(0, "127.0.0.1");
    closers.push(() => server.close());
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  }
  async function set(answer: Parameters<typeof stubServer>[0]) {
    const clock = new FakeClock();
    const asked: string[] = [];
    const department = await stubServer((request) => {
      asked.push(request.path);
      return answer(request);
    });
    closers.push(() => department.close());
    const hub = await openHub({ clock, data: tempFolder(), connectors: [CONNECTOR], baseUrls: { slow: department.url } });
    closers.push(() => hub.close());
    const kiosk = openKiosk(tempFolder(), hub.url, clock);
    closers.push(() => kiosk.db.close());
    const worksStill = async () => {
      enqueueCase(kiosk.outbox, clock);
      await drainAll(kiosk, 2);
      assert.equal(kiosk.outbox.depth(), 0);
    };
    return { clock, asked, hub, kiosk, worksStill };
  }
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
  };

  it("a department that hangs while people wait for its documents does not stop rows and probes of the city's kiosks", async () => {
    const { asked, kiosk, worksStill } = await set(() => "hang");
    const query = { operation: "slow.paper", params: { id: "1" }, withinMs: 60_000, item: "i", nonce: "0".repeat(32) };
    const waiting = Array.from({ length: 8 }, () => askDocument(kiosk.client, KIOSK, query));
    await until(() => asked.length === 8);
    await worksStill();
    const ninth = await askDocument(kiosk.client, KIOSK, query);
    assert.equal(ninth.ok ? "" : ninth.error.code, "query.hub-away", "one more has to wait: memory is bounded");
    for (const close of closers.splice(0).reverse()) await close();
    await Promise.all(waiting);
  });

  it("one stranger's hundred requests that never end do not keep a kiosk out", async () => {
    const { hub, worksStill } = await set(() => "hang");
    const sockets: Socket[] = [];
    closers.push(() => {
      for (const socket of sockets) socket.destroy();
    });
    const replies: string[] = [];
    for (let n = 0; n < 100; n++) {
      const socket = connect({ host: "127.0.0.1", port: hub.port, localAddress: "127.0.0.9" });
      socket.on("error", () => undefined);
      socket.on("data", (bytes) => replies.push(bytes.toString().slice(0, 12)));
      socket.write(`POST /v1/kiosks/${KIOSK}/batch HTTP/1.1\r\nhost: h\r\nzizhu-kiosk: ${KIOSK}\r\ncontent-length: 1000\r\n\r\n{`);
      sockets.push(socket);
    }
    await until(() => replies.length >= 36);
    await worksStill();
  });

  it("a value that would climb out of a department's path, or leave it empty, never reaches the department", async () => {
    const { asked, kiosk } = await set(() => ({ status: 200, body: "{}" }));
    const ask = (number: unknown) =>
      kiosk.client.send(
        "POST",
        `/v1/kiosks/${KIOSK}/query`,
        { operation: "slow.case", params: { number }, withinMs: 3_000, item: "i" },
        { withinMs: 3_000 },
      );
    for (const number of ["..", ".", "", undefined]) await ask(number);
    assert.deepEqual(asked, []);
    await ask("../x?y=1");
    assert.deepEqual(asked, ["/cases/..%2Fx%3Fy%3D1"]);
  });

  it("no method but the form's takes a file, whatever a header says", async () => {
    const { kiosk, asked } = await set(() => ({ status: 200, body: PDF, headers: { "content-type": "application/pdf" } }));
    const { url } = must(
      await askDownload(kiosk.client, KIOSK, { operation: "slow.file", params: { id: "1" }, withinMs: 3_000, item: "i" }),
    );
    for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]) await fetch(url, { method });
    assert.equal((await fetch(url, { headers: { "x-http-method-override": "POST" } })).status, 200);
    assert.deepEqual(asked, []);
    assert.equal((await fetch(url, { method: "POST" })).status, 200);
    assert.equal((await fetch(url, { method: "POST" })).status, 410);
  });

  it("a phone that left while the department was still answering leaves no byte of the file in memory, and may come again", async () => {
    const clock = new FakeClock();
    const tickets = new DownloadTickets(HUB_KEYS.private.seal, systemRandom, clock);
    const bytes = Buffer.from(PDF);
    const asked = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<FileReply>();
    const engine = {
      fileRule: () => ({ types: ["application/pdf"], name: "f" }),
      file: () => {
        asked.resolve();
        return answered.promise;
      },
    } as unknown as ConnectorEngine;
    const app = express();
    app.use((_request, response, next) => {
      response.once("close", () => left.resolve());
      next();
    });
    const port = await serveDownloads(app, { engine, tickets, clock });
    const ticket = tickets.seal({ operation: "slow.file", params: {}, kiosk: KIOSK, item: "i", until: clock.now() + 60_000 });
    const phone = connect(port, "127.0.0.1");
    phone.write(`POST /${ticket} HTTP/1.1\r\nhost: h\r\ncontent-length: 0\r\n\r\n`);
    await asked.promise;
    phone.destroy();
    await left.promise;
    answered.resolve({ outcome: "file", file: { bytes, type: "application/pdf", code: "", media: null, sides: "one-sided" } });
    await settle();
    assert.ok(bytes.every((byte) => byte === 0));
  });

  it("a line that breaks in the middle of the file gives the download back, and leaves no byte of it in memory", async () => {
    const clock = new FakeClock();
    const tickets = new DownloadTickets(HUB_KEYS.private.seal, systemRandom, clock);
    const files: Buffer[] = [];
    const engine = {
      fileRule: () => ({ types: ["application/pdf"], name: "f" }),
      file: async () => {
        const bytes = Buffer.from(PDF);
        files.push(bytes);
        return { outcome: "file", file: { bytes, type: "application/pdf", code: "", media: null, sides: "one-sided" } };
      },
    } as unknown as ConnectorEngine;
    const app = express();
    app.use((_request, response, next) => {
      const { end } = response;
      // How much of a file the system takes before it hears of the break differs from machine to machine: here the line is cut at the file.
      if (files.length === 0)
        response.end = ((bytes: Buffer) => {
          response.end = end;
          response.write(bytes.subarray(0, 4), () => response.destroy());
          return response;
        }) as typeof response.end;
      next();
    });
    const port = await serveDownloads(app, { engine, tickets, clock });
    const ticket = tickets.seal({ operation: "file.file", params: {}, kiosk: KIOSK, item: "i", until: clock.now() + 60_000 });
    const touch = async () => {
      const reply = await fetch(`http://127.0.0.1:${port}/${ticket}`, { method: "POST" });
      return { status: reply.status, bytes: Buffer.from(await reply.arrayBuffer()) };
    };
    await assert.rejects(touch());
    await settle();
    assert.ok(files[0]?.every((byte) => byte === 0));
    const again = await touch();
    assert.equal(again.status, 200);
    assert.ok(again.bytes.equals(Buffer.from(PDF)));
    assert.equal((await touch()).status, 410);
  });

  it("a table for a spreadsheet has no cell that is run as a formula, in any width of letters", () => {
    for (const start of ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]) {
      assert.match(csvOf(["h"], [[`${start}1+1`]]), /"'/, JSON.stringify(start));
    }
    assert.match(csvOf(["h"], [[-1]]), /"-1"/);
  });
});
