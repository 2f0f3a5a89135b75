import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { tiedToUs } from "../../base/tied-child.ts";

/** A process to run: `node <script> <args…>`. */
export interface ProcessSpec {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  /** Standard output and error go here, appended. */
  readonly logFile: string;
  /** Set for it besides our own environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Child {
  readonly pid: number;
  signal(signal: "SIGTERM" | "SIGKILL"): void;
  onExit(then: (how: string) => void): void;
}

const PRLIMIT = "/usr/bin/prlimit";
/** `malloc` overwrites every block that is freed, and keeps none aside for a quick reuse, which it would not overwrite. */
const OVERWRITE_FREED = "GLIBC_TUNABLES=glibc.malloc.perturb=165:glibc.malloc.tcache_count=0";

/** No core file with a person's memory in it, and nothing of it in freed blocks. Where util-linux or glibc is another, without. */
function leavingNothing(): string[] {
  return existsSync(PRLIMIT) ? [PRLIMIT, "--core=0:0", "/usr/bin/env", OVERWRITE_FREED] : [];
}

export type StartChild = (spec: ProcessSpec) => Child;

/** Starts a child that ends with us, so that a killed supervisor leaves no orphan holding a port or a device. */
export const startChild: StartChild = (spec) => {
  mkdirSync(dirname(spec.logFile), { recursive: true });
  const log = openSync(spec.logFile, "a");
  const { program, args } = tiedToUs([
    ...leavingNothing(),
    process.execPath,
    "--disable-warning=ExperimentalWarning",
    spec.script,
    ...spec.args,
  ]);
  // A group of its own: Ctrl-C in a terminal reaches us alone, and we stop the children in order.
  const env = { ...process.env, ...spec.environment };
  const child = spawn(program, args, { stdio: ["ignore", log, log], detached: true, env });
  const listeners: ((how: string) => void)[] = [];
  let ended: string | undefined;
  const end = (how: string) => {
    if (ended !== undefined) return;
    ended = how;
    for (const listener of listeners) listener(how);
  };
  child.once("exit", (code, signal) => end(signal ?? `exit ${code}`));
  child.once("error", (cause) => end(`could not be started: ${cause.message}`));
  return {
    pid: child.pid ?? 0,
    signal: (signal) => void child.kill(signal),
    onExit(then) {
      if (ended === undefined) listeners.push(then);
      else then(ended);
    },
  };
};
