import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "../../../base/result.ts";
import { SerialTransport } from "../../../device-drivers/transport/serial.ts";

describe("a serial cable that is pulled", () => {
  it("is noticed every time, whatever the port was just doing", async () => {
    const folder = mkdtempSync(join(tmpdir(), "zz-hang-"));
    const path = join(folder, "tty");
    // The fault that this guards against came once in some pulls.
    for (let pull = 0; pull < 12; pull++) {
      const socat = spawn("socat", ["-d", "-d", `pty,raw,echo=0,link=${path}`, "exec:cat"], { stdio: ["ignore", "ignore", "pipe"] });
      await new Promise<void>((resolve) => {
        let said = "";
        socat.stderr.on("data", (chunk) => {
          said += chunk;
          if (said.includes("starting data transfer loop")) resolve();
        });
      });
      const port = new SerialTransport({ kind: "serial", path, baud: 115_200 });
      const closed = new Promise<string>((resolve) => port.onClose(({ code }) => resolve(code)));
      const echoed = new Promise((resolve) => port.onData(resolve));
      must(await port.open());
      must(await port.write(Buffer.from("hello")));
      await echoed;
      socat.kill("SIGTERM");
      assert.equal(await closed, "transport.closed");
      await port.close();
    }
    rmSync(folder, { recursive: true });
  }).timeout(10_000);
});
