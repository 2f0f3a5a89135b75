import { existsSync, readFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Random } from "../../base/random.ts";
import { SMALL_MEMORY } from "../face-engine/small-memory.ts";
import { type ProcessSpec, startChild } from "../supervisor/child.ts";
import { Supervisor } from "../supervisor/supervisor.ts";
import type { DockAct } from "./api.ts";
import { serveDock } from "./dock-server.ts";
import { loadFirstBlanks } from "./first-blanks.ts";
import { type Credentials, type HallFolders, hallFolders, makeHallFiles, ROOT, type Wiring } from "./hall-files.ts";
import { Hardware } from "./hardware.ts";
import type { HallPorts } from "./ports.ts";

/** A whole hall on one machine: simulated hardware, the kiosk's processes, a hub and its departments. */
export interface Hall {
  readonly folders: HallFolders;
  readonly ports: HallPorts;
  readonly credentials: Credentials;
  readonly hardware: Hardware;
  readonly supervisor: Supervisor;
  stop(): Promise<void>;
}

export interface HallOptions {
  readonly top: string;
  readonly ports: HallPorts;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly wiring?: Wiring;
}

/** Order of starting; stopping is the reverse, so that the runtime can still hand over what it has. */
export const PROCESSES = ["departments", "identity-department", "hub", "sync-agent", "device-host", "face-engine", "runtime"] as const;
export type ProcessName = (typeof PROCESSES)[number];

export async function openHall(options: HallOptions): Promise<Hall> {
  const folders = hallFolders(options.top);
  const credentials = await makeHallFiles(folders, options.ports, options.random, options.wiring);
  loadFirstBlanks(folders, options.clock, options.random);
  const hardware = new Hardware(folders.camera, options.ports, options.clock);
  const supervisor = new Supervisor(
    PROCESSES.map((name) => processSpec(name, folders)),
    startChild,
    options.clock,
    options.log,
  );
  const dock = await openStage(hardware, supervisor, options.ports.dock);
  supervisor.startAll();
  return {
    folders,
    ports: options.ports,
    credentials,
    hardware,
    supervisor,
    async stop() {
      await supervisor.stopAll();
      await hardware.stop();
      dock.closeAllConnections();
      await new Promise<void>((resolve) => dock.close(() => resolve()));
    },
  };
}

/** Hardware and dock; when one cannot be opened, neither stays open. */
async function openStage(hardware: Hardware, supervisor: Supervisor, port: number): Promise<Server> {
  try {
    await hardware.start();
    return await openDock(hardware, supervisor, port);
  } catch (cause) {
    await hardware.stop();
    throw cause;
  }
}

/** The end of a process's log: all that it said of why it cannot start, else its last line. Empty before its first. */
export function lastWords(folders: HallFolders, name: string): string {
  const file = join(folders.logs, `${name}.log`);
  const lines = existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  const refusal = lines.findLastIndex((line) => line.includes(" cannot start: "));
  return lines.slice(refusal < 0 ? -1 : refusal).join("\n");
}

function processSpec(name: ProcessName, folders: HallFolders): ProcessSpec {
  const script: Record<ProcessName, readonly [string, string]> = {
    departments: ["sync-agent/departments/main.ts", join(folders.departments, "settings.json")],
    "identity-department": ["runtime/demo/identity-department/main.ts", join(folders.identity, "settings.json")],
    hub: ["sync-agent/hub/main.ts", join(folders.hub, "settings.json")],
    "sync-agent": ["sync-agent/agent/main.ts", join(folders.kiosk, "settings.json")],
    "device-host": ["device-drivers/host/main.ts", join(folders.kiosk, "settings.json")],
    "face-engine": ["runtime/face-engine/main.ts", join(folders.kiosk, "settings.json")],
    runtime: ["runtime/main.ts", join(folders.kiosk, "settings.json")],
  };
  const [file, settings] = script[name];
  const environment = name === "face-engine" ? SMALL_MEMORY : {};
  return { name, script: join(ROOT, file), args: [settings], logFile: join(folders.logs, `${name}.log`), environment };
}

function openDock(hardware: Hardware, supervisor: Supervisor, port: number): Promise<Server> {
  const dock = {
    view: () => ({ ...hardware.view(), processes: supervisor.report() }),
    async act(act: DockAct) {
      if (act.act !== "process") return hardware.act(act);
      if (!(PROCESSES as readonly string[]).includes(act.name)) return;
      if (act.to === "running") supervisor.start(act.name);
      else await supervisor.stop(act.name);
    },
    sheet: (id: string) => hardware.certificatePrinter.sheets.find((sheet) => sheet.id === id)?.pdf,
    onChange(then: () => void) {
      hardware.onChange(then);
      supervisor.onChange(then);
    },
  };
  return serveDock(dock, join(ROOT, "build", "ui", "dock"), port);
}
