import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freeBase } from "../../support/free-ports.ts";

/** `npm start` in a folder of its own, until it ends by itself. */
function started(data: string, base: number): Promise<{ code: number | string | undefined; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ["runtime/demo/start.ts", "--base", String(base), "--data", data], (failure, out, complaints) =>
      resolve({ code: failure?.code ?? 0, said: (out + complaints).trim() }),
    );
  });
}

describe("npm start", function () {
  this.timeout(60_000);
  let data: string;
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), "zizhu-start-"));
  });
  afterEach(() => rmSync(data, { recursive: true, force: true }));

  it("says in a line which port is taken and what to do, and starts nothing", async () => {
    const base = await freeBase();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(base, "127.0.0.1", resolve));
    const { code, said } = await started(data, base);
    other.close();
    assert.equal(code, 1);
    assert.match(said, new RegExp(`^zizhu: already in use: port ${base} \\(kiosk\\)\\. Stop what uses it, or start on others: .*$`, "u"));
  });

  it("ends, with the reason, when a process cannot start as it is set up", async () => {
    mkdirSync(join(data, "hub"));
    writeFileSync(join(data, "hub", "keys.json"), JSON.stringify({ private: { sign: "torn", seal: "torn" }, public: {} }));
    const { code, said } = await started(data, await freeBase());
    assert.equal(code, 1);
    assert.match(said.split("\n").at(-1) ?? "", /private-keys\.json \/(sign|seal)|hub-keys\.json/u);
  });
});
