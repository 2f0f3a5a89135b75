import assert from "node:assert/strict";
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { type Log, silentLog } from "../../../base/log.ts";
import { askDocument } from "../../../sync-agent/agent/query.ts";
import type { Connector } from "../../../sync-agent/departments/connector.ts";
import { countPages } from "../../../sync-agent/hub/count-pages.ts";
import { askedSha256, documentSha256, isHubsStatement } from "../../../sync-agent/protocol/document-statement.ts";
import { MAX_DOCUMENT_PAGES } from "../../../sync-agent/protocol/limits.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { HUB_KEYS, KIOSK, openHub, openKiosk, removeTempFolders, stubServer, tempFolder } from "../support.ts";

const WORDS = { "zh-CN": "社保", en: "Insurance" };
const CONNECTOR: Connector = {
  schema: 1,
  id: "insurance",
  name: WORDS,
  sandbox: true,
  baseUrl: "http://127.0.0.1:1",
  deliverTakes: "none",
  operations: {
    certificate: {
      use: "document",
      method: "POST",
      path: "/certificate",
      request: { idNumber: "idNumber", kiosk: "asked.kiosk" },
      outcomes: [{ status: 200, is: "answer" }],
      file: { types: ["application/pdf"], code: 'headers."x-number"', media: "'iso_a4_210x297mm'" },
      answer: {},
      refusal: { reason: "reason", message: "message", fields: "fields" },
      timeoutMs: 5_000,
      retry: "never",
    },
  },
};
const NONCE = "0123456789abcdef0123456789abcdef";
const PARAMS = { idNumber: "990101199004120029" };
const QUERY = { operation: "insurance.certificate", params: PARAMS, withinMs: 3_000, item: "insurance-record", nonce: NONCE };

function pdf(pages: number, more = ""): Buffer {
  const objects = Array.from({ length: pages }, (_, n) => `${n + 3} 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n`).join("");
  return Buffer.from(`%PDF-1.7\n2 0 obj\n<< /Type /Pages /Count ${pages} >>\nendobj\n${objects}${more}startxref\n0\n%%EOF\n`, "latin1");
}

describe("sync-agent/hub: a department's document", () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    removeTempFolders();
  });
  async function set(answer: Parameters<typeof stubServer>[0], log: Log = silentLog) {
    const clock = new FakeClock();
    const department = await stubServer(answer);
    closers.push(() => department.close());
    const data = tempFolder();
    const hub = await openHub({ clock, data, connectors: [CONNECTOR], baseUrls: { insurance: department.url }, log });
    closers.push(() => hub.close());
    const kiosk = openKiosk(tempFolder(), hub.url, clock);
    closers.push(() => kiosk.db.close());
    return { clock, hub, data, kiosk, department, ask: () => askDocument(kiosk.client, KIOSK, QUERY) };
  }
  const sends = (body: Buffer) => () => ({ status: 200, body, headers: { "content-type": "application/pdf", "x-number": "SL-0001" } });
  const codeOf = async (asked: ReturnType<typeof askDocument>) => {
    const answer = await asked;
    return answer.ok ? "document" : answer.error.code;
  };

  it("comes with the hub's word: what was asked, for which kiosk, and the hash of what came", async () => {
    const file = pdf(2);
    const { ask, clock } = await set(sends(file));
    const answer = await ask();
    assert.ok(answer.ok);
    const { pdf: base64, statement, signature } = answer.value;
    assert.ok(Buffer.from(base64, "base64").equals(file));
    assert.deepEqual(statement, {
      operation: "insurance.certificate",
      kiosk: KIOSK,
      asked: askedSha256({ operation: "insurance.certificate", params: PARAMS, nonce: NONCE }),
      code: "SL-0001",
      sha256: documentSha256(file),
      pages: 2,
      media: "iso_a4_210x297mm",
      sides: "one-sided",
      at: new Date(clock.now()).toISOString(),
    });
    const key = createPublicKey(HUB_KEYS.public.sign);
    assert.ok(isHubsStatement(key, statement, signature));
    for (const [name, value] of Object.entries(statement)) {
      const changed = { ...statement, [name]: typeof value === "number" ? value + 1 : `${value}x` };
      assert.ok(!isHubsStatement(key, changed as typeof statement, signature), `${name} is under the signature`);
    }
    assert.ok(isHubsStatement(key, Object.fromEntries(Object.entries(statement).reverse()) as never, signature), "in any order of keys");
  });

  it("the hub writes down nothing of it, and tells its log neither person nor content", async () => {
    const lines: string[] = [];
    const note = (event: string, facts?: object) => void lines.push(JSON.stringify([event, facts]));
    const log: Log = { debug: note, info: note, warn: note, error: note, channel: () => log };
    const { ask, data } = await set(sends(pdf(1, "% 林晓岚 SECRET-CONTENT\n")), log);
    assert.equal(await codeOf(ask()), "document");
    assert.match(lines.join(), /document.answered.*"outcome":"file"/);
    assert.doesNotMatch(lines.join(), /990101199004120029|SECRET-CONTENT|SL-0001/);
    for (const file of ["hub.db", "hub.db-wal"]) {
      const stored = readFileSync(join(data, file)).toString("latin1");
      assert.doesNotMatch(stored, /990101199004120029|SECRET-CONTENT|%PDF/);
    }
  });

  for (const { name, file } of [
    { name: "cut off in the middle", file: pdf(2).subarray(0, -10) },
    { name: "without a page", file: pdf(0) },
    { name: `of ${MAX_DOCUMENT_PAGES + 1} pages`, file: pdf(MAX_DOCUMENT_PAGES + 1) },
    { name: "that is encrypted", file: pdf(1, "trailer << /Encrypt 9 0 R >>\n") },
  ]) {
    it(`a PDF ${name} never leaves the hub`, async () => {
      assert.equal(await codeOf((await set(sends(file))).ask()), "query.department-away");
    });
  }

  it("a department that is away, and a hub that is away, are told apart", async () => {
    const one = await set(() => "drop");
    assert.equal(await codeOf(one.ask()), "query.department-away");
    await one.hub.close();
    closers.splice(1, 1);
    assert.equal(await codeOf(one.ask()), "query.hub-away");
  });

  it("an operation that nobody offers is a mistake in the item", async () => {
    const { kiosk } = await set(sends(pdf(1)));
    const asked = askDocument(kiosk.client, KIOSK, { ...QUERY, operation: "insurance.record" });
    assert.equal(await codeOf(asked), "query.malformed");
  });

  it("a question without a nonce, or with one that is none, is refused before any department hears of it", async () => {
    let heard = 0;
    const { kiosk } = await set(() => {
      heard += 1;
      return { status: 200 };
    });
    const { nonce: _, ...bare } = QUERY;
    for (const query of [bare, { ...QUERY, nonce: "" }, { ...QUERY, nonce: "A".repeat(32) }]) {
      assert.equal(await codeOf(askDocument(kiosk.client, KIOSK, query)), "query.malformed");
    }
    assert.equal(heard, 0);
  });

  it("parameters above the limit are refused before any department hears of them", async () => {
    let heard = 0;
    const { kiosk } = await set(() => {
      heard += 1;
      return { status: 200 };
    });
    const asked = askDocument(kiosk.client, KIOSK, { ...QUERY, params: { idNumber: "9".repeat(40_000) } });
    assert.equal(await codeOf(asked), "query.malformed");
    assert.equal(heard, 0);
  });

  it("a document of two megabytes gets through to the kiosk", async () => {
    const large = pdf(1, `% ${"x".repeat(2 * 1024 * 1024 - 400)}\n`);
    const answer = await (await set(sends(large))).ask();
    assert.ok(answer.ok && answer.value.statement.sha256 === documentSha256(large));
  });
});

describe("sync-agent/protocol: what a statement answers", () => {
  const asked = (params: Record<string, unknown>, nonce = NONCE, operation = "a.b") => askedSha256({ operation, params, nonce });

  it("is the same whatever order the keys came in, and after the way over the wire", () => {
    assert.equal(asked({ a: { x: 1, y: [2, { p: 1, q: 2 }] }, b: "林" }), asked({ b: "林", a: { y: [2, { q: 2, p: 1 }], x: 1 } }));
    assert.equal(asked({ a: undefined, b: 1 }), asked({ b: 1 }));
    assert.equal(asked({ "10": 1, "9": 2, b: 3 }), asked(JSON.parse('{"b":3,"9":2,"10":1}')));
    const expected = '{"nonce":"00","operation":"a.b","params":{"a":[1,"\u6797"],"b":null}}';
    assert.equal(asked({ b: null, a: [1, "林"] }, "00"), documentSha256(Buffer.from(expected)));
  });

  it("is another for another person, value, order of a list, nonce or operation", () => {
    const all = [
      asked({ id: "1" }),
      asked({ id: 1 }),
      asked({ id: ["1"] }),
      asked({ id: "1", more: "" }),
      asked({ id: ["1", "2"] }),
      asked({ id: ["2", "1"] }),
      asked({ id: "1" }, "f".repeat(32)),
      asked({ id: "1" }, NONCE, "a.c"),
      asked(JSON.parse('{"id":"1","__proto__":{"id":"2"}}')),
      asked({}),
    ];
    assert.equal(new Set(all).size, all.length);
  });
});

describe("sync-agent/hub: how many pages a PDF has", () => {
  const inStream = (text: string) => {
    const packed = deflateSync(Buffer.from(text, "latin1"));
    return `9 0 obj\n<< /Type /ObjStm /N 2 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n${packed.toString("latin1")}\nendstream\nendobj\n`;
  };

  it("counts pages in the open and in compressed object streams, and no page tree", () => {
    assert.deepEqual(countPages(pdf(3)), { ok: true, value: 3 });
    assert.deepEqual(countPages(pdf(1, inStream("<< /Type/Page >> << /Type /Pages /Count 2 >> << /Type /Page>>"))), { ok: true, value: 3 });
  });

  it("a stream that unpacks to gigabytes is refused, not unpacked", () => {
    assert.ok(!countPages(pdf(1, inStream(" ".repeat(40_000_000)))).ok);
  });
});
