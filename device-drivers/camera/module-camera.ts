import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { KeyObject } from "node:crypto";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import type { Readable, Writable } from "node:stream";
import type { Clock, Timer } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import type { Random } from "../../base/random.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { tiedToUs } from "../../base/tied-child.ts";
import type { DeviceStatus } from "../host/api.ts";
import { type Camera, type CameraFailure, type CameraFrame, CameraStatus } from "./camera.ts";
import { failureIn } from "./ffmpeg-words.ts";
import type { FrameSet, FrameSetCamera, ModuleLiveness, Sensors } from "./frame-set.ts";
import { wipeFrameSet } from "./frame-set.ts";
import { type DecodedRecord, NONCE_BYTES } from "./module-codec.ts";
import { ModuleStream } from "./module-stream.ts";
import { Newest } from "./newest.ts";
import { SILENT_MS } from "./timing.ts";

export interface ModuleOptions {
  readonly id: string;
  /** The adapter program and its arguments; an absolute path. It gets the nonce as one line of hex on its standard input. */
  readonly command: readonly string[];
  /** What the module is said to have. */
  readonly sensors: { readonly ir: boolean; readonly depth: boolean };
  /** The module's public key; null: it has no liveness on board, or its word is not taken. */
  readonly key: KeyObject | null;
}

export interface ModuleParts {
  readonly clock: Clock;
  readonly random: Random;
}

const MAX_COMPLAINT = 300;

/**
 * A depth camera or a module with liveness on board, behind the program that speaks with its maker's library. A process of its own: such
 * libraries are native code of unknown care. Its word on liveness counts only when the module has signed the very frame.
 */
export class ModuleCamera implements FrameSetCamera {
  readonly #options: ModuleOptions;
  readonly #parts: ModuleParts;
  readonly #status: CameraStatus;

  constructor(options: ModuleOptions, parts: ModuleParts) {
    this.#options = options;
    this.#parts = parts;
    this.#status = new CameraStatus(parts.clock, options.id, "module");
  }

  get status(): DeviceStatus {
    return this.#status.current;
  }

  get sensors(): Sensors {
    const { sensors, key } = this.#options;
    return { ...sensors, module: key !== null };
  }

  onStatus(then: (status: DeviceStatus) => void): void {
    this.#status.onChange(then);
  }

  async probe(): Promise<void> {
    const [program = ""] = this.#options.command;
    try {
      await access(program, constants.X_OK);
      this.#status.present();
    } catch (cause) {
      this.#status.fail({ code: "camera.missing", detail: `the adapter ${program} cannot be run: ${String(cause)}` });
    }
  }

  async *frames(signal: AbortSignal): ReturnType<Camera["frames"]> {
    for await (const set of this.sets(signal)) {
      yield set.ok ? ok(colourOf(set.value)) : set;
    }
  }

  async *sets(signal: AbortSignal): AsyncIterable<Result<FrameSet, CameraFailure>> {
    const run = new AdapterRun(this.#options, this.#parts);
    const stop = () => run.stop();
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    try {
      for (let set = await run.sets.take(); set; set = await run.sets.take()) {
        this.#status.set("online");
        yield ok(set);
      }
      if (signal.aborted || !run.failure) return;
      this.#status.fail(run.failure);
      yield err(run.failure);
    } finally {
      signal.removeEventListener("abort", stop);
      stop();
    }
  }
}

function colourOf({ seq, at, jpeg, ...rest }: FrameSet): CameraFrame {
  wipeFrameSet({ ...rest, seq, at, jpeg: Buffer.alloc(0) });
  return { seq, at, jpeg };
}

/** One run of the program: what it sends, and why it ended. */
class AdapterRun {
  readonly sets = new Newest<FrameSet>(wipeFrameSet);
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #stream: ModuleStream;
  readonly #nonce: Buffer;
  readonly #clock: Clock;
  #silence: Timer;
  #lastSeq = -1;
  #complaint = "";
  #failure: CameraFailure | undefined;

  constructor({ command, key }: ModuleOptions, { clock, random }: ModuleParts) {
    this.#clock = clock;
    this.#stream = new ModuleStream(key);
    this.#nonce = random.bytes(NONCE_BYTES);
    this.#silence = this.#expectFrame();
    const { program, args } = tiedToUs(command);
    this.#child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], env: { PATH: "/usr/bin:/bin" } });
    // A program that is gone before it has read its nonce says so by `close`.
    this.#child.stdin.on("error", () => undefined);
    this.#child.stdin.write(`${this.#nonce.toString("hex")}\n`);
    this.#child.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#child.stderr.on("data", (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString("utf8")).slice(-MAX_COMPLAINT);
    });
    this.#child.once("error", (cause) =>
      this.#end({ code: "camera.unreadable", detail: `the adapter cannot be started: ${cause.message}` }),
    );
    this.#child.once("close", (code) => this.#end(failureIn(code, this.#complaint.trim(), "the adapter")));
  }

  get failure(): CameraFailure | undefined {
    return this.#failure;
  }

  stop(): void {
    this.#silence.cancel();
    this.#stream.close();
    this.sets.close();
    this.#child.kill("SIGKILL");
  }

  #take(chunk: Buffer): void {
    for (const one of this.#stream.push(chunk)) {
      if (!one.ok) {
        this.#end({ code: "camera.unreadable", detail: `the adapter sent something that is no frame (${one.error})` });
        this.#child.kill("SIGKILL");
        break;
      }
      this.#silence.cancel();
      this.#silence = this.#expectFrame();
      this.sets.put(this.#setOf(one.value));
    }
    wipe(chunk);
  }

  #setOf({ record, signature }: DecodedRecord): FrameSet {
    const { seq, nonce, jpeg, ir, depth, liveness, score, certificate } = record;
    const isFresh = nonce.equals(this.#nonce) && seq > this.#lastSeq;
    this.#lastSeq = Math.max(this.#lastSeq, seq);
    const isWord = signature === "good" && isFresh && liveness !== "none";
    const module: ModuleLiveness | null = isWord ? { isLive: liveness === "live", score, certificate } : null;
    return { seq, at: this.#clock.monotonic(), jpeg, ir: ir.length > 0 ? ir : null, depth, module };
  }

  #expectFrame(): Timer {
    return this.#clock.after(SILENT_MS, () => {
      this.#end({ code: "camera.silent", detail: `no frame from the adapter for ${SILENT_MS} ms` });
      this.#child.kill("SIGKILL");
    });
  }

  #end(failure: CameraFailure): void {
    this.#silence.cancel();
    this.#failure ??= failure;
    this.sets.end();
  }
}
