import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { type Act, readRecord } from "./write-record.ts";

const TOLD_FD = 3;
/** In memory where there is some: what survives is worked out, not left to this machine's disk. */
const ROOM = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** A folder, a recorder that has been compiled, and the processes that are recorded. */
export class PowerCut {
  readonly #room = realpathSync(mkdtempSync(join(ROOM, "zizhu-cut-")));
  readonly folder = join(this.#room, "data");
  readonly #log = join(this.#room, "record");
  readonly #processes: ChildProcess[] = [];
  #left = 0;
  #heard = 0;
  readonly #lines = new EventEmitter();

  constructor() {
    mkdirSync(this.folder);
    const source = join(import.meta.dirname, "record-writes.c");
    execFileSync("gcc", ["-O2", "-fPIC", "-shared", "-o", join(this.#room, "record-writes.so"), source, "-ldl", "-lpthread"]);
  }

  /** Starts a role of writer.ts; resolves when it has told its first line. */
  async start(role: "runtime" | "agent" | "upgrade", synchronous: "FULL" | "NORMAL" | "OFF"): Promise<void> {
    const env = {
      ...process.env,
      LD_PRELOAD: join(this.#room, "record-writes.so"),
      ZIZHU_CUT_FOLDER: this.folder,
      ZIZHU_CUT_LOG: this.#log,
      ZIZHU_CUT_TOLD: String(TOLD_FD),
    };
    const args = ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "writer.ts"), role, this.folder, synchronous];
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "inherit", "inherit", "pipe"] });
    this.#processes.push(child);
    const lines = createInterface(child.stdio[TOLD_FD] as Readable);
    lines.on("line", () => {
      this.#heard += 1;
      this.#lines.emit("line");
    });
    await Promise.race([once(lines, "line"), once(child, "exit").then(([code]) => assert.equal(code, 0, `${role} ended`))]);
  }

  /** Resolves when so many lines were told in all. */
  async told(lines: number): Promise<void> {
    while (this.#heard < lines) await once(this.#lines, "line");
  }

  /** SIGKILL to all at once, wherever they are. */
  async kill(): Promise<void> {
    const gone = this.#processes
      .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
      .map((one) => once(one, "exit"));
    for (const one of this.#processes) one.kill("SIGKILL");
    await Promise.all(gone);
  }

  async ended(): Promise<void> {
    await Promise.all(this.#processes.map((one) => (one.exitCode === null ? once(one, "exit") : [])));
  }

  record(): Act[] {
    const acts = readRecord(this.#log);
    const told = acts.filter(({ op }) => op === "told").length;
    assert.ok(told >= this.#heard, `${this.#heard} lines were heard, ${told} recorded`);
    return acts;
  }

  /** A folder for what one cut leaves. */
  shadow(): string {
    this.#left += 1;
    return join(this.#room, `left-${this.#left}`);
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#room, { recursive: true, force: true });
  }
}
