import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { DeviceSettings } from "../../../config/settings/settings.ts";
import type { ModuleLoader } from "../../../device-drivers/host/registry.ts";

const PAGE = join(import.meta.dirname, "..", "..", "..", "docs", "writing-a-driver.md");

/** The files that stand in the page: a line with the name in backticks and a colon, then the block. */
export function filesInPage(): ReadonlyMap<string, string> {
  const blocks = readFileSync(PAGE, "utf8").matchAll(/^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$/gmsu);
  return new Map([...blocks].map(([, name = "", text = ""]) => [name, text]));
}

const ours = (path: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, "..", "..", "..", path)).href);

/** As `host/isolated/main.ts`, which stands where the packages of this checkout are found. */
const PROCESS_SCRIPT = `
import { Socket } from "node:net";
import { systemClock } from ${ours("base/clock.ts")};
import { systemRandom } from ${ours("base/random.ts")};
import { DriverServer } from ${ours("device-drivers/host/isolated/serve-driver.ts")};
import { openTransport } from ${ours("device-drivers/transport/open-transport.ts")};
const stream = new Socket({ fd: 3, readable: true, writable: true });
const exit = (code) => process.exit(code);
new DriverServer({ stream, clock: systemClock, random: systemRandom, load: (name) => import(name), connect: openTransport, exit });
`;

export interface PagePackage {
  readonly settings: DeviceSettings;
  /** Brings the package by its name, as Node finds it from the kiosk's folder. */
  readonly load: ModuleLoader;
  /** Its other modules, for tests of its parts. */
  part(file: string): Promise<Record<string, unknown>>;
  /** The program of a driver's own process, in the kiosk's folder: Node looks for the package from there. */
  readonly processScript: string;
  close(): void;
}

/** The package of the page, installed in a folder as npm would. */
export function installPackage(): PagePackage {
  const folder = mkdtempSync(join(tmpdir(), "zz-package-"));
  const files = filesInPage();
  for (const [name, text] of files) {
    if (!name.includes("/")) continue;
    const path = join(folder, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const processScript = join(folder, "main.mjs");
  writeFileSync(processScript, PROCESS_SCRIPT);
  const { resolve } = createRequire(join(folder, "package.json"));
  return {
    settings: JSON.parse(files.get("settings.json") ?? "{}") as DeviceSettings,
    load: (name) => import(pathToFileURL(resolve(name)).href),
    part: (file) => import(pathToFileURL(join(folder, "node_modules", "lamp-board", file)).href) as Promise<Record<string, unknown>>,
    processScript,
    close: () => rmSync(folder, { recursive: true }),
  };
}
