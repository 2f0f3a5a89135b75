import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { silentLog } from "../../base/log.ts";
import { systemRandom } from "../../base/random.ts";
import { type Hall, openHall } from "../../runtime/demo/hall.ts";
import type { Wiring } from "../../runtime/demo/hall-files.ts";
import { type HallPorts, portsFrom, portsInUse } from "../../runtime/demo/ports.ts";
import { Citizen } from "./citizen.ts";
import { followsGuidance } from "./follows-guidance.ts";

export interface TestHall extends Hall {
  readonly citizen: Citizen;
  /** Every file that the hall has written, with its bytes. */
  written(): { file: string; bytes: Buffer }[];
  close(): Promise<void>;
}

/** The real processes, on ports of its own, in a folder that goes when it closes. A function is told the ports before anything starts. */
export async function openTestHall(wiring: Wiring | ((ports: HallPorts) => Promise<Wiring>) = {}): Promise<TestHall> {
  const top = mkdtempSync(join(tmpdir(), "zizhu-hall-"));
  const ports = portsFrom(await freeBase());
  const wired = typeof wiring === "function" ? await wiring(ports) : wiring;
  const hall = await openHall({ top, ports, clock: systemClock, random: systemRandom, log: silentLog, wiring: wired });
  const citizen = new Citizen(ports.kiosk);
  followsGuidance(citizen, hall.hardware);
  return {
    ...hall,
    citizen,
    written: () => [...filesBelow(top)].map((file) => ({ file, bytes: readFileSync(file) })),
    async close() {
      citizen.close();
      await hall.stop();
      rmSync(top, { recursive: true, force: true });
      rmSync(hall.folders.sockets, { recursive: true, force: true });
    },
  };
}

export async function freeBase(): Promise<number> {
  for (;;) {
    const base = 20_000 + (systemRandom.bytes(2).readUInt16BE() % 1_000) * 30;
    if ((await portsInUse(portsFrom(base))).length === 0) return base;
  }
}

function* filesBelow(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}
