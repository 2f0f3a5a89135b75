import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TransportSettings } from "../../config/settings/settings.ts";

export interface SerialCable {
  readonly transport: TransportSettings;
  unplug(): Promise<void>;
}

/** A real serial line of the kernel (a pty) whose far end is the card reader at this TCP port, as soon as it listens. */
export async function plugSerialCable(port: number): Promise<SerialCable> {
  const folder = mkdtempSync(join(tmpdir(), "zizhu-tty-"));
  const path = join(folder, "ttyS0");
  const reader = `tcp:127.0.0.1:${port},forever,interval=0.05`;
  const socat = spawn("socat", ["-d", "-d", `pty,raw,echo=0,link=${path}`, reader], { stdio: ["ignore", "ignore", "pipe"] });
  await new Promise<void>((resolve, reject) => {
    let said = "";
    socat.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("PTY is")) resolve();
    });
    socat.once("error", (cause) => reject(new Error(`socat cannot be started (apt-get install socat): ${cause.message}`)));
    socat.once("exit", (code) => reject(new Error(`socat ended with ${code}: ${said}`)));
  });
  return {
    transport: { kind: "serial", path, baud: 115_200 },
    async unplug() {
      if (socat.exitCode === null && socat.signalCode === null) {
        const gone = new Promise((resolve) => socat.once("exit", resolve));
        socat.kill();
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
