import { spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "../../base/clock.ts";
import { silentLog } from "../../base/log.ts";
import { systemRandom } from "../../base/random.ts";
import { type Hall, lastWords, openHall } from "./hall.ts";
import { ROOT } from "./hall-files.ts";
import { DEFAULT_BASE, portsFrom, portsInUse } from "./ports.ts";

const { values } = parseArgs({
  options: {
    base: { type: "string", default: String(DEFAULT_BASE) },
    data: { type: "string", default: join(ROOT, "data", "demo") },
  },
});
let stopping = false;
const base = Number(values.base);
if (!Number.isInteger(base) || base < 1024 || base > 65_000) refuse(`--base must be a port between 1024 and 65000, not "${values.base}"`);

const ports = portsFrom(base);
const taken = await portsInUse(ports);
if (taken.length > 0) {
  const list = taken.map(({ name, port }) => `${port} (${name})`).join(", ");
  refuse(`already in use: port ${list}. Stop what uses it, or start on others: npm start -- --base ${base + 1000}`);
}

const hall = await openHall({ top: resolve(values.data), ports, clock: systemClock, random: systemRandom, log: silentLog });
console.log("zizhu: starting the hall …");
watchFalls(hall);
await answering(`http://127.0.0.1:${ports.kiosk}/healthz`);
await answering(`http://127.0.0.1:${ports.hub}/v1/alive`);
console.log(`
  citizen         http://127.0.0.1:${ports.kiosk}/
  technician      http://127.0.0.1:${ports.kiosk}/technician/    PIN ${hall.credentials.technicianPin}, second person ${hall.credentials.secondPin}
  administrator   http://127.0.0.1:${ports.hub}/admin/    password ${hall.credentials.adminPassword}
  dev dock        http://127.0.0.1:${ports.dock}/

  Data and logs are kept in ${relative(process.cwd(), hall.folders.top)}. Ctrl-C stops everything.
`);
openBrowser([`http://127.0.0.1:${ports.kiosk}/`, `http://127.0.0.1:${ports.dock}/`]);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (stopping) return;
    console.log("\nzizhu: stopping …");
    void stopOnce().then(() => process.exit(0));
  });
}

/** Everything ends once, whoever asks first: a person, or a process that cannot start. */
async function stopOnce(): Promise<void> {
  stopping = true;
  await hall.stop();
}

function refuse(line: string): never {
  console.error(`zizhu: ${line}`);
  process.exit(1);
}

function watchFalls({ supervisor, folders }: Hall): void {
  const known = new Map<string, number>();
  supervisor.onChange(() => {
    if (stopping) return;
    for (const { name, state, restarts } of supervisor.report()) {
      const logFile = join(folders.logs, `${name}.log`);
      if (restarts > (known.get(name) ?? 0)) console.log(`zizhu: ${name} fell and is started again; see ${logFile}`);
      known.set(name, restarts);
      if (state !== "refused") continue;
      const why = lastWords(folders, name) || `${name} cannot start`;
      void stopOnce().then(() => refuse(why));
      return;
    }
  });
}

// Only waits: `watchFalls` speaks of what fell, and ends everything when something cannot start.
async function answering(url: string): Promise<void> {
  for (;;) {
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (status >= 200 && status < 400) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function openBrowser(pages: readonly string[]): void {
  const chromium = "/usr/bin/chromium";
  if (!process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"]) return;
  if (!existsSync(chromium)) {
    console.log("zizhu: no Chromium to open the pages with; install it (apt-get install chromium) or open the addresses yourself");
    return;
  }
  const profile = mkdtempSync(join(tmpdir(), "zizhu-browser-"));
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  spawn(chromium, [...root, `--user-data-dir=${profile}`, "--no-first-run", ...pages], { stdio: "ignore" }).unref();
}
