import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { samplePdf } from "../device-drivers/certificate-printer/desk.ts";
import { type IppEvePrinter, startIppEvePrinter } from "../support/ippeveprinter.ts";
import { assertBook, type Scene, type Sheet } from "./issuance-faults/book.ts";
import type { Arrow } from "./issuance-faults/cells.ts";
import { type DevicesProcess, startDevices } from "./issuance-faults/devices-process.ts";
import { look, serveNext } from "./issuance-faults/look.ts";
import { Killed, RuntimeProcess } from "./issuance-faults/runtime-process.ts";
import { type Beginning, makeBeginning } from "./issuance-faults/world.ts";

interface ForeignCell {
  readonly title: string;
  readonly befall?: (foreign: IppEvePrinter) => void | Promise<void>;
  readonly cut: { readonly at: Exclude<Arrow, "half-sent" | "all-sent">; readonly both: boolean } | null;
  /** Once the processes are dead, before they are started again. */
  readonly meanwhile?: (foreign: IppEvePrinter) => void | Promise<void>;
  /** Once they run again, before the printer is asked. */
  readonly beforeAsking?: (foreign: IppEvePrinter) => void | Promise<void>;
  readonly mend?: (foreign: IppEvePrinter) => void | Promise<void>;
  /** What the ledger says then, and what the technician finds. */
  readonly ledger: string;
  readonly found: "printed" | "spoiled" | "blank-unused" | null;
}

const restart = async (foreign: IppEvePrinter): Promise<void> => {
  await foreign.kill();
  await foreign.startAgain();
  await foreign.loadPaper(250);
  foreign.release();
};

const CELLS: readonly ForeignCell[] = [
  { title: "prints, nothing is cut", cut: null, ledger: "issued", found: null },
  {
    title: "hears of nothing: the power goes when `sent` is durable",
    ...{ cut: { at: "sent-durable", both: true }, ledger: "unknown", found: "blank-unused" },
  },
  {
    title: "prints, and the power of the kiosk goes in the middle: found by its name, and proved",
    befall: (foreign) => foreign.hold(),
    cut: { at: "printing", both: true },
    meanwhile: (foreign) => foreign.release(),
    ...{ ledger: "printed", found: "printed" },
  },
  {
    title: "has printed, and the runtime dies before the outcome is durable",
    ...{ cut: { at: "end-known", both: false }, ledger: "printed", found: "printed" },
  },
  {
    title: "gives the job up, and the power of the kiosk goes before the outcome is durable",
    befall: (foreign) => foreign.failNextJob(),
    ...{ cut: { at: "end-known", both: true }, ledger: "held", found: "blank-unused" },
  },
  {
    title: "is out of paper, nothing is cut",
    befall: (foreign) => foreign.loadPaper(0),
    mend: (foreign) => foreign.loadPaper(250),
    ...{ cut: null, ledger: "failed", found: null },
  },
  {
    // It says yes to Cancel-Job and prints all the same (measured): the job was taken back, and the sheet is there.
    title: "jams, the runtime dies, the job is taken back, and comes out once somebody has cleared the jam",
    befall: (foreign) => foreign.jam(),
    // Held until the job was taken back: a sheet that is out before the printer is asked is a plain `printed`.
    beforeAsking: (foreign) => {
      foreign.hold();
      foreign.clearJam();
    },
    mend: (foreign) => foreign.release(),
    ...{ cut: { at: "printing", both: false }, ledger: "unknown", found: "printed" },
  },
  {
    title: "is killed in the middle together with the kiosk, started again, and its engine prints on",
    befall: (foreign) => foreign.hold(),
    meanwhile: restart,
    ...{ cut: { at: "printing", both: true }, ledger: "unknown", found: "printed" },
  },
];

describe("a certificate on a numbered sheet, cut while a foreign printer (Debian's ippeveprinter) has it", function () {
  this.timeout(120_000);
  let folder: string;
  let beginning: Beginning;
  let foreign: IppEvePrinter;
  let runtime: RuntimeProcess | undefined;
  let devices: DevicesProcess | undefined;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "zizhu-foreign-"));
    beginning = makeBeginning(folder, await samplePdf(1));
  });
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(async () => {
    foreign = await startIppEvePrinter();
  });
  afterEach(async () => {
    runtime?.close();
    devices?.die();
    devices = undefined;
    await foreign.stop();
  });

  for (const [number, cell] of CELLS.entries()) {
    it(`it ${cell.title}`, async () => {
      const file = join(folder, `kiosk-${number}.db`);
      copyFileSync(beginning.records, file);
      await start(file);
      await cell.befall?.(foreign);
      await serveFirst(cell, file);
      const scene = sceneOf();
      assertBook(scene, "after the restart");
      await cell.mend?.(foreign);
      while (cell.found === "printed" && scene.sheets.length === 0) await new Promise((resolve) => setImmediate(resolve));
      const { state } = scene.runtime.db.get<{ state: string }>("SELECT state FROM issuance") ?? {};
      const { asked, found } = look(scene);
      assert.deepEqual([state, found], [cell.ledger, cell.found], asked ?? "");
      await serveNext(scene, (work) => work);
    });
  }

  async function start(file: string): Promise<RuntimeProcess> {
    const parts = { clock: systemClock, socket: join(folder, "device-host.sock") };
    devices ??= await startDevices({ ...parts, uri: foreign.uri, counterPort: null, halfWay: () => undefined });
    const document = (sheet: string) => Buffer.concat([beginning.pdf, Buffer.from(`\n%sheet ${sheet}\n`)]);
    const started = new RuntimeProcess({ ...parts, file, document });
    runtime = started;
    while (!started.isReady) await new Promise((resolve) => setImmediate(resolve));
    return started;
  }

  async function serveFirst({ cut, meanwhile, beforeAsking }: ForeignCell, file: string): Promise<void> {
    const serving = must(runtime).serve("first");
    if (!cut) return void (await serving);
    const kept = await killedAt(cut.at, serving);
    if (cut.both) {
      devices?.die();
      devices = undefined;
    }
    await meanwhile?.(foreign);
    assert.notEqual(kept, file);
    const again = await start(kept);
    await beforeAsking?.(foreign);
    await again.recover();
  }

  /** The copy of the records from which things go on. */
  async function killedAt(arrow: Arrow, serving: Promise<unknown>): Promise<string> {
    const dying = must(runtime);
    let kept: string | undefined;
    dying.onArrow((now) => {
      if (now !== arrow) return;
      kept = dying.die();
      throw new Killed();
    });
    serving.catch((cause: unknown) => assert.ok(kept !== undefined, String(cause)));
    const before = foreign.begun();
    while (kept === undefined && !(arrow === "printing" && foreign.begun() > before)) await new Promise((resolve) => setImmediate(resolve));
    return kept ?? dying.die();
  }

  function sceneOf(): Scene {
    return {
      runtime: must(runtime),
      get sheets(): readonly Sheet[] {
        return foreign.printed().map((pdf) => ({ job: null, ink: "whole", pdf }));
      },
    };
  }
});

function must<T>(value: T | undefined): T {
  assert.ok(value !== undefined);
  return value;
}
