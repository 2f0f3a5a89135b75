import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { silentLog } from "../../base/log.ts";
import { systemRandom } from "../../base/random.ts";
import { type Hall, openHall } from "../../runtime/demo/hall.ts";
import { hallFolders, type Wiring } from "../../runtime/demo/hall-files.ts";
import { type HallPorts, portsFrom } from "../../runtime/demo/ports.ts";
import { Citizen } from "./citizen.ts";
import { followsGuidance } from "./follows-guidance.ts";
import { freeBase } from "./free-ports.ts";
import { HallStart } from "./hall-start.ts";

export interface TestHall extends Hall {
  readonly citizen: Citizen;
  /** Every file that the hall has written, with its bytes. */
  written(): { file: string; bytes: Buffer }[];
  close(): Promise<void>;
}

/**
 * The real processes, on ports of its own, in a folder that goes when it closes. A function is told the ports before anything starts.
 * Resolves when all of them listen; rejects, with nothing left running, as soon as one says that it cannot start, with what it said.
 */
export async function openTestHall(wiring: Wiring | ((ports: HallPorts) => Promise<Wiring>) = {}): Promise<TestHall> {
  const top = mkdtempSync(join(tmpdir(), "zizhu-hall-"));
  const { sockets } = hallFolders(top);
  const removeFolders = () => {
    for (const folder of [top, sockets]) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const ports = portsFrom(await freeBase());
    const wired = typeof wiring === "function" ? await wiring(ports) : wiring;
    const hall = await openHall({ top, ports, clock: systemClock, random: systemRandom, log: silentLog, wiring: wired });
    return await attended(hall, removeFolders);
  } catch (cause) {
    removeFolders();
    throw cause;
  }
}

/** The hall with a citizen in it, once it is open. */
async function attended(hall: Hall, removeFolders: () => void): Promise<TestHall> {
  const citizen = new Citizen(hall.ports.kiosk);
  async function close(): Promise<void> {
    citizen.close();
    await hall.stop();
    removeFolders();
  }
  const start = new HallStart(hall);
  start.refused.catch((failure) => citizen.fail(failure));
  try {
    await start.allListen();
  } catch (cause) {
    await close();
    throw cause;
  }
  followsGuidance(citizen, hall.hardware);
  const written = () => [...filesBelow(hall.folders.top)].map((file) => ({ file, bytes: readFileSync(file) }));
  return { ...hall, citizen, written, close };
}

function* filesBelow(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}
