#!/usr/bin/env node
// Runs under whatever Node the machine has and hands over to the one that is installed here: only that one runs our TypeScript. The
// first word says which room's command it is. This file stays where it is: npx remembers a link to it, also past an update.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const node = join(here, "..", "..", "node_modules", ".bin", "node");
if (!existsSync(node)) {
  console.error("zizhu: 还没有安装，请先在本目录的上级运行 npm install / not installed yet: run npm install in the repository first");
  process.exit(69);
}
const typed = process.argv.slice(2);
const root = join(here, "..", "..");
const rooms = { face: join(root, "runtime", "face-engine", "cli"), blanks: join(root, "runtime", "issuance", "cli") };
const main = join(Object.hasOwn(rooms, typed[0] ?? "") ? rooms[typed[0]] : here, "main.ts");
const child = spawn(node, ["--disable-warning=ExperimentalWarning", main, ...typed], { stdio: "inherit" });
child.on("error", (cause) => {
  console.error(`zizhu: ${node} could not be started: ${cause.message}`);
  process.exit(69);
});
// A terminal sends Ctrl-C to both; the child leaves technician mode first, and this one waits for it.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("close", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
