import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { OPERATION } from "../../device-drivers/certificate-printer/ipp-attributes.ts";
import { CertificatePrinterSimulator } from "../../device-drivers/certificate-printer/simulator.ts";
import { samplePdf } from "../device-drivers/certificate-printer/desk.ts";
import { assertBook, type Scene } from "./issuance-faults/book.ts";
import { ARROW_WORDS, ARROWS, type Arrow } from "./issuance-faults/cells.ts";
import { type DevicesProcess, startDevices } from "./issuance-faults/devices-process.ts";
import { look, serveNext } from "./issuance-faults/look.ts";
import { RuntimeProcess } from "./issuance-faults/runtime-process.ts";
import { type Beginning, makeBeginning } from "./issuance-faults/world.ts";

/** What the ledger says after the restart, and what the technician then finds: as in the column of the table where the printer prints. */
const ENDS: Readonly<Record<Arrow, readonly [ledger: string | undefined, found: string | null]>> = {
  "intent-not-durable": [undefined, null],
  "intent-durable": ["failed", null],
  "standing-read": ["failed", null],
  "sent-durable": ["unknown", "blank-unused"],
  "half-sent": ["unknown", "blank-unused"],
  "all-sent": ["printed", "printed"],
  printing: ["printed", "printed"],
  "end-known": ["printed", "printed"],
  "outcome-durable": ["printed", "printed"],
  "taken-not-durable": ["printed", "printed"],
  "taken-durable": ["issued", null],
};

describe("a certificate on a numbered sheet: SIGKILL of the runtime and the device process at every arrow, while the printer prints on", function () {
  this.timeout(60_000);
  let folder: string;
  let beginning: Beginning;
  let simulator: CertificatePrinterSimulator;
  let child: ChildProcess | undefined;
  let devices: DevicesProcess | undefined;
  let runtime: RuntimeProcess | undefined;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "zizhu-killed-"));
    beginning = makeBeginning(folder, await samplePdf(1));
    simulator = new CertificatePrinterSimulator({ clock: systemClock, pageMs: 20 });
    await simulator.listen();
  });
  afterEach(async () => {
    if (child) await killed(child);
    runtime?.close();
    devices?.die();
    await simulator.close();
    rmSync(folder, { recursive: true });
  });

  for (const arrow of ARROWS) {
    it(ARROW_WORDS[arrow], async () => {
      const file = join(folder, "kiosk.db");
      copyFileSync(beginning.records, file);
      await killAt(arrow, file);
      const scene = await startAgain(file);
      assertBook(scene, "after the restart");
      const [ledger, found] = ENDS[arrow];
      assert.equal(scene.runtime.db.get<{ state: string }>("SELECT state FROM issuance")?.state, ledger);
      assert.equal(look(scene).found, found);
      await serveNext(scene, (work) => work);
    });
  }

  async function killAt(arrow: Arrow, file: string): Promise<void> {
    const main = join(import.meta.dirname, "issuance-faults", "killed-main.ts");
    const args = [main, file, join(folder, "first.sock"), simulator.uri, arrow, beginning.pdf.toString("base64")];
    const gate = Promise.withResolvers<void>();
    const come = Promise.withResolvers<void>();
    if (arrow === "all-sent") simulator.holdNext(OPERATION.printJob, come.resolve, gate.promise);
    if (arrow === "printing") simulator.holdNext(OPERATION.getJobAttributes, come.resolve, gate.promise);
    const started = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], { stdio: ["ignore", "pipe", "inherit"] });
    child = started;
    const said = new Promise<void>((resolve, reject) => {
      started.stdout?.once("data", () => resolve());
      started.once("exit", (code) => reject(new Error(`it ended with ${code} before it came so far`)));
    });
    await Promise.race([said, come.promise]);
    said.catch(() => undefined);
    await killed(started);
    gate.resolve();
    // What the printer has taken comes out, whoever lives.
    while ((arrow === "all-sent" || arrow === "printing") && simulator.sheets.length === 0)
      await new Promise((resolve) => setImmediate(resolve));
  }

  /** Both processes anew, over the very file that the killed one had open. */
  async function startAgain(file: string): Promise<Scene> {
    const parts = { clock: systemClock, socket: join(folder, "second.sock") };
    devices = await startDevices({ ...parts, uri: simulator.uri, counterPort: null, halfWay: () => undefined });
    const document = (sheet: string) => Buffer.concat([beginning.pdf, Buffer.from(`\n%sheet ${sheet}\n`)]);
    const again = new RuntimeProcess({ ...parts, file, document });
    runtime = again;
    while (!again.isReady) await new Promise((resolve) => setImmediate(resolve));
    await again.recover();
    return {
      runtime: again,
      get sheets() {
        return simulator.fed;
      },
    };
  }
});

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}
