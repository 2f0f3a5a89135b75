import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { systemClock } from "../../../base/clock.ts";
import { must } from "../../../base/result.ts";
import driver, { type CertificatePrinterOptions } from "../../../device-drivers/certificate-printer/driver.ts";
import { DETECTED_ERRORS, MARKER_LIFE_COUNT } from "../../../device-drivers/certificate-printer/marker-values.ts";
import type { DriverInstance } from "../../../device-drivers/host/driver.ts";
import type { CertificateJob } from "../../../device-drivers/kinds/certificate-printer.ts";
import { type IppEvePrinter, startIppEvePrinter } from "../../support/ippeveprinter.ts";
import { type PrinterAgent, startPrinterAgent } from "../../support/snmpd.ts";
import { certificate, contextFor, failureOf, KNOWN, type Reports } from "./desk.ts";

/** Pages of all that came out, as `pdfinfo` counts them, on top of what the engine had printed in its life. */
const pagesIn = (folder: string, before: number) =>
  `{ echo ${before}; for one in '${folder}'/*.pdf; do [ -e "$one" ] && pdfinfo "$one" | awk '/^Pages:/ { print $2 }'; done; } | awk '{ sum += $1 } END { print sum }'`;

describe("certificate-printer: a foreign printer with a foreign page counter (ippeveprinter and snmpd)", function () {
  this.timeout(60_000);
  let foreign: IppEvePrinter;
  let agent: PrinterAgent;
  let printer: DriverInstance<"certificate-printer">;
  const reports: Reports = { observed: [], counts: {} };
  const call = () => ({ signal: new AbortController().signal, deadline: systemClock.monotonic() + 30_000 });
  const print = (job: CertificateJob) => printer.commands.print(job, call());
  const find = (job: string) => printer.commands["find-job"]({ ...KNOWN, job, before: null }, call());
  const look = () => printer.status(new AbortController().signal);

  before(async () => {
    foreign = await startIppEvePrinter();
    agent = await startPrinterAgent();
  });
  after(async () => {
    await foreign?.stop();
    await agent?.stop();
  });
  beforeEach(async () => {
    agent.setErrors("00");
    agent.countBy(pagesIn(join(dirname(foreign.spool), "printed"), 4_700));
    printer = must(await driver.open(contextFor(options(), systemClock, reports)));
  });
  afterEach(() => printer.close());

  function options(over: Partial<CertificatePrinterOptions["counter"]> = {}): CertificatePrinterOptions {
    const address = { host: "127.0.0.1", port: agent.port, community: "public", version: "2c" } as const;
    return {
      uri: foreign.uri,
      trays: ["main"],
      counter: { ...address, oid: MARKER_LIFE_COUNT, errorsOid: DETECTED_ERRORS, settleMs: 1_000, ...over },
    };
  }

  it("counts the pages that really came out, and the certificate is proved twice over", async () => {
    const proof = must(await print(await certificate(2, { job: "证明-1001" })));
    assert.deepEqual(proof.counter, { before: 4_700, after: 4_702, expected: 2 });
    const next = must(await print(await certificate(3, { job: "证明-1002" })));
    assert.deepEqual(next.counter, { before: 4_702, after: 4_705, expected: 3 });
  });

  it("is kept over a restart of the house, and tells afterwards what came out since", async () => {
    const before = must(await printer.commands.standing({}, call()));
    must(await print(await certificate(2, { job: "证明-1007" })));
    await printer.close();
    printer = must(await driver.open(contextFor(options(), systemClock, reports)));
    const found = must(await printer.commands["find-job"]({ ...KNOWN, job: "证明-1007", pages: 2, before }, call()));
    const count = before.count ?? 0;
    assert.deepEqual(found.counter, { before: count, after: count + 2, expected: 2 });
    const lost = must(await printer.commands["find-job"]({ ...KNOWN, job: "证明-never", before: { ...before, count: count + 2 } }, call()));
    assert.deepEqual(lost, { state: "not-found", counter: { before: count + 2, after: count + 2, expected: 1 } });
  });

  it("does not move: the printer's word is not taken for it, and asked again it is not either", async () => {
    agent.countBy("echo 4700");
    const failure = failureOf(await print(await certificate(1, { job: "证明-1003" })));
    assert.deepEqual([failure.code, failure.sent, failure.facts["counted"]], ["printer.lost-track", "indeterminate", 0]);
    const found = must(await find("证明-1003"));
    assert.deepEqual(found, {
      state: "completed",
      reason: "job-completed-successfully",
      pages: 1,
      counter: { before: 4_700, after: 4_700, expected: 1 },
    });
  });

  it("moves by more than was sent: somebody else's sheet, or ours twice", async () => {
    agent.countBy(`${pagesIn(join(dirname(foreign.spool), "printed"), 0)} | awk '{ print $1 * 2 }'`);
    const failure = failureOf(await print(await certificate(1, { job: "证明-1004" })));
    assert.deepEqual([failure.code, failure.facts["counted"], failure.facts["expected"]], ["printer.lost-track", 2, 1]);
  });

  it("is not there: nothing is known by it, the certificate is proved by the printer alone, and the technician is told", async () => {
    await printer.close();
    const nobody = options({ oid: "1.3.6.1.2.1.43.99.1" });
    printer = must(await driver.open(contextFor(nobody, systemClock, reports)));
    assert.equal(must(await print(await certificate(1, { job: "证明-1005" }))).counter, null);
    const { state, reasons } = await look();
    assert.deepEqual([state, reasons], ["online", ["page-counter-silent"]]);
  });

  it("tells what the engine finds amiss, and nothing is sent to a jammed one", async () => {
    agent.setErrors("04");
    const jammed = await look();
    assert.deepEqual([jammed.state, jammed.paper, jammed.reasons], ["hardwareError", { main: "jammed" }, ["media-jam"]]);
    const failure = failureOf(await print(await certificate(1, { job: "证明-1006" })));
    assert.deepEqual([failure.code, failure.sent], ["printer.jam", "no"]);
    agent.setErrors("40 08");
    assert.deepEqual((await look()).reasons, ["media-empty", "output-area-full"]);
  });
});
