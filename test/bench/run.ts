/**
 * `npm run bench [name …]`: every bench here, one after another, each in a process of its own; only their lines of JSON, and one with the
 * machine at the end. Figures of two machines cannot be compared, ratios within one run can. A bench that fails fails the run.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from "node:os";
import { join } from "node:path";
import { printLine, rounded } from "./figures.ts";

/** Wants a folder of pictures that the repository does not have. */
const ON_ITS_OWN = "face-accuracy";
const SUFFIX = ".bench.ts";

const wanted = process.argv.slice(2);
const benches = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length))
  .filter((name) => (wanted.length > 0 ? wanted.includes(name) : name !== ON_ITS_OWN))
  .sort();
const loadBefore = loadavg()[0] ?? 0;
const began = performance.now();
for (const name of benches) {
  const failure = await runBench(name);
  if (failure === undefined) continue;
  process.stderr.write(`bench ${name} failed:\n${failure}\n`);
  process.exitCode = 1;
}
printLine({
  bench: "machine",
  seconds: rounded((performance.now() - began) / 1_000, 0),
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  gib: rounded(totalmem() / 2 ** 30, 1),
  system: `${platform()} ${arch()}`,
  node: process.versions.node,
  loadBefore: rounded(loadBefore, 2),
});

/** Passes the bench's lines on as they come; gives what it said on stderr when it failed. */
function runBench(name: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, name + SUFFIX)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [rest, complaints] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.startsWith("{")) process.stdout.write(`${line}\n`);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code === 0 ? undefined : `${complaints}(exit ${code ?? signal})`));
  });
}
