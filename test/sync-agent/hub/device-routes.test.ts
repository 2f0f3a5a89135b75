import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Database, lintSchema } from "../../../base/database.ts";
import { systemRandom } from "../../../base/random.ts";
import { Sealer } from "../../../base/seal.ts";
import type { Problem } from "../../../sync-agent/hub/api.ts";
import type { BatchReceipt, OutboxRow, RowKind } from "../../../sync-agent/protocol/messages.ts";
import { KIOSK_HEADER, SIGNATURE_HEADER, sign, TIME_HEADER, verify } from "../../../sync-agent/protocol/signature.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { caseBody, DEVICE_KEY, HUB_KEYS, KIOSK, OTHER_DEVICE_KEY, openHub, removeTempFolders, tempFolder } from "../support.ts";

const sealer = new Sealer(HUB_KEYS.public.seal, systemRandom, new FakeClock());
const PATH = `/v1/kiosks/${KIOSK}/batch`;

function row(seq: number, kind: RowKind, body: object, changes: Partial<OutboxRow> = {}): OutboxRow {
  const id = changes.id ?? `${kind}-${seq}`;
  const sealed = sealer.seal(`${kind}:${id}`, Buffer.from(JSON.stringify(body))).toString("base64");
  return { seq, id, kind, subject: "", createdAt: 1, sealed, ...changes };
}
const batchOf = (...rows: OutboxRow[]) => ({ kiosk: KIOSK, epoch: "e1", rows });
const aCase = (seq: number, id = `c${seq}`) => row(seq, "case", caseBody(id), { id });
const rating = (seq: number, of: string, grade: number) =>
  row(seq, "rating", { case: of, item: "my-cases", grade, tags: [], at: "2026-01-05T09:00:00+08:00" });
const issuance = (seq: number, outcome: string, id = "i1") =>
  row(seq, "issuance", {
    issuance: id,
    case: "c1",
    template: "licence-original",
    documentSha256: "0".repeat(64),
    blankType: "business-licence-original",
    serial: "A0001",
    outcome,
    at: "2026-01-05T09:00:00+08:00",
  });

describe("sync-agent/hub: what kiosks send", () => {
  const clock = new FakeClock();
  let hub: Awaited<ReturnType<typeof openHub>>;
  let data: string;
  let time = clock.now();
  beforeEach(async () => {
    data = tempFolder();
    hub = await openHub({ clock, data });
  });
  afterEach(async () => {
    await hub.close();
    removeTempFolders();
  });

  interface Sent {
    readonly path?: string;
    readonly key?: string;
    readonly kiosk?: string;
    readonly time?: number;
    readonly headers?: Record<string, string>;
  }
  async function send(body: Buffer | string, sent: Sent = {}) {
    const path = sent.path ?? PATH;
    const bytes = Buffer.from(body);
    time += 1;
    const signed = sign(createPrivateKey(sent.key ?? DEVICE_KEY.privateKey), {
      method: "POST",
      path,
      body: bytes,
      time: sent.time ?? time,
    });
    const headers = { ...signed, [KIOSK_HEADER]: sent.kiosk ?? KIOSK, ...sent.headers };
    const response = await fetch(hub.url + path, { method: "POST", body: new Uint8Array(bytes), headers });
    const reply = Buffer.from(await response.arrayBuffer());
    const replyHeaders = {
      signature: response.headers.get(SIGNATURE_HEADER) ?? undefined,
      time: response.headers.get(TIME_HEADER) ?? undefined,
    };
    return {
      status: response.status,
      signed: verify(createPublicKey(HUB_KEYS.public.sign), { method: "POST", path, body: reply }, replyHeaders).ok,
      receipt: () => JSON.parse(reply.toString()) as BatchReceipt,
      problem: () => (JSON.parse(reply.toString()) as Problem).error,
    };
  }
  const sendBatch = async (...rows: OutboxRow[]) => (await send(JSON.stringify(batchOf(...rows)))).receipt();

  it("a good batch is stored, and the receipt is signed", async () => {
    const reply = await send(JSON.stringify(batchOf(aCase(1), aCase(2))));
    assert.deepEqual([reply.status, reply.signed], [200, true]);
    assert.deepEqual(reply.receipt(), { kiosk: KIOSK, epoch: "e1", storedUpTo: 2, refused: [] });
  });

  it("the same batch again changes nothing and gets the same receipt", async () => {
    const rows = [aCase(1), rating(2, "c1", 5)];
    assert.deepEqual(await sendBatch(...rows), await sendBatch(...rows));
    assert.deepEqual([(await hub.store.totals(0)).casesAll, (await hub.store.kioskFigures()).get(KIOSK)?.rows], [1, 2]);
  });

  it("a batch that arrives late is stored beside the later one", async () => {
    await sendBatch(aCase(5));
    await sendBatch(aCase(2));
    assert.equal((await hub.store.totals(0)).casesAll, 2);
  });

  it("a number that belongs to another row asks the kiosk for a new epoch, and stores nothing of the batch", async () => {
    await sendBatch(aCase(1, "old"));
    const receipt = await sendBatch(aCase(1, "new"), aCase(2, "newer"));
    assert.deepEqual([receipt.epochReused, receipt.storedUpTo], [true, 0]);
    assert.equal((await hub.store.totals(0)).casesAll, 1);
  });

  for (const { name, bad, says } of [
    { name: "sealed for another row", bad: { ...aCase(2), id: "other" }, says: /cannot be opened/ },
    { name: "that is noise", bad: { ...aCase(2), sealed: "AAAA" }, says: /cannot be opened/ },
    { name: "of another kiosk", bad: row(2, "case", caseBody("c2", { kiosk: "kiosk-02" })), says: /kiosk-02/ },
    { name: "with a case registered before", bad: row(2, "case", caseBody("c1"), { id: "again" }), says: /registered already/ },
    { name: "with a grade of 6", bad: rating(2, "c1", 6), says: /grade must be <= 5/ },
    { name: "with a list for a body", bad: row(2, "case", []), says: /must be object/ },
    { name: "with a half case", bad: row(2, "case", { id: "c2" }), says: /must have required property/ },
  ]) {
    it(`a row ${name} is refused by number and reason; its neighbours are stored`, async () => {
      const receipt = await sendBatch(aCase(1), bad, aCase(3));
      assert.deepEqual(
        receipt.refused.map((one) => one.seq),
        [2],
      );
      assert.match(receipt.refused[0]?.problem ?? "", says);
      assert.equal((await hub.store.totals(0)).casesAll, 2);
    });
  }

  it("a refusal's words hold nothing of the person", async () => {
    const receipt = await sendBatch(row(1, "case", { ...caseBody("c1"), registeredAt: "林晓岚 990101199004120029" }));
    assert.equal(receipt.refused.length, 1);
    assert.doesNotMatch(JSON.stringify(receipt), /林晓岚|990101199004120029/);
  });

  it("one rating per case: the second is taken and changes nothing", async () => {
    const receipt = await sendBatch(aCase(1), rating(2, "c1", 5), rating(3, "c1", 1));
    assert.deepEqual(receipt.refused, []);
    assert.equal((await hub.store.newestCases(1))[0]?.grade, 5);
  });

  it("a document of unknown fate counts until the technician's finding arrives", async () => {
    await sendBatch(aCase(1), issuance(2, "unknown"));
    assert.equal((await hub.store.totals(0)).unknownIssuances, 1);
    await sendBatch(issuance(3, "spoiled"));
    assert.equal((await hub.store.totals(0)).unknownIssuances, 0);
    assert.equal((await hub.store.newestCases(1))[0]?.issuances[0]?.outcome, "spoiled");
  });

  it("two heads of one journal length are both kept as evidence", async () => {
    const checkpoint = (seq: number, head: string) => row(seq, "journal-checkpoint", { entries: 9, head, at: "2026-01-05T09:00:00Z" });
    await sendBatch(checkpoint(1, "aa"), checkpoint(2, "bb"));
    const db = new Database(join(data, "hub.db"), [], "test");
    assert.equal(db.all("SELECT head FROM checkpoints WHERE entries = 9").length, 2);
    db.close();
  });

  const guardian = { role: "guardian", name: "何样帆", idNumber: "990101198511200037", factors: ["id-card"] };

  it("others in a case are kept sealed; a role that could be a name is refused, in words without the name", async () => {
    const receipt = await sendBatch(
      row(1, "case", caseBody("c1", { persons: [guardian] }), { id: "c1" }),
      row(2, "case", caseBody("c2", { persons: [{ ...guardian, role: "何样帆" }] }), { id: "c2" }),
      row(3, "case", caseBody("c3", { persons: Array.from({ length: 11 }, () => guardian) }), { id: "c3" }),
    );
    assert.deepEqual(
      receipt.refused.map((one) => one.seq),
      [2, 3],
    );
    assert.doesNotMatch(JSON.stringify(receipt), /何样帆|990101198511200037/);
    for (const name of ["hub.db", "hub.db-wal"]) {
      const bytes = readFileSync(join(data, name));
      assert.equal(bytes.includes("何样帆") || bytes.includes("990101198511200037"), false);
    }
  });

  it("a question above what it may weigh is refused, and by which part", async () => {
    const path = `/v1/kiosks/${KIOSK}/query`;
    const query = (params: object) => JSON.stringify({ operation: "identity.verify-face", params, withinMs: 1_000, item: "my-cases" });
    const words = await send(query({ name: "x".repeat(40_000) }), { path });
    assert.deepEqual([words.status, words.problem().code], [413, "query.too-large"]);
    assert.doesNotMatch(words.problem().what, /xxx/);
    const packed = await send(gzipSync(query({ picture: "A".repeat(300_000) })), { path, headers: { "content-encoding": "gzip" } });
    assert.deepEqual([packed.status, packed.problem().code], [413, "body.too-large"]);
    const plain = await send(query({ picture: "A".repeat(300_000) }), { path });
    assert.deepEqual([plain.status, plain.problem().code], [413, "body.too-large"]);
  });

  it("a device status keeps id, kind and state and nothing else", async () => {
    const device = { id: "printer", kind: "receipt-printer", state: "online", note: "990101199004120029" };
    await sendBatch(row(1, "device-status", { at: "2026-01-05T09:00:00Z", devices: [device] }));
    const db = new Database(join(data, "hub.db"), [], "test");
    assert.deepEqual(JSON.parse(db.get<{ devices: string }>("SELECT devices FROM device_status")?.devices ?? ""), [
      { id: "printer", kind: "receipt-printer", state: "online" },
    ]);
    db.close();
  });

  it("everything is there after the hub was restarted", async () => {
    await sendBatch(aCase(1), rating(2, "c1", 4));
    const before = await hub.store.newestCases(10);
    await hub.close();
    hub = await openHub({ clock, data });
    assert.deepEqual(await hub.store.newestCases(10), before);
    assert.equal((await sendBatch(aCase(1))).storedUpTo, 1);
    assert.equal((await hub.store.totals(0)).casesAll, 1);
  });

  it("its file holds no name and no ID number in clear", async () => {
    await sendBatch(aCase(1));
    for (const name of ["hub.db", "hub.db-wal"]) {
      const bytes = readFileSync(join(data, name));
      assert.equal(bytes.includes("林晓岚") || bytes.includes("990101199004120029"), false);
    }
    assert.equal((await hub.store.newestCases(1))[0]?.applicant, "林** 990101********0029");
  });

  const valid = JSON.stringify(batchOf(aCase(1)));
  for (const { name, body, sent, status, code, signed } of [
    {
      name: "another device's key",
      body: valid,
      sent: { key: OTHER_DEVICE_KEY.privateKey },
      status: 401,
      code: "signature.wrong",
      signed: false,
    },
    { name: "an unknown kiosk", body: valid, sent: { kiosk: "kiosk-99" }, status: 401, code: "kiosk.unknown", signed: false },
    {
      name: "no signature",
      body: valid,
      sent: { headers: { [SIGNATURE_HEADER]: "" } },
      status: 401,
      code: "signature.malformed",
      signed: false,
    },
    {
      name: "a clock six minutes ahead",
      body: valid,
      sent: { time: clock.now() + 360_000 },
      status: 401,
      code: "signature.skewed",
      signed: true,
    },
    {
      name: "a clock six minutes behind",
      body: valid,
      sent: { time: clock.now() - 360_000 },
      status: 401,
      code: "signature.skewed",
      signed: true,
    },
    {
      name: "another kiosk's address",
      body: valid,
      sent: { path: "/v1/kiosks/kiosk-02/batch" },
      status: 400,
      code: "kiosk.mismatch",
      signed: true,
    },
    {
      name: "another kiosk in the body",
      body: valid.replace(KIOSK, "kiosk-02"),
      sent: {},
      status: 400,
      code: "kiosk.mismatch",
      signed: true,
    },
    { name: "no body", body: "", sent: {}, status: 400, code: "body.not-json", signed: true },
    { name: "half a body", body: valid.slice(0, 100), sent: {}, status: 400, code: "body.not-json", signed: true },
    { name: "bytes for a body", body: Buffer.from([0, 255, 254, 1]), sent: {}, status: 400, code: "body.not-json", signed: true },
    {
      name: "gzip that is none",
      body: valid,
      sent: { headers: { "content-encoding": "gzip" } },
      status: 400,
      code: "body.not-gzip",
      signed: true,
    },
    {
      name: "a gzip bomb",
      body: gzipSync(Buffer.alloc(50_000_000)),
      sent: { headers: { "content-encoding": "gzip" } },
      status: 413,
      code: "body.too-large",
      signed: true,
    },
    { name: "more than travels", body: Buffer.alloc(600_000, 32), sent: {}, status: 413, code: "body.too-large", signed: false },
    { name: "a prototype for a key", body: '{"__proto__": {"kiosk": "x"}}', sent: {}, status: 400, code: "body.wrong-shape", signed: true },
    { name: "brackets without end", body: "[".repeat(400_000), sent: {}, status: 400, code: "body.not-json", signed: true },
    {
      name: "rows that do not rise",
      body: JSON.stringify(batchOf(aCase(2), aCase(1))),
      sent: {},
      status: 400,
      code: "body.wrong-shape",
      signed: true,
    },
  ]) {
    it(`a request with ${name} is refused as ${code}, and stores nothing`, async () => {
      const reply = await send(body, sent);
      assert.deepEqual([reply.status, reply.problem().code, reply.signed], [status, code, signed]);
      assert.notEqual(reply.problem().what, "");
      assert.equal((await hub.store.totals(0)).casesAll, 0);
    });
  }

  it("a wrong shape says where", async () => {
    const reply = await send(JSON.stringify(batchOf(aCase(1), { ...aCase(2), kind: "command" as RowKind })));
    assert.equal(reply.problem().faults[0]?.at, "/rows/1/kind");
  });

  it("the very same request, caught and sent again, is refused", async () => {
    const at = time + 10_000;
    assert.equal((await send(valid, { time: at })).status, 200);
    const again = await send(valid, { time: at });
    assert.deepEqual([again.status, again.problem().code], [401, "signature.replayed"]);
  });

  it("a probe without a name is answered, one with a forged name is not", async () => {
    assert.equal((await fetch(`${hub.url}/v1/alive`)).status, 204);
    assert.equal((await fetch(`${hub.url}/v1/alive`, { headers: { [KIOSK_HEADER]: KIOSK } })).status, 401);
  });

  it("its tables keep the rules of the house", () => {
    const db = new Database(join(data, "hub.db"), [], "test");
    assert.deepEqual(lintSchema(db), []);
    db.close();
  });
});
