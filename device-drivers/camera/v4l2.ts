import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { Clock, Timer } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { DeviceStatus } from "../host/api.ts";
import { type Camera, type CameraFailure, type CameraFrame, CameraStatus } from "./camera.ts";
import { failureIn } from "./ffmpeg-words.ts";
import { findDevice } from "./find-device.ts";
import { jpegSize } from "./jpeg-size.ts";
import { MjpegSplitter } from "./mjpeg-splitter.ts";
import { Newest } from "./newest.ts";
import { SILENT_MS } from "./timing.ts";

export interface V4l2Options {
  readonly id: string;
  /** `/dev/v4l/by-path/…`: names the socket on the board, whatever order the kernel found the cameras in. */
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Refuses virtual cameras and numbered device names. */
  readonly production: boolean;
}

/** As much of a child process as is needed of ffmpeg's. */
export interface FfmpegProcess {
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  once(event: "error", listener: (cause: Error) => void): unknown;
  once(event: "close", listener: (code: number | null) => void): unknown;
  kill(signal: "SIGKILL"): unknown;
}

/** Where a picture comes from and what looks after it; tests hand in others. */
export interface V4l2Parts {
  readonly clock: Clock;
  readonly sysfs?: string;
  readonly start?: (args: readonly string[]) => FfmpegProcess;
  readonly find?: typeof findDevice;
}

const MAX_COMPLAINT = 300;

/**
 * `-c copy`: the camera's own JPEG, never decoded here. UVC cameras may leave out the Huffman tables, as AVI does; not every
 * decoder fills in the standard ones, so `mjpeg2jpeg` puts them in.
 */
export function ffmpegArguments(options: Pick<V4l2Options, "path" | "width" | "height" | "fps">): string[] {
  return [
    ...["-hide_banner", "-nostdin", "-loglevel", "error"],
    ...["-f", "v4l2", "-input_format", "mjpeg"],
    ...["-video_size", `${options.width}x${options.height}`, "-framerate", String(options.fps)],
    ...["-i", options.path],
    ...COPY_TO_PIPE,
  ];
}

export const COPY_TO_PIPE = ["-map", "0:v", "-c:v", "copy", "-bsf:v", "mjpeg2jpeg", "-flush_packets", "1", "-f", "mjpeg", "pipe:1"];

/** A camera of the kernel's Video4Linux2, read through ffmpeg: no native binding, no compiler at the kiosk. */
export class V4l2Camera implements Camera {
  readonly #options: V4l2Options;
  readonly #parts: V4l2Parts;
  readonly #status: CameraStatus;

  constructor(options: V4l2Options, parts: V4l2Parts) {
    this.#options = options;
    this.#parts = parts;
    this.#status = new CameraStatus(parts.clock, options.id, "v4l2");
  }

  get status(): DeviceStatus {
    return this.#status.current;
  }

  onStatus(then: (status: DeviceStatus) => void): void {
    this.#status.onChange(then);
  }

  async probe(): Promise<void> {
    const found = await this.#find();
    if (found.ok) this.#status.present();
    else this.#status.fail(found.error);
  }

  async *frames(signal: AbortSignal): AsyncIterable<Result<CameraFrame, CameraFailure>> {
    const found = await this.#find();
    const failure = found.ok ? yield* this.#stream(signal) : found.error;
    if (!failure) return;
    this.#status.fail(failure);
    yield err(failure);
  }

  #find(): ReturnType<typeof findDevice> {
    return (this.#parts.find ?? findDevice)(this.#options, this.#parts.sysfs);
  }

  async *#stream(signal: AbortSignal): AsyncGenerator<Result<CameraFrame, CameraFailure>, CameraFailure | undefined> {
    const start = this.#parts.start ?? startFfmpeg;
    const capture = new Capture(start(ffmpegArguments(this.#options)), this.#options, this.#parts.clock);
    const stop = () => capture.stop();
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    try {
      for (;;) {
        const frame = await capture.frames.take();
        if (!frame) return signal.aborted ? undefined : capture.failure;
        this.#status.set("online");
        yield ok(frame);
      }
    } finally {
      signal.removeEventListener("abort", stop);
      stop();
    }
  }
}

/** One run of ffmpeg: its pictures, and why it ended. */
class Capture {
  readonly frames = new Newest<CameraFrame>((frame) => wipe(frame.jpeg));
  readonly #child: FfmpegProcess;
  readonly #size: Pick<V4l2Options, "width" | "height">;
  readonly #clock: Clock;
  readonly #splitter = new MjpegSplitter();
  #silence: Timer;
  #seq = 0;
  #complaint = "";
  #ended: CameraFailure | undefined;

  constructor(child: FfmpegProcess, size: Pick<V4l2Options, "width" | "height">, clock: Clock) {
    this.#child = child;
    this.#size = size;
    this.#clock = clock;
    this.#silence = this.#expectFrame();
    child.stdout?.on("data", (chunk: Buffer) => this.#take(chunk));
    child.stderr?.on("data", (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString("utf8")).slice(-MAX_COMPLAINT);
    });
    child.once("error", (cause) => this.#end({ code: "camera.unreadable", detail: `ffmpeg cannot be started: ${cause.message}` }));
    child.once("close", (code) => this.#end(failureIn(code, this.#complaint.trim())));
  }

  get failure(): CameraFailure | undefined {
    return this.#ended;
  }

  stop(): void {
    this.#silence.cancel();
    this.#splitter.clear();
    this.frames.close();
    this.#child.kill("SIGKILL");
  }

  #take(chunk: Buffer): void {
    for (const jpeg of this.#splitter.push(chunk)) {
      if (this.#isOfAnotherSize(jpeg)) break;
      this.#silence.cancel();
      this.#silence = this.#expectFrame();
      this.frames.put({ seq: this.#seq++, at: this.#clock.monotonic(), jpeg });
    }
    wipe(chunk);
  }

  // A driver that cannot do a size quietly takes another; what the engine was calibrated for is then not what it sees.
  #isOfAnotherSize(jpeg: Buffer): boolean {
    const size = jpegSize(jpeg);
    const { width, height } = this.#size;
    if (!size || (size.width === width && size.height === height)) return false;
    wipe(jpeg);
    const detail = `pictures of ${size.width}x${size.height} where ${width}x${height} was asked for; correct width and height in the settings`;
    this.#end({ code: "camera.wrong-size", detail });
    this.#child.kill("SIGKILL");
    return true;
  }

  #expectFrame(): Timer {
    return this.#clock.after(SILENT_MS, () => {
      this.#end({ code: "camera.silent", detail: `no picture for ${SILENT_MS} ms after ${this.#seq}` });
      this.#child.kill("SIGKILL");
    });
  }

  #end(failure: CameraFailure): void {
    this.#silence.cancel();
    this.#ended ??= failure;
    this.frames.end();
  }
}

function startFfmpeg(args: readonly string[]): FfmpegProcess {
  return spawn("ffmpeg", args, { stdio: ["ignore", "pipe", "pipe"], env: { PATH: "/usr/bin:/bin" } });
}
