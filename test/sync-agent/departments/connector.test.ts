import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Log, silentLog } from "../../../base/log.ts";
import { must } from "../../../base/result.ts";
import { type Connector, checkConnector, lintConnector, type Operation } from "../../../sync-agent/departments/connector.ts";
import { ConnectorEngine } from "../../../sync-agent/departments/engine.ts";
import { loadConnectors } from "../../../sync-agent/departments/load-connectors.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { stubServer } from "../support.ts";

const CATALOGUE = join(import.meta.dirname, "../../../config/catalogue/connectors");
const MESSAGE = { "zh-CN": "不行", en: "No" };
const ASKED = { kiosk: "kiosk-01", item: "my-cases" };

function operation(changes: Partial<Operation> = {}): Operation {
  return {
    use: "query",
    method: "POST",
    path: "/ask",
    request: { number: "idNumber" },
    outcomes: [
      { status: 200, when: "code == `0`", is: "answer" },
      { status: 200, when: "code == `7`", is: "pending" },
      { status: 200, is: "refused" },
      { status: 202, is: "pending" },
      { status: 404, is: "refused" },
      { status: 503, is: "away" },
    ],
    answer: { amount: "data.amount" },
    refusal: { reason: "reason", message: "message", fields: "fields" },
    timeoutMs: 2_000,
    retry: "never",
    ...changes,
  };
}
function connector(operations: Record<string, Operation>, baseUrl: string): Connector {
  return { schema: 1, id: "dep", name: MESSAGE, sandbox: true, baseUrl, deliverTakes: "none", operations };
}

describe("sync-agent/departments: connectors", () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });
  async function asked(answer: Parameters<typeof stubServer>[0], changes: Partial<Operation> = {}, clock = new FakeClock()) {
    const server = await stubServer(answer);
    closers.push(() => server.close());
    const engine = new ConnectorEngine(new Map([["dep", connector({ ask: operation(changes) }, server.url)]]), {}, clock, silentLog);
    return engine;
  }
  const json = (status: number, value: unknown) => () => ({ status, body: JSON.stringify(value) });
  const AWAY = { outcome: "department-away", department: "dep" };
  const REFUSED = { outcome: "refused", reason: "no-account", message: MESSAGE, fields: {} };

  for (const { name, answer, is } of [
    { name: "200 with code 0", answer: json(200, { code: 0, data: { amount: 5 } }), is: { outcome: "answer", answer: { amount: 5 } } },
    { name: "an answer with a key missing", answer: json(200, { code: 0 }), is: { outcome: "answer", answer: {} } },
    { name: "200 with the code for “later”", answer: json(200, { code: 7 }), is: { outcome: "pending" } },
    { name: "200 with another code", answer: json(200, { code: 1, reason: "no-account", message: MESSAGE }), is: REFUSED },
    { name: "404", answer: json(404, { reason: "no-account", message: MESSAGE }), is: REFUSED },
    { name: "202 without a body", answer: () => ({ status: 202 }), is: { outcome: "pending" } },
    { name: "503", answer: json(503, {}), is: AWAY },
    { name: "a status no rule names", answer: json(418, {}), is: AWAY },
    { name: "a redirect elsewhere", answer: () => ({ status: 302, headers: { location: "http://127.0.0.1:1/" } }), is: AWAY },
    { name: "HTML in place of JSON", answer: () => ({ status: 200, body: "<html>" }), is: AWAY },
    { name: "more than a megabyte", answer: () => ({ status: 200, body: JSON.stringify("x".repeat(2_000_000)) }), is: AWAY },
    { name: "a broken line", answer: () => "drop" as const, is: AWAY },
  ]) {
    it(`${name} means ${is.outcome}`, async () => {
      const engine = await asked(answer);
      assert.deepEqual(await engine.query("dep.ask", { idNumber: "1" }, 2_000, ASKED), is);
    });
  }

  it("fields to correct are passed on; malformed words are replaced by our own", async () => {
    const fields = { tradeName: MESSAGE };
    assert.deepEqual(await (await asked(json(404, { reason: "rules", message: MESSAGE, fields }))).query("dep.ask", {}, 2_000, ASKED), {
      outcome: "refused",
      reason: "rules",
      message: MESSAGE,
      fields,
    });
    const reply = await (await asked(json(404, { reason: 5, message: "no", fields: ["x"] }))).query("dep.ask", {}, 2_000, ASKED);
    assert.ok(reply.outcome === "refused" && reply.message["zh-CN"].length > 0 && reply.message.en.length > 0);
    assert.ok(reply.outcome === "refused" && reply.reason === "refused" && Object.keys(reply.fields).length === 0);
  });

  it("a department that says nothing is away after its time, or the asker's when that is shorter", async () => {
    for (const { withinMs, after } of [
      { withinMs: 60_000, after: 2_000 },
      { withinMs: 500, after: 500 },
    ]) {
      const clock = new FakeClock();
      let arrived: () => void = () => undefined;
      const there = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      const engine = await asked(
        () => {
          arrived();
          return "hang";
        },
        {},
        clock,
      );
      let done = false;
      const reply = engine.query("dep.ask", {}, withinMs, ASKED).finally(() => {
        done = true;
      });
      await there;
      await clock.advance(after - 1);
      assert.equal(done, false);
      await clock.advance(1);
      assert.deepEqual(await reply, AWAY);
    }
  });

  it("only what the connector names is sent", async () => {
    let sent = "";
    const engine = await asked(({ body }) => {
      sent = body;
      return { status: 202 };
    });
    await engine.query("dep.ask", { idNumber: "1", name: "林晓岚", phone: "2" }, 2_000, ASKED);
    assert.deepEqual(JSON.parse(sent), { number: "1" });
  });

  it("who asks is said by the hub, whatever the question claims", async () => {
    let sent = "";
    const request = { kiosk: "asked.kiosk", item: "asked.item" };
    const engine = await asked(
      ({ body }) => {
        sent = body;
        return { status: 202 };
      },
      { request },
    );
    await engine.query("dep.ask", { asked: { kiosk: "kiosk-99", item: "other" }, kiosk: "kiosk-99" }, 2_000, ASKED);
    assert.deepEqual(JSON.parse(sent), ASKED);
  });

  describe("a large parameter", () => {
    const LARGE = { request: { number: "idNumber" }, large: { param: "picture", maxChars: 200_000 } } as const;
    const picture = Buffer.alloc(150_000, 7).toString("base64");
    async function sentTo(
      changes: Partial<Operation>,
      params: Record<string, unknown>,
      then: "drop" | { status: number } = { status: 202 },
    ) {
      const sent: string[] = [];
      const engine = await asked(({ body }) => {
        sent.push(body);
        return then;
      }, changes);
      return { reply: await engine.query("dep.ask", params, 2_000, ASKED), sent };
    }

    it("of its longest arrives as it was, beside what the connector names", async () => {
      const { sent } = await sentTo(LARGE, { idNumber: "1", picture, other: "x" });
      assert.deepEqual(
        sent.map((one) => JSON.parse(one)),
        [{ number: "1", picture }],
      );
    });

    it("is sent once, even when the line breaks", async () => {
      const { sent, reply } = await sentTo(LARGE, { picture }, "drop");
      assert.deepEqual([sent.length, reply], [1, AWAY]);
    });

    for (const [name, params] of [
      ["is missing", {}],
      ["is a list", { picture: ["QUJD"] }],
      ["is no base64", { picture: "林晓岚" }],
    ] as const) {
      it(`that ${name} is not sent at all`, async () => {
        const { sent, reply } = await sentTo(LARGE, params);
        assert.deepEqual([sent.length, reply], [0, AWAY]);
      });
    }

    it("is measured by itself, and the rest by itself", async () => {
      const engine = await asked(() => "drop", LARGE);
      const oversize = (params: Record<string, unknown>) => engine.oversize("dep.ask", params);
      assert.equal(oversize({ picture, idNumber: "1" }), null);
      assert.match(oversize({ picture: `${picture}A` }) ?? "", /^picture: 200001 characters, at most 200000$/);
      assert.match(oversize({ picture: "QUJD", other: picture }) ?? "", /^parameters: \d+ bytes/);
      assert.match((await asked(() => "drop")).oversize("dep.ask", { picture }) ?? "", /^parameters: \d+ bytes/);
    });

    for (const changes of [{ retry: "once-more" }, { use: "verify" }, { method: "GET" }, { request: { picture: "picture" } }] as const) {
      it(`is no part of an operation with ${JSON.stringify(changes)}`, () => {
        const faults = lintConnector(connector({ ask: operation({ ...LARGE, ...changes }) }, "http://127.0.0.1:1"));
        assert.equal(faults.length, 1, JSON.stringify(faults));
      });
    }
  });

  it("a reply that is not JSON is named in the log, and not quoted", async () => {
    const lines: string[] = [];
    const log: Log = { ...silentLog, warn: (event, facts) => void lines.push(JSON.stringify([event, facts])), channel: () => log };
    const server = await stubServer(() => ({ status: 200, body: "林晓岚 990101199004120029" }));
    closers.push(() => server.close());
    const engine = new ConnectorEngine(new Map([["dep", connector({ ask: operation() }, server.url)]]), {}, new FakeClock(), log);
    assert.deepEqual(await engine.query("dep.ask", {}, 2_000, ASKED), AWAY);
    assert.match(lines.join(), /is not JSON/);
    assert.doesNotMatch(lines.join(), /林|9901/);
  });

  it("a value in a path cannot leave its place", async () => {
    let path = "";
    const engine = await asked(
      (request) => {
        path = request.path;
        return { status: 202 };
      },
      { method: "GET", path: "/codes/{code}", request: { code: "code" } },
    );
    await engine.query("dep.ask", { code: "../admin?x=1#y" }, 2_000, ASKED);
    assert.equal(path, "/codes/..%2Fadmin%3Fx%3D1%23y");
  });

  it("what may be asked twice is asked once more on a broken line; what may not is not", async () => {
    for (const { retry, asks } of [
      { retry: "once-more", asks: 2 },
      { retry: "never", asks: 1 },
    ] as const) {
      let count = 0;
      const engine = await asked(
        () => {
          count += 1;
          return "drop";
        },
        { retry },
      );
      assert.deepEqual(await engine.query("dep.ask", {}, 2_000, ASKED), AWAY);
      assert.equal(count, asks);
    }
  });

  for (const name of ["dep.nothing", "nobody.ask", "dep.toString", "dep.deliver", "__proto__.ask"]) {
    it(`a kiosk that asks ${name} hears that there is no such operation`, async () => {
      const engine = new ConnectorEngine(
        new Map([["dep", connector({ ask: operation(), deliver: operation({ use: "deliver" }) }, "http://127.0.0.1:1")]]),
        {},
        new FakeClock(),
        silentLog,
      );
      assert.deepEqual(await engine.query(name, {}, 2_000, ASKED), { outcome: "unknown-operation" });
    });
  }

  it("the catalogue's connectors are good, and each is named after its file", () => {
    const loaded = must(loadConnectors(CATALOGUE));
    assert.deepEqual(
      [...loaded.keys()].sort(),
      readdirSync(CATALOGUE)
        .map((name) => name.replace(/\.json$/, ""))
        .sort(),
    );
    for (const one of loaded.values()) assert.deepEqual(lintConnector(one), []);
  });

  for (const { name, changes, at } of [
    { name: "an expression that is none", changes: { answer: { x: "a[" } }, at: "/operations/ask/answer/x" },
    {
      name: "a condition that is none",
      changes: { outcomes: [{ status: 200, is: "answer", when: "(" }] },
      at: "/operations/ask/outcomes/0/when",
    },
    { name: "a path key that is not sent", changes: { path: "/x/{code}" }, at: "/operations/ask/path" },
    {
      name: "an ID number in an address",
      changes: { method: "GET", request: { idNumber: "idNumber" } },
      at: "/operations/ask/request/idNumber",
    },
    { name: "no way to an answer", changes: { outcomes: [{ status: 200, is: "away" }] }, at: "/operations/ask/outcomes" },
    { name: "a delivery that repeats itself", changes: { use: "deliver", retry: "once-more" }, at: "/operations/ask/retry" },
  ] as { name: string; changes: Partial<Operation>; at: string }[]) {
    it(`a connector with ${name} is refused with the place`, () => {
      const checked = checkConnector(connector({ ask: operation(changes) }, "http://127.0.0.1:1"), "dep.json");
      assert.deepEqual(checked.ok ? [] : checked.error.faults.map((fault) => fault.at), [at]);
    });
  }

  it("a connector that takes cases needs a delivery", () => {
    const checked = checkConnector({ ...connector({ ask: operation() }, "http://127.0.0.1:1"), deliverTakes: "own" }, "dep.json");
    assert.equal(checked.ok ? "" : checked.error.faults[0]?.at, "/deliverTakes");
  });
});
