import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { systemClock } from "../../base/clock.ts";
import { silentLog } from "../../base/log.ts";
import { Client } from "../../base/rpc.ts";
import type { DeviceHostContract } from "../../device-drivers/host/api.ts";
import { serveHost } from "../../device-drivers/host/serve-host.ts";
import { boardHost } from "./device-board.ts";
import { printLine, rounded } from "./figures.ts";

// A board whose sensor chatters: a thousand changes a second. What it costs device-host, and what of it reaches others.
const PER_SECOND = 1_000;
const SECONDS = 5;
/** Timers of one millisecond drift; each tick catches up with the clock. */
const TICK_MS = 5;

interface Figures {
  readonly reports: number;
  readonly seconds: number;
  readonly cpuShare: number;
  readonly loopDelayP99Ms: number;
}

if (process.argv[2] === undefined) await measure();
else await beHost(process.argv[2]);

/** The host in a process of its own, as in a kiosk: quiet first, then flooded. */
async function beHost(path: string): Promise<void> {
  const { host, report } = await boardHost();
  await serveHost(host, path, silentLog);
  process.send?.("ready");
  process.on("message", (message) => {
    void run(message === "flood" ? report : () => undefined).then((figures) => process.send?.(figures));
  });
}

async function run(report: (change: { sensors: Record<string, string> }) => void): Promise<Figures> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  let reports = 0;
  delay.enable();
  const timer = setInterval(() => {
    const due = ((performance.now() - start) / 1_000) * PER_SECOND;
    while (reports < due) report({ sensors: { proximity: reports++ % 2 === 0 ? "present" : "notPresent", count: String(reports) } });
  }, TICK_MS);
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1_000));
  clearInterval(timer);
  delay.disable();
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { reports, seconds, cpuShare: (user + system) / 1e6 / seconds, loopDelayP99Ms: delay.percentile(99) / 1e6 };
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "zz-bench-"));
  const path = join(folder, "host.sock");
  const child = fork(new URL(import.meta.url).pathname, [path], { execArgv: ["--disable-warning=ExperimentalWarning"] });
  await once(child, "message");
  const client = new Client<DeviceHostContract>(path, systemClock, silentLog);
  let notified = 0;
  client.on("device.status", () => {
    notified += 1;
  });
  await new Promise<void>((resolve) => client.onLink((isUp) => isUp && resolve()));
  const quiet = await asked(child, "quiet");
  notified = 0;
  const flood = await asked(child, "flood");
  client.close();
  child.kill();
  rmSync(folder, { recursive: true });
  printLine({
    bench: "device-flood",
    reportsPerSecond: rounded(flood.reports / flood.seconds, 0),
    notificationsPerSecond: rounded(notified / flood.seconds, 1),
    cpuShare: rounded(flood.cpuShare, 3),
    cpuShareQuiet: rounded(quiet.cpuShare, 3),
    loopDelayP99Ms: rounded(flood.loopDelayP99Ms, 1),
    loopDelayP99MsQuiet: rounded(quiet.loopDelayP99Ms, 1),
    loopDelayRatio: rounded(flood.loopDelayP99Ms / quiet.loopDelayP99Ms, 2),
  });
}

async function asked(child: ChildProcess, what: "quiet" | "flood"): Promise<Figures> {
  child.send(what);
  const [figures] = await once(child, "message");
  return figures as Figures;
}
