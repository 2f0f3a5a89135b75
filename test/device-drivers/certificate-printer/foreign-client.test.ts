import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { systemClock } from "../../../base/clock.ts";
import { CertificatePrinterSimulator } from "../../../device-drivers/certificate-printer/simulator.ts";
import { samplePdf } from "./desk.ts";

const run = promisify(execFile);

describe("certificate-printer: our simulator before a foreign client (ipptool)", function () {
  this.timeout(60_000);
  let simulator: CertificatePrinterSimulator;
  let folder: string;

  before(async () => {
    assert.ok(existsSync("/usr/bin/ipptool"), "ipptool not found. Install: apt-get install cups-ipp-utils");
    folder = mkdtempSync(join(tmpdir(), "zizhu-ipptool-"));
    simulator = new CertificatePrinterSimulator({ clock: systemClock, pageMs: 0 });
    await simulator.listen();
  });
  after(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const suite of ["get-printer-attributes.test", "get-jobs.test", "get-completed-jobs.test"]) {
    it(`passes ${suite}`, async () => {
      const { stdout } = await run("ipptool", ["-tI", simulator.uri, suite]);
      assert.match(stdout, /\[PASS\]/);
      assert.doesNotMatch(stdout, /\[FAIL\]/);
    });
  }

  it("prints a document of two pages", async () => {
    const pdf = await samplePdf(2);
    const file = join(folder, "sample.pdf");
    writeFileSync(file, pdf);
    const printed = new Promise<void>((resolve) => simulator.onSheet(() => resolve()));
    const { stdout } = await run("ipptool", ["-tI", "-f", file, simulator.uri, "print-job.test"]);
    assert.doesNotMatch(stdout, /\[FAIL\]/);
    await printed;
    assert.equal(simulator.sheets.length, 1);
    assert.deepEqual([simulator.sheets[0]?.pages, simulator.sheets[0]?.pdf.equals(pdf)], [2, true]);
  });
});
