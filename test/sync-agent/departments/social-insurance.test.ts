import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { silentLog } from "../../../base/log.ts";
import { must } from "../../../base/result.ts";
import { checkCertificateTemplate } from "../../../config/documents/certificate-schema.ts";
import { lintCertificate } from "../../../config/documents/lint-certificate.ts";
import { ConnectorEngine } from "../../../sync-agent/departments/engine.ts";
import { loadConnectors } from "../../../sync-agent/departments/load-connectors.ts";
import { type RunningDepartment, serveDepartment } from "../../../sync-agent/departments/sandbox/department-service.ts";
import template from "../../../sync-agent/departments/sandbox/social-insurance/certificate.json" with { type: "json" };
import { SocialInsurance } from "../../../sync-agent/departments/sandbox/social-insurance/social-insurance.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { removeTempFolders, tempFolder } from "../support.ts";

const CONNECTORS = must(loadConnectors(join(import.meta.dirname, "../../../config/catalogue/connectors")));
const LIN = { name: "林晓岚", idNumber: "990101199004120029" };
const ASKED = { kiosk: "kiosk-01", item: "insurance-record" };
const DAY_MS = 24 * 60 * 60_000;

describe("the sandbox's social insurance centre, asked through its connector", () => {
  let clock: FakeClock;
  let running: RunningDepartment;
  let engine: ConnectorEngine;
  beforeEach(async () => {
    clock = new FakeClock();
    const insurance = new SocialInsurance(join(tempFolder(), "insurance.db"), "http://127.0.0.1:9/verify/", clock);
    running = await serveDepartment(insurance, { host: "127.0.0.1", port: 0 }, silentLog);
    engine = new ConnectorEngine(CONNECTORS, { "social-insurance": `http://127.0.0.1:${running.port}` }, clock, silentLog);
  });
  afterEach(async () => {
    await running.close();
    removeTempFolders();
  });
  const record = (person: object) => engine.query("social-insurance.record", { ...person }, 5_000, ASKED);
  const paper = (wish: object) => engine.file("social-insurance.certificate", "document", { ...LIN, period: "12", ...wish }, 20_000, ASKED);
  const file = (wish: object) =>
    engine.file("social-insurance.certificate-file", "download", { ...LIN, period: "12", ...wish }, 20_000, ASKED);
  async function numberOf(reply: ReturnType<typeof paper>): Promise<string> {
    const answer = await reply;
    assert.ok(answer.outcome === "file", JSON.stringify(answer));
    return answer.file.code;
  }
  /** As the public page asks; the other departments of the catalogue are not there. */
  async function stateOf(code: string): Promise<unknown> {
    const reply = await engine.verify(code, 3_000);
    return reply.outcome === "answer" ? reply.answer["state"] : reply.outcome;
  }

  it("tells what is known of somebody, and the periods that can be certified", async () => {
    const reply = await record(LIN);
    assert.ok(reply.outcome === "answer");
    assert.deepEqual(reply.answer, {
      personalNumber: "9901201907004182",
      employer: "示例市云杉软件有限公司",
      state: "参保缴费",
      since: "2019-07",
      paidMonths: 78,
      periods: [
        { id: "12", months: 12, from: "2025-01", to: "2025-12" },
        { id: "24", months: 24, from: "2024-01", to: "2025-12" },
      ],
    });
  });

  it("who is not insured, or gives another's number, is told so", async () => {
    for (const person of [
      { ...LIN, name: "林小岚" },
      { ...LIN, idNumber: "990101198502020026" },
    ]) {
      for (const reply of [await record(person), await paper(person), await file(person)]) {
        assert.ok(reply.outcome === "refused" && reply.reason === "not-insured");
      }
    }
  });

  it("paper and file of one day and period bear the same number; another day, period or person has its own", async () => {
    const first = await numberOf(paper({}));
    assert.equal(first, "SLSB-2026-000001");
    assert.equal(await numberOf(file({})), first);
    assert.equal(await numberOf(paper({})), first);
    assert.equal(await numberOf(paper({ period: "24" })), "SLSB-2026-000002");
    assert.equal(await numberOf(paper({ name: "张䶮𬭩", idNumber: "990101195809030014" })), "SLSB-2026-000003");
    await clock.advance(DAY_MS);
    assert.equal(await numberOf(paper({})), "SLSB-2026-000004");
  });

  it("whoever holds a certificate can hear that it is valid, void, reissued or not known", async () => {
    assert.equal(await stateOf(await numberOf(paper({}))), "valid");
    assert.equal(await stateOf("SLSB-2025-900001"), "void");
    assert.equal(await stateOf("SLSB-2025-900002"), "reissued");
    assert.notEqual(await stateOf("SLSB-2026-999999"), "valid");
  });

  it("the certificate is two A4 pages with every month of the period and an address to check it", async () => {
    const reply = await paper({ period: "24" });
    assert.ok(reply.outcome === "file");
    assert.deepEqual([reply.file.media, reply.file.sides], ["iso_a4_210x297mm", "two-sided-long-edge"]);
    const path = join(tempFolder(), "a.pdf");
    writeFileSync(path, reply.file.bytes);
    const text = execFileSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
    for (const words of ["林晓岚", "990101********0029", "SLSB-2026-000001", "2024年1月", "2025年12月", "30,240.00", "不具有法律效力"]) {
      assert.ok(text.includes(words), words);
    }
    assert.doesNotMatch(text, /990101199004120029/);
    assert.match(execFileSync("pdfinfo", [path], { encoding: "utf8" }), /Pages: +2[\s\S]*595\.\d+ x 841\.\d+ pts \(A4\)/);
  });

  it("the file for the phone is a ZIP with the parts of an OFD, and says that it is a sample", async () => {
    const reply = await file({});
    assert.ok(reply.outcome === "file" && reply.file.type === "application/ofd");
    const entries = stored(reply.file.bytes);
    assert.deepEqual([...entries.keys()], ["OFD.xml", "Doc_0/Document.xml", "Doc_0/PublicRes.xml", "Doc_0/Pages/Page_0/Content.xml"]);
    const page = entries.get("Doc_0/Pages/Page_0/Content.xml") ?? "";
    assert.match(page, /样张.*SLSB-2026-000001/);
    assert.doesNotMatch(page, /990101199004120029/);
  });

  it("its template can be printed, by the rules of this house", () => {
    assert.deepEqual(lintCertificate(must(checkCertificateTemplate(structuredClone(template), "certificate.json"))), []);
  });
});

/** Entries of a ZIP by its central directory, each checked against its sum. */
function stored(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf("PK\u0005\u0006");
  const entries = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n--) {
    assert.equal(bytes.toString("latin1", at, at + 4), "PK\u0001\u0002");
    const [sum, size, length, local] = [
      bytes.readUInt32LE(at + 16),
      bytes.readUInt32LE(at + 24),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt32LE(at + 42),
    ];
    const name = bytes.toString("utf8", at + 46, at + 46 + length);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(from, from + size);
    assert.equal(crc32(content), sum, name);
    entries.set(name, content.toString("utf8"));
    at += 46 + length;
  }
  return entries;
}
