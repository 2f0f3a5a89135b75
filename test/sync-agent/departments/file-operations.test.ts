import assert from "node:assert/strict";
import { type Log, silentLog } from "../../../base/log.ts";
import { type Connector, checkConnector, type Operation } from "../../../sync-agent/departments/connector.ts";
import { ConnectorEngine } from "../../../sync-agent/departments/engine.ts";
import type { FileRule } from "../../../sync-agent/departments/file-rule.ts";
import { MAX_DOCUMENT_BYTES } from "../../../sync-agent/protocol/limits.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { stubServer } from "../support.ts";

const WORDS = { "zh-CN": "不行", en: "No" };
const ASKED = { kiosk: "kiosk-01", item: "insurance-record" };
const PDF = Buffer.from("%PDF-1.7\nsomething\n%%EOF\n");
const OFD = Buffer.from("PK\u0003\u0004rest");

const PLAIN: FileRule = {
  types: ["application/pdf"],
  code: 'headers."x-number"',
  media: "'iso_a4_210x297mm'",
  sides: "'two-sided-long-edge'",
};
const IN_JSON: FileRule = { types: ["application/pdf"], base64: "data.file", code: "data.number", media: "data.paper" };

function connector(file: FileRule, changes: Partial<Operation> = {}): Connector {
  const operation: Operation = {
    use: "document",
    method: "POST",
    path: "/make",
    request: { who: "idNumber" },
    outcomes: [
      { status: 200, when: "code == `5`", is: "pending" },
      { status: 200, is: "answer" },
      { status: 404, is: "refused" },
    ],
    file,
    answer: {},
    refusal: { reason: "reason", message: "message", fields: "fields" },
    timeoutMs: 2_000,
    retry: "never",
    ...changes,
  };
  return {
    schema: 1,
    id: "dep",
    name: WORDS,
    sandbox: true,
    baseUrl: "http://127.0.0.1:1",
    deliverTakes: "none",
    operations: { make: operation },
  };
}

describe("sync-agent/departments: files", () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });
  async function ask(file: FileRule, answer: Parameters<typeof stubServer>[0], changes: Partial<Operation> = {}, log: Log = silentLog) {
    const server = await stubServer(answer);
    closers.push(() => server.close());
    const engine = new ConnectorEngine(new Map([["dep", connector(file, changes)]]), { dep: server.url }, new FakeClock(), log);
    return engine.file("dep.make", changes.use === "download" ? "download" : "document", { idNumber: "1" }, 2_000, ASKED);
  }
  const bytes =
    (body: Buffer, headers: Record<string, string> = {}) =>
    () => ({
      status: 200,
      body,
      headers: { "content-type": "application/pdf", ...headers },
    });
  const json =
    (value: unknown, status = 200) =>
    () => ({ status, body: JSON.stringify(value), headers: { "content-type": "application/json" } });
  const AWAY = { outcome: "department-away", department: "dep" };

  it("comes as the body, with its number in a header", async () => {
    const reply = await ask(PLAIN, bytes(PDF, { "X-Number": "SL-2026-0001" }));
    assert.ok(reply.outcome === "file");
    assert.ok(reply.file.bytes.equals(PDF));
    const { code, media, sides, type } = reply.file;
    assert.deepEqual([code, media, sides, type], ["SL-2026-0001", "iso_a4_210x297mm", "two-sided-long-edge", "application/pdf"]);
  });

  it("comes as base64 in JSON, with its number and paper beside it", async () => {
    const reply = await ask(IN_JSON, json({ data: { file: PDF.toString("base64"), number: "SL-1", paper: "iso_a3_297x420mm" } }));
    assert.ok(reply.outcome === "file" && reply.file.bytes.equals(PDF));
    assert.deepEqual([reply.file.media, reply.file.sides, reply.file.code], ["iso_a3_297x420mm", "one-sided", "SL-1"]);
  });

  it("a file larger than an expression may give comes through whole", async () => {
    const big = Buffer.concat([PDF, Buffer.alloc(900_000, 0x20)]);
    const reply = await ask(IN_JSON, json({ data: { file: big.toString("base64"), paper: "iso_a4_210x297mm" } }));
    assert.ok(reply.outcome === "file" && reply.file.bytes.equals(big));
  });

  it("an OFD passes through as it is", async () => {
    const rule: FileRule = { types: ["application/ofd"], name: "证明", check: "idNumber" };
    const reply = await ask(rule, bytes(OFD, { "content-type": "application/octet-stream" }), { use: "download" });
    assert.ok(reply.outcome === "file" && reply.file.bytes.equals(OFD) && reply.file.type === "application/ofd");
  });

  for (const { name, rule, answer } of [
    { name: "an OFD where a PDF was meant", rule: PLAIN, answer: bytes(OFD) },
    { name: "a page of HTML", rule: PLAIN, answer: bytes(Buffer.from("<html>login</html>")) },
    { name: "nothing", rule: PLAIN, answer: bytes(Buffer.alloc(0)) },
    { name: "JSON where the file should be the body", rule: PLAIN, answer: json({ hello: 1 }) },
    { name: "one byte too many", rule: PLAIN, answer: bytes(Buffer.concat([PDF, Buffer.alloc(MAX_DOCUMENT_BYTES - PDF.length + 1)])) },
    { name: "far too many bytes", rule: PLAIN, answer: bytes(Buffer.alloc(4_000_000, 0x25)) },
    { name: "JSON without the file", rule: IN_JSON, answer: json({ data: { paper: "iso_a4_210x297mm" } }) },
    { name: "what is not base64", rule: IN_JSON, answer: json({ data: { file: "%%%%", paper: "iso_a4_210x297mm" } }) },
    { name: "paper that no printer has", rule: IN_JSON, answer: json({ data: { file: PDF.toString("base64"), paper: "letter" } }) },
    { name: "no paper at all", rule: IN_JSON, answer: json({ data: { file: PDF.toString("base64") } }) },
    { name: "a number with a name in it", rule: PLAIN, answer: bytes(PDF, { "x-number": "Lin Xiaolan 1" }) },
    { name: "a broken line", rule: PLAIN, answer: () => "drop" as const },
  ]) {
    it(`${name} counts as a department that is away`, async () => assert.deepEqual(await ask(rule, answer), AWAY));
  }

  it("the largest file that may be is taken", async () => {
    const reply = await ask(PLAIN, bytes(Buffer.concat([PDF, Buffer.alloc(MAX_DOCUMENT_BYTES - PDF.length)])));
    assert.equal(reply.outcome, "file");
  });

  it("a department's no, and its not yet, are told as for any question", async () => {
    const no = await ask(PLAIN, json({ reason: "not-insured", message: WORDS }, 404));
    assert.deepEqual(no, { outcome: "refused", reason: "not-insured", message: WORDS, fields: {} });
    assert.deepEqual(await ask(PLAIN, json({ code: 5 })), { outcome: "pending" });
  });

  it("an operation is asked only for what it is meant for", async () => {
    const server = await stubServer(bytes(PDF));
    closers.push(() => server.close());
    const engine = new ConnectorEngine(new Map([["dep", connector(PLAIN)]]), { dep: server.url }, new FakeClock(), silentLog);
    assert.deepEqual(await engine.file("dep.make", "download", {}, 2_000, ASKED), { outcome: "unknown-operation" });
    assert.deepEqual(await engine.query("dep.make", {}, 2_000, ASKED), { outcome: "unknown-operation" });
    assert.deepEqual(await engine.file("dep.nothing", "document", {}, 2_000, ASKED), { outcome: "unknown-operation" });
  });

  it("the log says what is wrong with a file, and nothing of what stands in it", async () => {
    const lines: string[] = [];
    const log: Log = { ...silentLog, warn: (event, facts) => void lines.push(JSON.stringify([event, facts])), channel: () => log };
    assert.deepEqual(await ask(PLAIN, bytes(Buffer.from("林晓岚 990101199004120029")), {}, log), AWAY);
    assert.match(lines.join(), /does not begin like application\/pdf/);
    assert.doesNotMatch(lines.join(), /林|9901/);
  });

  for (const { name, file, changes, at } of [
    { name: "a document without paper", file: { types: ["application/pdf"] }, at: "/file/media" },
    { name: "a document that may be an OFD", file: { ...PLAIN, types: ["application/ofd"] }, at: "/file/types" },
    { name: "a document asked with GET", file: PLAIN, changes: { method: "GET", path: "/make/{who}" }, at: "/method" },
    { name: "a document with a question to a phone", file: { ...PLAIN, check: "idNumber" }, at: "/file/check" },
    { name: "a download without a name", file: { types: ["application/pdf"] }, changes: { use: "download" }, at: "/file/name" },
    { name: "a download with paper", file: { ...PLAIN, name: "x" }, changes: { use: "download" }, at: "/file" },
    { name: "a query with a file", file: PLAIN, changes: { use: "query" }, at: "/file" },
    { name: "a document with an answer", file: PLAIN, changes: { answer: { a: "b" } }, at: "/answer" },
    { name: "an expression that does not compile", file: { ...PLAIN, code: "headers.[" }, at: "/file/code" },
    {
      name: "a download whose name would end a header",
      file: { types: ["application/pdf"], name: 'a"b' },
      changes: { use: "download" },
      at: "/file/name",
    },
  ] as { name: string; file: FileRule; changes?: Partial<Operation>; at: string }[]) {
    it(`${name} is found when the connector is read`, () => {
      const checked = checkConnector(JSON.parse(JSON.stringify(connector(file, changes))), "dep.json");
      assert.ok(!checked.ok);
      assert.ok(
        checked.error.faults.some((fault) => fault.at === `/operations/make${at}`),
        JSON.stringify(checked.error.faults),
      );
    });
  }

  it("a document and a download as they should be pass", () => {
    const download: FileRule = { types: ["application/ofd", "application/pdf"], name: "参保缴费证明（样张）", check: "idNumber" };
    assert.ok(checkConnector(connector(PLAIN), "dep.json").ok);
    assert.ok(checkConnector(connector(download, { use: "download" }), "dep.json").ok);
    const { file: _, ...without } = connector(PLAIN).operations["make"] as Operation;
    assert.ok(!checkConnector({ ...connector(PLAIN), operations: { make: without } }, "dep.json").ok);
  });
});
