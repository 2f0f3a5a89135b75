import assert from "node:assert/strict";
import { systemClock } from "../../../base/clock.ts";
import { must } from "../../../base/result.ts";
import driver from "../../../device-drivers/certificate-printer/driver.ts";
import type { DriverInstance } from "../../../device-drivers/host/driver.ts";
import type { CertificateJob } from "../../../device-drivers/kinds/certificate-printer.ts";
import { type IppEvePrinter, startIppEvePrinter } from "../../support/ippeveprinter.ts";
import { certificate, contextFor, failureOf, KNOWN, type Reports } from "./desk.ts";

describe("certificate-printer: a foreign printer (Debian's ippeveprinter)", function () {
  this.timeout(60_000);
  let foreign: IppEvePrinter;
  let printer: DriverInstance<"certificate-printer">;
  const reports: Reports = { observed: [], counts: {} };
  const call = (stop = new AbortController()) => ({ signal: stop.signal, deadline: systemClock.monotonic() + 30_000 });
  const print = (job: CertificateJob, stop?: AbortController) => printer.commands.print(job, call(stop));
  const look = () => printer.status(new AbortController().signal);

  before(async () => {
    foreign = await startIppEvePrinter();
    printer = must(await driver.open(contextFor({ uri: foreign.uri, trays: ["main"] }, systemClock, reports)));
  });
  after(async () => {
    await printer?.close();
    await foreign?.stop();
  });

  /** The next report of the printer for which `is` holds. */
  async function until(is: () => boolean): Promise<void> {
    while (!is()) await new Promise((resolve) => setImmediate(resolve));
  }

  it("takes a certificate of three pages, both sides, under its ledger id, and what it kept is our document", async () => {
    const job = await certificate(3, { job: "证明-0001", sides: "two-sided-long-edge" });
    assert.deepEqual(must(await print(job)), { state: "completed", reason: "job-completed-successfully", pages: 3, counter: null });
    assert.deepEqual(
      foreign.printed().map((pdf) => pdf.toString("base64")),
      [job.pdf],
    );
    assert.deepEqual(must(await printer.commands["find-job"]({ ...KNOWN, job: "证明-0001", pages: 3, before: null }, call())), {
      state: "completed",
      reason: "job-completed-successfully",
      pages: 3,
      counter: null,
    });
  });

  it("tells full, low and empty trays", async () => {
    assert.deepEqual((await look()).paper, { main: "full" });
    await foreign.loadPaper(5);
    assert.deepEqual((await look()).paper, { main: "low" });
    await foreign.loadPaper(0);
    const empty = await look();
    assert.deepEqual([empty.state, empty.paper, empty.reasons], ["online", { main: "out" }, ["media-empty"]]);
    const failure = failureOf(await print(await certificate(1, { job: "证明-0002" })));
    assert.deepEqual([failure.code, failure.sent], ["printer.paper-out", "no"]);
    await foreign.loadPaper(250);
  });

  it("refuses a size it has not, before anything is printed", async () => {
    const failure = failureOf(await print(await certificate(1, { job: "证明-0003", media: "iso_a3_297x420mm" })));
    assert.deepEqual([failure.code, failure.sent], ["printer.document-refused", "no"]);
  });

  it("gives a job up: the failure says so and how many pages came out", async () => {
    foreign.failNextJob();
    const failure = failureOf(await print(await certificate(2, { job: "证明-0004" })));
    assert.deepEqual([failure.code, failure.sent, failure.facts["reason"]], ["printer.aborted", "yes", "aborted-by-system"]);
  });

  it("says which printer it is, and a driver that begins anew finds the job by what was kept of that", async () => {
    const before = must(await printer.commands.standing({}, call()));
    assert.match(before.printer, /^urn:uuid:[0-9a-f-]{36}$/);
    // In its first second it says 0, although RFC 8011 counts from 1 (measured).
    assert.ok(before.upTimeS !== null && before.count === null, JSON.stringify(before));
    must(await print(await certificate(1, { job: "证明-0006" })));
    await printer.close();
    printer = must(await driver.open(contextFor({ uri: foreign.uri, trays: ["main"] }, systemClock, reports)));
    const known = { ...KNOWN, job: "证明-0006" };
    assert.equal(must(await printer.commands["find-job"]({ ...known, before }, call())).state, "completed");
    const wrong = { ...before, printer: "urn:uuid:00000000-0000-4000-8000-000000000000" };
    assert.deepEqual(must(await printer.commands["find-job"]({ ...known, before: wrong }, call())), {
      state: "another-printer",
      counter: null,
    });
    const restarted = { ...before, upTimeS: (before.upTimeS ?? 0) + 60 };
    assert.deepEqual(must(await printer.commands["find-job"]({ ...known, before: restarted }, call())), {
      state: "restarted",
      counter: null,
    });
  });

  it("is killed in the middle and started again: lost track, never sent again, although the paper is printed", async () => {
    const before = foreign.printed().length;
    foreign.hold();
    const seen = reports.observed.length;
    const printing = print(await certificate(5, { job: "证明-0005" }));
    await until(() => reports.observed.length > seen + 1);
    await foreign.kill();
    await foreign.startAgain();
    await foreign.loadPaper(250);
    foreign.release();
    const failure = failureOf(await printing);
    assert.deepEqual([failure.code, failure.sent], ["printer.lost-track", "indeterminate"]);
    const found = must(await printer.commands["find-job"]({ ...KNOWN, job: "证明-0005", pages: 5, before: null }, call()));
    // It counts its time in whole seconds: one that was on only for a moment before cannot be seen to have begun anew; and whether its
    // printer-uuid outlives a restart is its own affair. None of these is proof.
    assert.ok(["restarted", "not-found", "another-printer"].includes(found.state), JSON.stringify(found));
    await until(() => foreign.printed().length > before);
    assert.equal(foreign.printed().length, before + 1);
  });
});
