import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { systemClock } from "../../base/clock.ts";
import { silentLog } from "../../base/log.ts";
import { must } from "../../base/result.ts";
import { Client } from "../../base/rpc.ts";
import type { FaceEngineContract } from "../../runtime/face-engine/api.ts";
import { SMALL_MEMORY } from "../../runtime/face-engine/small-memory.ts";
import { cardPhoto, THRESHOLDS } from "../runtime/face-engine/stage.ts";

/** face-engine as a kiosk runs it, before a camera that plays a film. */
export interface FaceProcess {
  /** One attempt of the person on the card; `fromFirstGoodMs`: since it was said that a picture will do, which is when it has been judged. */
  verify(): Promise<{ readonly decision: string; readonly fromFirstGoodMs: number }>;
  rssMb(): number;
  stop(): Promise<void>;
}

export async function startFaceProcess(fps: number): Promise<FaceProcess> {
  const folder = mkdtempSync(join(tmpdir(), "zz-bench-face-"));
  mkdirSync(join(folder, "s"));
  writeFileSync(join(folder, "settings.json"), JSON.stringify(settings(fps)));
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "runtime/face-engine/main.ts", join(folder, "settings.json")],
    {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, ...SMALL_MEMORY },
    },
  );
  const client = new Client<FaceEngineContract>(join(folder, "s", "face-engine.sock"), systemClock, silentLog);
  await new Promise<void>((done) => client.onLink((up) => up && done()));
  const reference = cardPhoto("a").toString("base64");
  let attempts = 0;
  let firstGoodAt: number | undefined;
  client.on("face.guidance", ({ guidance }) => {
    if (guidance === "checking") firstGoodAt ??= performance.now();
  });
  return {
    async verify() {
      firstGoodAt = undefined;
      const asked = { attempt: String(++attempts), reference, minAssurance: "rgb-passive", withinMs: 20_000 } as const;
      const found = must(await client.call("face.verify", asked));
      const fromFirstGoodMs = performance.now() - (firstGoodAt ?? Number.NaN);
      return { decision: found.ok ? found.value.verdict.decision : found.error.failure, fromFirstGoodMs };
    },
    rssMb: () => residentMb(child.pid ?? 0),
    async stop() {
      client.close();
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

/** Of Node by itself, doing nothing. */
export async function bareNodeMb(): Promise<number> {
  const child = spawn(process.execPath, ["-e", 'console.log("up"); setInterval(() => {}, 1000)'], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  const found = residentMb(child.pid ?? 0);
  child.kill();
  return found;
}

function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

function settings(fps: number): object {
  const hall = { "zh-CN": "示例市政务服务大厅", en: "Example City Service Hall" };
  return {
    kiosk: { id: "bench", hall, region: "990101", production: false },
    data: "data",
    sockets: "s",
    catalogue: "catalogue",
    hub: { url: "http://127.0.0.1:9", publicKeys: "keys" },
    camera: { source: "file", path: resolve("test/fixtures/faces/live-a.mjpeg"), fps },
    face: THRESHOLDS,
    technicians: ["a", "b"].map((id) => ({ id, name: id, pinHash: `${"0".repeat(32)}:${"0".repeat(64)}` })),
  };
}
