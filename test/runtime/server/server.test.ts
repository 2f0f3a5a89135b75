import assert from "node:assert/strict";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { createServer } from "node:net";
import express from "express";
import { listen } from "../../../runtime/server/server.ts";
import { MAX_STREAMS } from "../../../runtime/server/streams.ts";
import { http, openHouse, type TestHouse, until } from "../support/house.ts";
import { removeTemporaryFolders } from "../support/records.ts";

const JSON_BODY = { "content-type": "application/json" };

describe("the kiosk's own server", () => {
  let hall: TestHouse;
  beforeEach(async () => {
    hall = await openHouse();
  });
  afterEach(() => hall.close());
  after(removeTemporaryFolders);

  const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: string | Buffer) =>
    http(hall.port, method, path, headers, body);
  const post = (path: string, value: unknown, headers: Record<string, string> = {}) =>
    ask("POST", path, { ...JSON_BODY, ...headers }, JSON.stringify(value));
  const code = (text: string) => (JSON.parse(text) as { error: string }).error;

  async function stream(path: string): Promise<IncomingMessage> {
    const asked = get({ host: "127.0.0.1", port: hall.port, path, agent: false });
    const [response] = (await once(asked, "response")) as [IncomingMessage];
    return response;
  }

  it("sends the view at once, then each change", async () => {
    const response = await stream("/api/view");
    let heard = "";
    response.on("data", (chunk: Buffer) => {
      heard += chunk.toString("utf8");
    });
    await until(() => heard.endsWith("\n\n"));
    const first = JSON.parse(heard.slice("data: ".length)) as { screen: { kind: string }; revision: number };
    assert.equal(first.screen.kind, "home");
    const { revision } = first;
    assert.deepEqual(JSON.parse((await post("/api/intent", { session: null, revision, intent: { kind: "start", item: "sample" } })).text), {
      accepted: true,
    });
    await until(() => heard.includes('"kind":"guide"'));
    await hall.clock.advance(15_000);
    await until(() => heard.includes(": here"));
    response.destroy();
  });

  it("refuses more pages than a kiosk can have, and has room again once one has gone", async () => {
    const open = await Promise.all(Array.from({ length: MAX_STREAMS }, () => stream("/api/view")));
    assert.deepEqual(new Set(open.map((response) => response.statusCode)), new Set([200]));
    assert.equal((await ask("GET", "/api/view")).status, 503);
    open[0]?.destroy();
    let again = await stream("/api/view");
    // The server hears of it some turns later.
    for (let n = 0; n < 100 && again.statusCode === 503; n++) {
      again.resume();
      again = await stream("/api/view");
    }
    assert.equal(again.statusCode, 200);
    for (const response of [again, ...open]) response.destroy();
  });

  it("answers under its loopback names only, so that no rebound name reaches it", async () => {
    for (const host of ["evil.example", "evil.example:80", `evil.example:${hall.port}`, "127.0.0.1", "127.0.0.1:1"]) {
      const answer = await ask("GET", "/api/view", { host });
      assert.equal(answer.status, 403, host);
      assert.equal(code(answer.text), "host");
    }
    assert.equal((await ask("GET", "/healthz", { host: `localhost:${hall.port}` })).status, 200);
  });

  it("refuses another site's page", async () => {
    for (const headers of [
      { origin: "http://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ]) {
      assert.equal((await post("/api/intent", {}, headers)).status, 403, JSON.stringify(headers));
    }
    assert.equal((await post("/api/alive", {}, { origin: `http://127.0.0.1:${hall.port}`, "sec-fetch-site": "same-origin" })).status, 204);
  });

  it("sends the same strict headers with everything, errors too", async () => {
    for (const path of ["/", "/api/nothing", "/healthz", "/technician/"]) {
      const { headers } = await ask("GET", path);
      assert.match(String(headers["content-security-policy"]), /default-src 'self'/, path);
      assert.equal(headers["x-content-type-options"], "nosniff", path);
      assert.equal(headers["cache-control"], "no-store", path);
      assert.equal(headers["x-powered-by"], undefined, path);
    }
  });

  it("has the page forget everything between two people, and nothing in the middle of one", async () => {
    assert.match(String((await ask("GET", "/")).headers["clear-site-data"]), /storage/);
    hall.touch({ kind: "start", item: "sample" });
    assert.equal((await ask("GET", "/")).headers["clear-site-data"], undefined);
  });

  const HOSTILE: readonly { what: string; headers?: Record<string, string>; body: string | Buffer; status: number }[] = [
    { what: "no JSON", body: "{", status: 400 },
    { what: "an empty body", body: "", status: 400 },
    { what: "a form of a foreign page", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "a=b", status: 415 },
    { what: "text that hides JSON", headers: { "content-type": "text/plain" }, body: "{}", status: 415 },
    { what: "a body too large", body: JSON.stringify({ x: "x".repeat(70_000) }), status: 413 },
    {
      what: "a compressed body",
      headers: { ...JSON_BODY, "content-encoding": "gzip" },
      body: Buffer.from([0x1f, 0x8b, 0, 0]),
      status: 415,
    },
    { what: "a list", body: "[]", status: 400 },
    { what: "a number", body: "7", status: 400 },
    { what: "null", body: "null", status: 400 },
    { what: "no intent", body: '{"session":null,"revision":1}', status: 400 },
    { what: "an unknown intent", body: '{"session":null,"revision":1,"intent":{"kind":"shutdown"}}', status: 400 },
    { what: "an intent with more to it", body: '{"session":null,"revision":1,"intent":{"kind":"agree","admin":true}}', status: 400 },
    { what: "a revision that is a text", body: '{"session":null,"revision":"1","intent":{"kind":"agree"}}', status: 400 },
    { what: "a prototype", body: '{"session":null,"revision":1,"intent":{"kind":"agree"},"__proto__":{"a":1}}', status: 400 },
    { what: "a session that is a thing", body: '{"session":{},"revision":1,"intent":{"kind":"agree"}}', status: 400 },
    { what: "values that are things", body: '{"session":null,"revision":1,"intent":{"kind":"fill","values":{"a":{"b":1}}}}', status: 400 },
    { what: "a grade of six", body: '{"session":null,"revision":1,"intent":{"kind":"rate","grade":6,"tags":[]}}', status: 400 },
    { what: "deep nesting", body: `${'{"a":'.repeat(8_000)}1${"}".repeat(8_000)}`, status: 400 },
  ];
  for (const { what, headers, body, status } of HOSTILE) {
    it(`refuses ${what} with ${status}, says nothing of itself, and lives on`, async () => {
      const answer = await ask("POST", "/api/intent", headers ?? JSON_BODY, body);
      assert.equal(answer.status, status);
      assert.doesNotMatch(answer.text, /\/runtime\/|node_modules|at .*:\d+:\d+/);
      assert.equal((await ask("GET", "/healthz")).status, 200);
    });
  }

  it("gives no file but its pages'", async () => {
    for (const path of [
      "/../package.json",
      "/..%2f..%2fpackage.json",
      "/%2e%2e/%2e%2e/house.ts",
      "/technician/../../house.ts",
      "/.git/config",
    ]) {
      assert.ok([400, 403, 404].includes((await ask("GET", path)).status), path);
    }
    assert.match((await ask("GET", "/technician/")).text, /technician/);
  });

  it("shows no preview while no face is being looked at, and each frame while one is", async () => {
    assert.equal((await ask("GET", "/api/preview")).status, 404);
    hall.peers.faces.answer = () => "never";
    hall.touch({ kind: "start", item: "face" });
    await hall.reaches("consent");
    hall.touch({ kind: "agree" });
    await until(() => hall.peers.faces.references.length === 1);
    const response = await stream("/api/preview");
    let heard = "";
    let over = false;
    response.on("data", (chunk: Buffer) => {
      heard += chunk.toString("latin1");
    });
    response.on("end", () => {
      over = true;
    });
    hall.peers.faces.show(Buffer.from("JPEG-1"));
    await until(() => heard.includes("JPEG-1"));
    hall.touch({ kind: "cancel" });
    await until(() => over);
  });

  it("knows when the page was last alive", async () => {
    assert.equal(hall.house.overview().pageAliveAt, null);
    await post("/api/alive", {});
    assert.equal(hall.house.overview().pageAliveAt, hall.clock.now());
  });

  it("says which port is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    const answer = await listen(express(), port);
    assert.deepEqual(answer.ok || [answer.error.code, answer.error.port], ["server.port-in-use", port]);
    taken.close();
  });
});
