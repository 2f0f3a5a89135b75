import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A serial port whose far end is a TCP port of ours, or any socat address: a real tty for the driver. */
export async function serialLine(farEnd: number | string) {
  const folder = mkdtempSync(join(tmpdir(), "zz-tty-"));
  const path = join(folder, "tty");
  const address = typeof farEnd === "number" ? `tcp:127.0.0.1:${farEnd}` : farEnd;
  const socat = spawn("socat", ["-d", "-d", `pty,raw,echo=0,link=${path}`, address], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  await new Promise<void>((resolve) => {
    let said = "";
    socat.stderr.on("data", (chunk) => {
      said += chunk;
      if (said.includes("starting data transfer loop")) resolve();
    });
  });
  return {
    path,
    /** Pulls the plug. */
    async cut() {
      if (socat.exitCode !== null || socat.signalCode !== null) return;
      const gone = once(socat, "exit");
      socat.kill("SIGKILL");
      await gone;
    },
    async close() {
      await this.cut();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
