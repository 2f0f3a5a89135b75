import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { every, type Timer } from "../../../base/clock.ts";
import { must } from "../../../base/result.ts";
import { OPERATION } from "../../../device-drivers/certificate-printer/ipp-attributes.ts";
import { CertificatePrinterSimulator } from "../../../device-drivers/certificate-printer/simulator.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";
import { startPageCounter } from "../../support/page-counter-agent.ts";
import type { Cell, Cut } from "./cells.ts";
import { type DevicesProcess, startDevices } from "./devices-process.ts";
import { BLANK_TYPE, Killed, PACK, RuntimeProcess } from "./runtime-process.ts";

/** What starts the processes again needs about so long. */
const SUPERVISOR_MS = 1_500;
const BOOT_MS = 40_000;
const STEP_MS = 500;

/** One kiosk and its printer, with a knife. */
export type World = Awaited<ReturnType<typeof openWorld>>;

export interface Beginning {
  /** Any document of one page. */
  readonly pdf: Buffer;
  /** A kiosk's records with the pack in the tray, to begin from. */
  readonly records: string;
}

/** Makes the records once, so that no cell needs to. */
export function makeBeginning(folder: string, pdf: Buffer): Beginning {
  const records = join(folder, "beginning.db");
  const parts = { clock: new FakeClock(), socket: join(folder, "nobody.sock"), document: () => pdf };
  const runtime = new RuntimeProcess({ ...parts, file: records });
  must(runtime.blanks.load(BLANK_TYPE, PACK.first, PACK.count));
  runtime.close();
  return { pdf, records };
}

export async function openWorld(cell: Cell, { pdf, records }: Beginning) {
  const folder = mkdtempSync(join(tmpdir(), "zizhu-cut-"));
  const file = join(folder, "kiosk.db");
  copyFileSync(records, file);
  const clock = new FakeClock();
  const simulator = new CertificatePrinterSimulator({ clock });
  await simulator.listen();
  const agent = await startPageCounter(() => simulator.lifeCount);
  // It has been on for an hour: a restart shows.
  await clock.advance(3_600_000);
  const parts = { clock, socket: join(folder, "device-host.sock") };
  const runtimeParts = { ...parts, document: (sheet: string) => Buffer.concat([pdf, Buffer.from(`\n%sheet ${sheet}\n`)]) };
  const start = () =>
    startDevices({ ...parts, uri: simulator.uri, counterPort: cell.counts === false ? null : agent.port, halfWay: () => halfWay });
  let halfWay: (() => void) | undefined;
  let restarting: Timer | undefined;
  let kept: string | undefined;
  let devices: DevicesProcess | undefined = await start();
  let runtime = new RuntimeProcess({ ...runtimeParts, file });
  const happened = Promise.withResolvers<"cut">();

  const until = async <T>(work: Promise<T>): Promise<T> => {
    let isDone = false;
    const mark = () => {
      isDone = true;
    };
    work.then(mark, mark);
    for (let waited = 0; waited < 1_200_000; waited += STEP_MS) {
      do await settle(12);
      while (simulator.openConnections > 0 && !isDone);
      if (isDone) return work;
      await clock.advance(STEP_MS);
    }
    throw new Error("nothing comes of it");
  };

  const cutNow = (cut: Cut): void => {
    halfWay = undefined;
    if (cut !== "devices") kept = runtime.die();
    if (cut !== "runtime") {
      devices?.die();
      devices = undefined;
    }
    if (cut === "power") simulator.restart("half");
    if (cut === "devices") clock.after(SUPERVISOR_MS, () => void start().then((started) => (devices = started)));
    happened.resolve("cut");
  };

  return {
    ...{ clock, simulator, until, happened: happened.promise },
    get runtime() {
      return runtime;
    },
    get sheets() {
      return simulator.fed;
    },
    get isCut() {
      return kept !== undefined;
    },
    /** Sharpens the knife: the first time that things come so far, it cuts. */
    arm(): void {
      const { arrow, cut } = cell;
      if (arrow === null) return;
      let done = false;
      const once = () => {
        if (done) return;
        done = true;
        cutNow(cut);
      };
      if (arrow === "half-sent") halfWay = once;
      else if (arrow === "all-sent" || arrow === "printing") {
        const power = cut === "power";
        // A printer without power answers nobody any more.
        const open = happened.promise.then(() => (power ? new Promise<void>(() => undefined) : undefined));
        simulator.holdNext(arrow === "all-sent" ? OPERATION.printJob : OPERATION.getJobAttributes, once, open as Promise<void>);
      } else {
        runtime.onArrow((now) => {
          if (now !== arrow || done) return;
          once();
          if (cut !== "devices") throw new Killed();
        });
      }
    },
    async befall(): Promise<void> {
      switch (cell.outcome) {
        case "printed":
          return;
        case "half-printed":
          return simulator.befallNextJob("half-printed");
        case "jammed":
          return simulator.befallNextJob("jams");
        case "torn":
          return simulator.befallNextJob("tears");
        case "paper-ran-out":
          return simulator.befallNextJob("runs-out");
        case "paper-out":
          return simulator.setFault("media-empty", true);
        case "reply-lost":
          return simulator.setFault("drops-next-reply", true);
        case "job-lost":
          return simulator.setFault("loses-next-job", true);
        case "restarted-printed":
        case "restarted-half":
        case "restarted-blank": {
          const sheet = { "restarted-printed": "finished", "restarted-half": "half", "restarted-blank": "not-fed" } as const;
          const how = sheet[cell.outcome];
          restarting = every(clock, 200, () => {
            if (simulator.isIdle) return;
            restarting?.cancel();
            restarting = undefined;
            simulator.restart(how);
          });
          return;
        }
      }
    },
    /** The processes come back, and the runtime goes on from what the disk kept. */
    async startAgain(): Promise<void> {
      await clock.advance(BOOT_MS);
      devices ??= await start();
      if (kept === undefined) return;
      runtime = new RuntimeProcess({ ...runtimeParts, file: kept });
      await until(runtime.recover());
    },
    /** A technician opens the printer, takes out what is stuck, lays paper, and waits whether anything more comes out. */
    async mend(): Promise<void> {
      if (restarting) simulator.restart();
      restarting?.cancel();
      await simulator.setFault("drops-next-reply", false);
      await simulator.setFault("loses-next-job", false);
      simulator.clear();
      await clock.advance(60_000);
      for (let turn = 0; !runtime.isReady && turn < 200; turn++) {
        await settle(12);
        await clock.advance(STEP_MS);
      }
    },
    async close(): Promise<void> {
      runtime.close();
      devices?.die();
      await simulator.close();
      await agent.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
