import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { silentLog } from "../../base/log.ts";
import { must } from "../../base/result.ts";
import { Client, serve } from "../../base/rpc.ts";
import type { DeviceHostContract } from "../../device-drivers/host/api.ts";
import { serveHost } from "../../device-drivers/host/serve-host.ts";
import { boardHost } from "./device-board.ts";
import { printLine, quantile, rounded } from "./figures.ts";

// What the host adds to one command: over the real socket to a driver that answers at once, against an echo over such a socket.
const WARM_UP = 1_000;
const ROUNDS = 5_000;

interface Echo {
  requests: { echo: { params: unknown; result: unknown } };
  notifications: Record<never, never>;
}

const folder = mkdtempSync(join(tmpdir(), "zz-bench-"));
const [hostPath, echoPath] = [join(folder, "host.sock"), join(folder, "echo.sock")];
const { host } = await boardHost();
const served = await serveHost(host, hostPath, silentLog);
const echoing = await serve<Echo>(echoPath, { echo: (params) => params }, silentLog);
const devices = new Client<DeviceHostContract>(hostPath, systemClock, silentLog);
const echo = new Client<Echo>(echoPath, systemClock, silentLog);
for (const client of [devices, echo]) await new Promise<void>((resolve) => client.onLink((isUp) => isUp && resolve()));
const { lease } = must(must(await devices.call("lease.acquire", { holder: "self-test" })));

const [commands, echoes]: [number[], number[]] = [[], []];
for (let round = -WARM_UP; round < ROUNDS; round++) {
  const args = { light: "card", rate: round % 2 === 0 ? "continuous" : "off" };
  const request = { device: "board", command: "set-light", args, lease, key: `k${round}`, withinMs: 5_000 };
  const start = performance.now();
  must(must(await devices.call("device.execute", request)));
  const between = performance.now();
  must(await echo.call("echo", request));
  if (round < 0) continue;
  commands.push((between - start) * 1_000);
  echoes.push((performance.now() - between) * 1_000);
}
devices.close();
echo.close();
await host.close();
await served.close();
await echoing.close();
rmSync(folder, { recursive: true });

const micros = (times: number[]) => ({ p50: quantile(times, 0.5), p99: quantile(times, 0.99) });
printLine({
  bench: "device-overhead",
  rounds: ROUNDS,
  commandMicros: micros(commands),
  echoMicros: micros(echoes),
  overheadMicrosP50: rounded(quantile(commands, 0.5) - quantile(echoes, 0.5), 1),
  ratioP50: rounded(quantile(commands, 0.5) / quantile(echoes, 0.5), 2),
  ratioP99: rounded(quantile(commands, 0.99) / quantile(echoes, 0.99), 2),
});
