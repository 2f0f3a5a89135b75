/**
 * What a document costs, part by part: data → PDF, the look at it before paper is used (`ratio` of both: against ordinary data in the same
 * template), the look at a department's PDF (against our own look at the same), PDF → accepted by the printer, and the ledger
 * (`ratio`: all its commits of one issuance against as many bare `node:sqlite` FULL commits of one row of the same width).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pause, systemClock } from "../../base/clock.ts";
import { systemRandom } from "../../base/random.ts";
import { must } from "../../base/result.ts";
import { sealKeyPair } from "../../base/seal.ts";
import { makeCertificate } from "../../config/documents/certificate.ts";
import { type CertificateTemplate, pageSize } from "../../config/documents/certificate-template.ts";
import { sampleData } from "../../config/documents/documents.ts";
import { examineCertificate } from "../../config/documents/examine-certificate.ts";
import { examineForeignPdf } from "../../config/documents/examine-foreign-pdf.ts";
import { openFonts } from "../../config/documents/fonts.ts";
import { boolean, text } from "../../device-drivers/certificate-printer/ipp-attributes.ts";
import { IppClient, succeeded } from "../../device-drivers/certificate-printer/ipp-client.ts";
import { CertificatePrinterSimulator } from "../../device-drivers/certificate-printer/simulator.ts";
import { openTransport } from "../../device-drivers/transport/open-transport.ts";
import { openRecords } from "../../runtime/open-records.ts";
import { CERTIFICATES, certificate, nastyData } from "../config/documents/support.ts";
import { missingPrograms, startIppEvePrinter } from "../support/ippeveprinter.ts";
import { printLine, quantile, rounded } from "./figures.ts";

const RUNS = 12;
const JOBS = 10;
/** A kiosk makes one document at a time, and the next reader is ready before the next person. */
const BETWEEN_MS = 300;
/** RFC 8011 §B.1.5.8: prints one job at a time, and takes none meanwhile. */
const BUSY = 0x0507;
const ISSUANCES = 200;
const never = new AbortController().signal;

const opening = performance.now();
const fonts = must(openFonts());
printLine({ bench: "documents", what: "open-fonts", ms: rounded(performance.now() - opening, 1) });
let sample: Buffer = Buffer.alloc(0);
const keepAlive = setInterval(() => undefined, 1_000);
for (const id of CERTIFICATES) await documentsOf(certificate(id));
await printing();
ledger();
clearInterval(keepAlive);

async function documentsOf(template: CertificateTemplate): Promise<void> {
  let [ordinaryMake, ordinaryLook] = [0, 0];
  for (const [data, values] of Object.entries({ ordinary: sampleData(template), extreme: nastyData(template) })) {
    const [made, looked, foreign]: [number[], number[], number[]] = [[], [], []];
    for (let run = 0; run < RUNS; run++) {
      await pause(systemClock, BETWEEN_MS);
      const { certificate: document, pages } = must(await timed(made, () => makeCertificate(template, values, { fonts }, "A0001")));
      must(await timed(looked, () => examineCertificate(document.pdf, { pages, size: pageSize(template) })));
      await pause(systemClock, BETWEEN_MS);
      must(await timed(foreign, () => examineForeignPdf(document.pdf, { ...document, maxBytes: 5_000_000 })));
      sample = document.pdf;
    }
    const [make, look] = [quantile(made, 0.5), quantile(looked, 0.5)];
    if (data === "ordinary") [ordinaryMake, ordinaryLook] = [make, look];
    const about = { bench: "documents", template: template.id, pages: template.pages.length, media: template.media, data };
    const kib = rounded(sample.length / 1024, 1);
    printLine({ ...about, what: "make", ...times(made), kib, ratio: rounded(make / ordinaryMake, 2) });
    printLine({ ...about, what: "look", ...times(looked), ratio: rounded(look / ordinaryLook, 2) });
    printLine({ ...about, what: "look-foreign", ...times(foreign), ratio: rounded(quantile(foreign, 0.5) / look, 2) });
  }
}

/** Until the printer has said that it has the job; what it does with it is not ours. */
async function printing(): Promise<void> {
  const simulator = new CertificatePrinterSimulator({ clock: systemClock, pageMs: 0 });
  const port = await simulator.listen();
  await accept("simulator", `ipp://127.0.0.1:${port}/ipp/print`);
  await simulator.close();
  if (missingPrograms().length > 0) return;
  const foreign = await startIppEvePrinter();
  try {
    await accept("ippeveprinter", foreign.uri);
  } finally {
    await foreign.stop();
  }
}

async function accept(printer: string, uri: string): Promise<void> {
  const client = new IppClient(uri, systemClock, (settings) => openTransport(settings, systemClock, never));
  const took: number[] = [];
  const attributes = { "ipp-attribute-fidelity": boolean(false), "document-format": text("mimeMediaType", "application/pdf") };
  for (let tries = 0; took.length < JOBS; tries++) {
    if (tries > 20 * JOBS) throw new Error(`${printer} stays busy after ${took.length} jobs`);
    const head = { "job-name": text("name", `bench-${took.length}`), ...attributes };
    const start = performance.now();
    const sent = succeeded(await client.printJob(head, { media: text("keyword", "iso_a4_210x297mm") }, sample, 30_000, never));
    if (sent.ok) took.push(performance.now() - start);
    else if (sent.error.reason === "refused" && sent.error.status === BUSY) await pause(systemClock, BETWEEN_MS);
    else throw new Error(`${printer} did not take the job: ${JSON.stringify(sent.error)}`);
  }
  const about = { bench: "documents", what: "print-accepted", printer, kib: rounded(sample.length / 1024, 1) };
  printLine({ ...about, runs: JOBS, firstMs: rounded(took[0] ?? 0, 1), p50Ms: quantile(took, 0.5), p95Ms: quantile(took, 0.95) });
}

function ledger(): void {
  const folder = mkdtempSync(join(tmpdir(), "zz-bench-"));
  const records = openRecords(folder, "kiosk-01", sealKeyPair().publicKey, systemClock, systemRandom);
  must(records.blanks.load("licence", "A0001", ISSUANCES));
  const bare = new DatabaseSync(join(folder, "bare.db"));
  bare.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE row (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT");
  const insert = bare.prepare("INSERT INTO row (bytes) VALUES (?)");
  const bytes = systemRandom.bytes(400);
  const [whole, commits]: [number[], number[]] = [[], []];
  for (let n = 0; n < ISSUANCES; n++) {
    timedNow(whole, () => oneIssuance(records));
    timedNow(commits, () => insert.run(bytes));
  }
  const commit = quantileFine(commits);
  const all = quantileFine(whole);
  const about = { bench: "documents", what: "ledger", arrows: "intent sent printed issued", issuances: ISSUANCES };
  const perCommit = { bareCommitMs: rounded(commit, 3), issuanceMs: rounded(all, 3), p95Ms: quantile(whole, 0.95) };
  printLine({ ...about, ...perCommit, ratioToOneCommit: rounded(all / commit, 1), ratio: rounded(all / (4 * commit), 2) });
  bare.close();
  records.db.close();
  rmSync(folder, { recursive: true, force: true });
}

function oneIssuance({ ledger: book }: ReturnType<typeof openRecords>): void {
  const session = "bench";
  const document = { sha256: "a".repeat(64), pages: 1, template: "licence-original", documentCode: "92990101MA0000001X" };
  const { id } = must(book.intend({ session, caseId: "case", kind: "certificate", blankType: "licence", ...document }));
  must(book.advance(id, "send"));
  must(book.advance(id, "proved"));
  book.taken(session);
}

async function timed<T>(into: number[], work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const value = await work();
  into.push(performance.now() - start);
  return value;
}

function timedNow(into: number[], work: () => void): void {
  const start = performance.now();
  work();
  into.push(performance.now() - start);
}

function times(values: readonly number[]) {
  return { runs: values.length, firstMs: rounded(values[0] ?? 0, 1), p50Ms: quantile(values, 0.5), p95Ms: quantile(values, 0.95) };
}

/** A commit may take less than a tenth of a millisecond. */
function quantileFine(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
