import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { Duplex } from "node:stream";
import type { Clock } from "../../../base/clock.ts";
import { tiedToUs } from "../../../base/tied-child.ts";
import { MOST_HEAP_MB } from "./limits.ts";

/** A process with one driver in it. */
export interface DriverProcess {
  readonly pid: number | undefined;
  /** The channel; not standard output, on which a driver's own code may print. */
  readonly stream: Duplex;
  /** What it prints. Must be read, or it blocks. */
  onOutput(then: (bytes: Buffer) => void): void;
  /** Called once, after all it said has been handed on: `exit 3`, `SIGSEGV`, `could not be started: …`. */
  onExit(then: (how: string) => void): void;
  /** Ends it and all that it started. */
  kill(): void;
  /** Undefined where the system does not say. */
  residentBytes(): Promise<number | undefined>;
}

export type StartDriverProcess = (clock: Clock) => DriverProcess;

const PAGE_BYTES = 4_096;
/** A child of the child that left its group may hold the pipes open for ever. */
const DRAIN_MS = 500;

/** Runs `script` (a composition root that calls `serveDriver` on file descriptor 3), with nothing of our environment. */
export function driverProcesses(script: string): StartDriverProcess {
  return (clock) => {
    const node = [process.execPath, "--disable-warning=ExperimentalWarning", `--max-old-space-size=${MOST_HEAP_MB}`, script];
    const { program, args } = tiedToUs(node);
    // A group of its own, so that what a driver starts ends with it. Vendor libraries look for PATH and a locale.
    const env = { PATH: "/usr/bin:/bin", LANG: "C.UTF-8" };
    const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe", "pipe"], detached: true });
    const stream = child.stdio[3];
    const kill = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // ESRCH: it has ended by itself, which is what was asked for.
      }
    };
    const ended = new Promise<string>((resolve) => {
      child.once("error", (cause) => resolve(`could not be started: ${cause.message}`));
      child.once("close", (code, signal) => resolve(signal ?? `exit ${code}`));
      child.once("exit", (code, signal) => {
        kill();
        clock.after(DRAIN_MS, () => resolve(signal ?? `exit ${code}`));
      });
    });
    return {
      pid: child.pid,
      // Without a process there is no pipe: a stream that ends at once.
      stream: stream instanceof Duplex ? stream : Duplex.from([]),
      onOutput(then) {
        child.stdout?.on("data", then);
        child.stderr?.on("data", then);
      },
      onExit: (then) => void ended.then(then),
      kill,
      residentBytes: () => residentBytes(child.pid),
    };
  };
}

async function residentBytes(pid: number | undefined): Promise<number | undefined> {
  try {
    const statm = await readFile(`/proc/${pid}/statm`, "utf8");
    return Number(statm.split(" ")[1]) * PAGE_BYTES;
  } catch {
    // It has just ended, or there is no /proc: the heap limit stands anyway.
    return undefined;
  }
}
