import assert from "node:assert/strict";
import { createDecipheriv, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
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

  async function stream(path: string, body?: unknown): Promise<IncomingMessage> {
    const method = body === undefined ? "GET" : "POST";
    const asked = request({ host: "127.0.0.1", port: hall.port, path, method, agent: false, headers: JSON_BODY });
    asked.end(body === undefined ? undefined : JSON.stringify(body));
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

  it("shows no preview while no face is being looked at, and while one is, each frame, sealed to the page's key", async () => {
    const page = generateKeyPairSync("x25519");
    const key = page.publicKey.export({ format: "jwk" }).x ?? "";
    assert.equal((await post("/api/preview", { key })).status, 404);
    hall.peers.faces.answer = () => "never";
    hall.touch({ kind: "start", item: "face" });
    await hall.reaches("consent");
    hall.touch({ kind: "agree" });
    await until(() => hall.peers.faces.looks.length === 1);
    for (const wrong of [{}, { key: "short" }, { key: "A".repeat(43) }, { key, more: 1 }])
      assert.equal((await post("/api/preview", wrong)).status, 400, JSON.stringify(wrong));
    const response = await stream("/api/preview", { key });
    let heard = Buffer.alloc(0);
    let over = false;
    response.on("data", (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]);
    });
    response.on("end", () => {
      over = true;
    });
    for (const [count, words] of ["JPEG-1", "JPEG-2"].entries()) {
      const before = count === 0 ? 32 : heard.length;
      await until(() => heard.length >= 32);
      hall.peers.faces.show(Buffer.from(words));
      await until(() => heard.length > before && heard.length === before + 4 + words.length + 16);
      assert.ok(!heard.includes(words), "nothing of it goes out in clear");
      assert.equal(openFrame(page.privateKey, heard.subarray(0, 32), heard.subarray(before), count), words);
    }
    hall.touch({ kind: "cancel" });
    await until(() => over);
  });

  it("sends the page to its other name when a session is over, and wipes what the old one kept", async () => {
    for (const [here, there] of [
      ["127.0.0.1", "localhost"],
      ["localhost", "127.0.0.1"],
    ] as const) {
      const answer = await ask("GET", "/next", { host: `${here}:${hall.port}` });
      assert.deepEqual([answer.status, answer.headers.location], [303, `http://${there}:${hall.port}/`]);
      assert.match(String(answer.headers["clear-site-data"]), /storage/u);
    }
    // To the browser the other name is another site; the page may come from there, and nothing else.
    const from = { "sec-fetch-site": "cross-site", "sec-fetch-dest": "document" };
    assert.equal((await ask("GET", "/", from)).status, 200);
    assert.equal((await ask("GET", "/", { ...from, "sec-fetch-dest": "iframe" })).status, 403);
    assert.equal((await ask("GET", "/api/view", from)).status, 403);
  });

  it("lets no page say that somebody has been recognised, by whatever route", async () => {
    hall.peers.faces.answer = () => "never";
    hall.touch({ kind: "start", item: "face" });
    await hall.reaches("consent");
    hall.touch({ kind: "agree" });
    await until(() => hall.peers.faces.looks.length === 1);
    const { session, revision } = hall.kiosk.view();
    const [look] = hall.peers.faces.looks;
    const passes = [
      { kind: "identified", visit: 3, factor: "face", identity: {} },
      { kind: "identified" },
      { kind: "outcome", session, event: { kind: "identified", visit: 3, factor: "face", identity: {} } },
      { kind: "guidance", session, guidance: "checking", action: null },
      { kind: "verdict", attempt: look?.attempt, decision: "match" },
      { kind: "confirm", factor: "face" },
    ];
    for (const intent of passes) assert.equal((await post("/api/intent", { session, revision, intent })).status, 400, intent.kind);
    for (const intent of [{ kind: "confirm" }, { kind: "agree" }, { kind: "skip" }, { kind: "retry" }, { kind: "choose", row: "face" }]) {
      const answer = JSON.parse((await post("/api/intent", { session, revision, intent })).text) as { accepted: boolean };
      assert.equal(answer.accepted, false, intent.kind);
    }
    const verdict = { attempt: look?.attempt, verdict: { decision: "match" } };
    for (const path of ["/api/verdict", "/api/face", "/api/outcome", "/api/identify", "/api/view"])
      assert.equal((await post(path, verdict)).status, 404, path);
    assert.equal(hall.screen(), "identify-face");
    assert.equal(hall.journalled("identify.ended").length, 1);
  });

  it("knows when the page was last alive", async () => {
    assert.equal(hall.house.overview("lin").pageAliveAt, null);
    await post("/api/alive", {});
    assert.equal(hall.house.overview("lin").pageAliveAt, hall.clock.now());
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

/** As the page opens it: WebCrypto on the other side of the same agreement. */
function openFrame(privateKey: KeyObject, theirs: Buffer, frame: Buffer, count: number): string {
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "X25519", x: theirs.toString("base64url") }, format: "jwk" });
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(count, 8);
  const decipher = createDecipheriv("aes-256-gcm", diffieHellman({ privateKey, publicKey }), iv);
  decipher.setAuthTag(frame.subarray(-16));
  assert.equal(frame.readUInt32BE(0), frame.length - 4);
  return Buffer.concat([decipher.update(frame.subarray(4, -16)), decipher.final()]).toString();
}
