import type { Clock, Timer } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Child, ProcessSpec, StartChild } from "./child.ts";

/** `refused`: it said that it cannot start as it is set up; starting it again would not help. */
export type ProcessState = "running" | "restarting" | "stopped" | "refused";

/** EX_CONFIG of sysexits.h, as `base/program.ts` ends with. */
const REFUSED = "exit 78";

export interface ProcessReport {
  readonly name: string;
  readonly state: ProcessState;
  /** 0 when it is not running. */
  readonly pid: number;
  /** Times it fell and was started again. */
  readonly restarts: number;
}

/** First restart at once, then slower; a process that has stayed up a minute starts again from the top. */
const RESTART_AFTER_MS = [0, 250, 1_000, 3_000, 10_000, 30_000] as const;
const STEADY_AFTER_MS = 60_000;
/** What a process may take to finish what it is doing before it is killed. */
const STOP_WITHIN_MS = 5_000;

interface Entry {
  readonly spec: ProcessSpec;
  wanted: boolean;
  refused: boolean;
  child: Child | undefined;
  startedAt: number;
  falls: number;
  restarts: number;
  timer: Timer | undefined;
  gone: (() => void)[];
}

/** Keeps a list of processes running. Order of `specs` is the order of starting; stopping is the reverse. */
export class Supervisor {
  readonly #entries: Entry[];
  readonly #start: StartChild;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listeners: (() => void)[] = [];

  constructor(specs: readonly ProcessSpec[], start: StartChild, clock: Clock, log: Log) {
    this.#start = start;
    this.#clock = clock;
    this.#log = log;
    this.#entries = specs.map((spec) => ({
      spec,
      wanted: false,
      refused: false,
      child: undefined,
      startedAt: 0,
      falls: 0,
      restarts: 0,
      timer: undefined,
      gone: [],
    }));
  }

  report(): ProcessReport[] {
    return this.#entries.map(({ spec, wanted, refused, child, restarts }) => ({
      name: spec.name,
      state: child ? "running" : refused ? "refused" : wanted ? "restarting" : "stopped",
      pid: child?.pid ?? 0,
      restarts,
    }));
  }

  /** Called after every change of `report()`. */
  onChange(then: () => void): void {
    this.#listeners.push(then);
  }

  startAll(): void {
    for (const entry of this.#entries) this.#want(entry);
  }

  start(name: string): void {
    this.#want(this.#entry(name));
  }

  /** Asks politely, then kills; resolves when it is gone. */
  async stop(name: string): Promise<void> {
    await this.#unwant(this.#entry(name));
  }

  async stopAll(): Promise<void> {
    for (const entry of [...this.#entries].reverse()) await this.#unwant(entry);
  }

  #entry(name: string): Entry {
    const entry = this.#entries.find(({ spec }) => spec.name === name);
    if (!entry) throw new Error(`no process is called ${name}`);
    return entry;
  }

  #want(entry: Entry): void {
    if (entry.wanted && !entry.refused) return;
    entry.wanted = true;
    entry.refused = false;
    this.#launch(entry);
  }

  #launch(entry: Entry): void {
    const child = this.#start(entry.spec);
    entry.child = child;
    entry.timer = undefined;
    entry.startedAt = this.#clock.monotonic();
    this.#log.info("process.started", { process: entry.spec.name, pid: child.pid });
    child.onExit((how) => this.#fell(entry, how));
    this.#changed();
  }

  #fell(entry: Entry, how: string): void {
    entry.child = undefined;
    for (const then of entry.gone.splice(0)) then();
    if (how === REFUSED) {
      entry.refused = true;
      this.#log.error("process.refused", { process: entry.spec.name, logFile: entry.spec.logFile });
    } else if (entry.wanted) {
      if (this.#clock.monotonic() - entry.startedAt >= STEADY_AFTER_MS) entry.falls = 0;
      const afterMs = RESTART_AFTER_MS[Math.min(entry.falls, RESTART_AFTER_MS.length - 1)] ?? 0;
      entry.falls += 1;
      entry.restarts += 1;
      this.#log.warn("process.fell", { process: entry.spec.name, how, restartInMs: afterMs, logFile: entry.spec.logFile });
      entry.timer = this.#clock.after(afterMs, () => this.#launch(entry));
    }
    this.#changed();
  }

  async #unwant(entry: Entry): Promise<void> {
    entry.wanted = false;
    entry.falls = 0;
    entry.timer?.cancel();
    entry.timer = undefined;
    const child = entry.child;
    if (child) {
      const gone = new Promise<void>((resolve) => entry.gone.push(resolve));
      const timer = this.#clock.after(STOP_WITHIN_MS, () => {
        this.#log.warn("process.killed", { process: entry.spec.name, afterMs: STOP_WITHIN_MS });
        child.signal("SIGKILL");
      });
      child.signal("SIGTERM");
      await gone;
      timer.cancel();
    }
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
