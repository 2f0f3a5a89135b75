import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { join } from "node:path";
import { type Log, silentLog } from "../../../base/log.ts";
import { systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import { type DepartmentDocumentRefusal, DepartmentDocuments, REFUSAL_WORDS } from "../../../runtime/issuance/department-document.ts";
import type { DepartmentOrder } from "../../../runtime/issuance/documents.ts";
import type { AgentContract } from "../../../sync-agent/agent/api.ts";
import { askDocument } from "../../../sync-agent/agent/query.ts";
import { loadConnectors } from "../../../sync-agent/departments/load-connectors.ts";
import { type RunningDepartment, serveDepartment } from "../../../sync-agent/departments/sandbox/department-service.ts";
import { SocialInsurance } from "../../../sync-agent/departments/sandbox/social-insurance/social-insurance.ts";
import { makeDeviceKey } from "../../../sync-agent/hub/keys.ts";
import { documentSha256, signStatement } from "../../../sync-agent/protocol/document-statement.ts";
import { MAX_DOCUMENT_BYTES, MAX_SKEW_MS } from "../../../sync-agent/protocol/limits.ts";
import { DOCUMENT_VALID_MS, type DocumentStatement } from "../../../sync-agent/protocol/messages.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { HUB_KEYS, KIOSK, openHub, openKiosk, removeTempFolders, tempFolder } from "../../sync-agent/support.ts";

const CONNECTORS = must(loadConnectors(join(import.meta.dirname, "../../../config/catalogue/connectors")));
const HUB_KEY = createPrivateKey(HUB_KEYS.private.sign);
const STRANGER = createPrivateKey(makeDeviceKey().privateKey);
const OPERATION = "social-insurance.certificate";
const ORDER: DepartmentOrder = {
  kind: "department-document",
  template: "insurance-certificate",
  name: { "zh-CN": "参保缴费证明（样张）", en: "Certificate (sample)" },
  operation: OPERATION,
  params: { name: "林晓岚", idNumber: "990101199004120029", period: "12" },
  withinMs: 5_000,
  copies: 1,
};
const ASKER = { session: "s1", item: "insurance-record" };

type Answer = AgentContract["requests"]["agent.document"]["result"];
type Delivered = Extract<Answer, { ok: true }>["value"];

/** The hub's word said anew about other things, by whoever has `key`. */
function signed(delivered: Delivered, changes: Partial<DocumentStatement>, key = HUB_KEY): Delivered {
  const statement = { ...delivered.statement, ...changes };
  return { ...delivered, statement, signature: signStatement(key, statement) };
}

function withPdf(delivered: Delivered, change: (pdf: Buffer) => Buffer): { base64: string; sha256: string } & Delivered {
  const pdf = change(Buffer.from(delivered.pdf, "base64"));
  return { ...delivered, pdf: pdf.toString("base64"), base64: pdf.toString("base64"), sha256: documentSha256(pdf) };
}

describe("a department's document, from its system to the kiosk's printer", () => {
  let clock: FakeClock;
  let department: RunningDepartment;
  let hub: Awaited<ReturnType<typeof openHub>>;
  let kiosk: ReturnType<typeof openKiosk>;
  const lines: string[] = [];
  const note = (event: string, facts?: object) => void lines.push(JSON.stringify([event, facts]));
  const log: Log = { ...silentLog, error: note, warn: note, info: note, channel: () => log };

  beforeEach(async () => {
    lines.length = 0;
    clock = new FakeClock();
    const data = tempFolder();
    const insurance = new SocialInsurance(join(data, "insurance.db"), "http://127.0.0.1:9/verify/", clock);
    department = await serveDepartment(insurance, { host: "127.0.0.1", port: 0 }, silentLog);
    const baseUrls = { "social-insurance": `http://127.0.0.1:${department.port}` };
    hub = await openHub({ clock, data, connectors: [...CONNECTORS.values()], baseUrls });
    kiosk = openKiosk(data, hub.url, clock);
  });
  afterEach(async () => {
    kiosk.db.close();
    await hub.close();
    await department.close();
    removeTempFolders();
  });

  const ask = (question: Parameters<typeof askDocument>[2] & { session?: string }): Promise<Answer> => {
    const { operation, params, withinMs, item, nonce = "0".repeat(32) } = question;
    return askDocument(kiosk.client, KIOSK, { operation, params, withinMs, item, nonce });
  };
  /** `change`: what becomes of the reply between the hub and the runtime. */
  function documents(change: (delivered: Delivered) => Delivered = (same) => same): DepartmentDocuments {
    const changed = async (question: Parameters<typeof ask>[0]): Promise<Answer> => {
      const answer = await ask(question);
      return answer.ok ? { ok: true, value: change(answer.value) } : answer;
    };
    return new DepartmentDocuments({
      hub: { document: changed },
      hubKey: createPublicKey(HUB_KEYS.public.sign),
      kiosk: KIOSK,
      clock,
      random: systemRandom,
      log,
    });
  }
  async function refusedAs(code: DepartmentDocumentRefusal, by: DepartmentDocuments, order: DepartmentOrder = ORDER): Promise<void> {
    const fetched = await by.fetch(order, ASKER);
    assert.deepEqual(fetched.ok ? "printed" : fetched.error, code);
    assert.match(lines.join(), new RegExp(code.replace(".", "\\.")));
    assert.doesNotMatch(lines.join(), /林晓岚|990101199004120029/);
    assert.ok(REFUSAL_WORDS[code]["zh-CN"].length > 8 && REFUSAL_WORDS[code].en.length > 20);
  }

  it("is printed as the department made it: both sides of a sheet, with its number", async () => {
    const document = must(await documents().fetch(ORDER, ASKER));
    assert.deepEqual(
      [document.pages, document.media, document.sides, document.code],
      [2, "iso_a4_210x297mm", "two-sided-long-edge", "SLSB-2026-000001"],
    );
    assert.equal(document.sha256, documentSha256(document.pdf));
    assert.equal(document.pdf.subarray(0, 5).toString(), "%PDF-");
  });

  it("asked for twice it is the same document, twice asked for", async () => {
    const by = documents();
    const one = must(await by.fetch(ORDER, ASKER));
    await clock.advance(1_000);
    const two = must(await by.fetch(ORDER, ASKER));
    assert.equal(one.sha256, two.sha256);
    assert.equal(one.code, two.code);
  });

  for (const { name, change, code } of [
    { name: "one byte of it was changed", change: (d) => withPdf(d, flipMiddle), code: "document.hash-wrong" },
    { name: "it was cut off on the way", change: (d) => withPdf(d, cut), code: "document.hash-wrong" },
    { name: "it is no base64", change: (d) => ({ ...d, pdf: "!!!!" }), code: "document.hash-wrong" },
    { name: "somebody else signed it", change: (d) => signed(d, {}, STRANGER), code: "document.signature-wrong" },
    { name: "there is no signature", change: (d) => ({ ...d, signature: "" }), code: "document.signature-wrong" },
    {
      name: "its number was changed after it was signed",
      change: (d) => ({ ...d, statement: { ...d.statement, code: "SL-1" } }),
      code: "document.signature-wrong",
    },
    { name: "it was signed for another kiosk", change: (d) => signed(d, { kiosk: "kiosk-02" }), code: "document.other-kiosk" },
    {
      name: "it was signed as the answer to another question",
      change: (d) => signed(d, { operation: "other.certificate" }),
      code: "document.other-operation",
    },
    { name: "it has another number of pages than was signed", change: (d) => signed(d, { pages: 3 }), code: "document.pdf-unfit" },
    {
      name: "its pages are not of the size that was signed",
      change: (d) => signed(d, { media: "iso_a3_297x420mm" }),
      code: "document.pdf-unfit",
    },
    { name: "what was signed is a PDF cut off", change: (d) => signWhatCame(withPdf(d, cut)), code: "document.pdf-unfit" },
    {
      name: "what was signed is no PDF",
      change: (d) => signWhatCame(withPdf(d, () => Buffer.from("<html>%PDF-</html>"))),
      code: "document.pdf-unfit",
    },
    {
      name: "it is larger than may be",
      change: (d) => signWhatCame(withPdf(d, (pdf) => Buffer.concat([pdf, Buffer.alloc(MAX_DOCUMENT_BYTES)]))),
      code: "document.malformed",
    },
  ] as { name: string; change: (delivered: Delivered) => Delivered; code: DepartmentDocumentRefusal }[]) {
    it(`when ${name}, nothing is printed: ${code}`, () => refusedAs(code, documents(change)));
  }

  it("the hub's word is good for ten minutes and what two clocks may differ", async () => {
    const again = (after: number) => documents((delivered) => signed(delivered, { at: new Date(clock.now() - after).toISOString() }));
    const oldest = DOCUMENT_VALID_MS + MAX_SKEW_MS;
    assert.ok((await again(oldest).fetch(ORDER, ASKER)).ok);
    await refusedAs("document.old", again(oldest + 1));
    assert.ok((await again(-MAX_SKEW_MS).fetch(ORDER, ASKER)).ok);
    await refusedAs("document.from-the-future", again(-MAX_SKEW_MS - 1));
    await refusedAs(
      "document.old",
      documents((delivered) => signed(delivered, { at: "yesterday" })),
    );
  });

  it("what was delivered once is not taken again, for another question or for the same", async () => {
    let kept: Delivered | undefined;
    const by = documents((delivered) => {
      kept ??= delivered;
      return kept;
    });
    assert.ok((await by.fetch(ORDER, ASKER)).ok);
    await clock.advance(60_000);
    await refusedAs("document.other-request", by, { ...ORDER, params: { ...ORDER.params, period: "24" } });
    await refusedAs("document.other-request", by);
  });

  it("a document that the hub made for somebody else, and that nobody has seen yet, is not printed for this person", async () => {
    const nonce = systemRandom.bytes(16).toString("hex");
    const other = must(await ask({ ...ORDER, ...ASKER, params: { ...ORDER.params, period: "24" }, nonce }));
    await refusedAs(
      "document.other-request",
      documents(() => other),
    );
  });

  it("an agent that asks for somebody else with this request's nonce gets nothing printed either", async () => {
    const hub = {
      document: (question: Parameters<typeof ask>[0]) => ask({ ...question, params: { ...question.params, period: "24" } }),
    };
    const hubKey = createPublicKey(HUB_KEYS.public.sign);
    await refusedAs("document.other-request", new DepartmentDocuments({ hub, hubKey, kiosk: KIOSK, clock, random: systemRandom, log }));
  });

  it("a person without a record, an item with a wrong question, and who is away, are told apart", async () => {
    await refusedAs("document.refused", documents(), { ...ORDER, params: { ...ORDER.params, name: "林小岚" } });
    await refusedAs("document.malformed", documents(), { ...ORDER, operation: "social-insurance.record" });
    await refusedAs("document.department-away", documents(), { ...ORDER, params: { ...ORDER.params, period: "7" } });
    await department.close();
    await refusedAs("document.department-away", documents());
    await hub.close();
    await refusedAs("document.hub-away", documents());
    department = { port: 0, close: async () => undefined };
    hub = { ...hub, close: async () => undefined };
  });
});

function flipMiddle(pdf: Buffer): Buffer {
  const at = Math.floor(pdf.length / 2);
  pdf[at] = (pdf[at] ?? 0) ^ 1;
  return pdf;
}

function cut(pdf: Buffer): Buffer {
  return pdf.subarray(0, Math.floor(pdf.length * 0.7));
}

function signWhatCame({ base64: pdf, sha256, statement, signature }: ReturnType<typeof withPdf>): Delivered {
  return signed({ pdf, statement, signature }, { sha256 });
}
