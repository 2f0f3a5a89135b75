import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..", "..");

describe("the command zizhu", () => {
  it("runs by itself, under whatever Node the machine has", () => {
    // The tests run with the installed Node first in the path; a technician's shell has it nowhere.
    const path = (process.env["PATH"] ?? "").split(":").filter((folder) => !folder.includes("node_modules"));
    const done = spawnSync(join(ROOT, "device-drivers/cli/zizhu.mjs"), ["--help", "--lang", "en"], {
      env: { PATH: path.join(":") },
      encoding: "utf8",
    });
    assert.match(done.stdout, /^usage: zizhu device/u, done.stderr);
    assert.equal(done.status, 0);
  }).timeout(60_000);

  it("leads to the face camera's command by its first word", () => {
    const done = spawnSync(process.execPath, [join(ROOT, "device-drivers/cli/zizhu.mjs"), "face", "--help", "--lang", "en"], {
      encoding: "utf8",
    });
    assert.match(done.stdout, /^usage: zizhu face/u, done.stderr);
    assert.equal(done.status, 0);
  }).timeout(60_000);

  it("passes the exit code on", () => {
    const done = spawnSync(process.execPath, [join(ROOT, "device-drivers/cli/zizhu.mjs"), "device", "toast"], { encoding: "utf8" });
    assert.equal(done.status, 2, done.stderr);
  }).timeout(60_000);

  it("is what npx finds in the repository", () => {
    const done = spawnSync("npx", ["--no", "--", "zizhu", "--help", "--lang", "en"], { cwd: ROOT, encoding: "utf8" });
    assert.match(done.stdout, /^usage: zizhu device/u, done.stderr);
  }).timeout(60_000);
});
