import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadImage } from "@napi-rs/canvas";
import { must, ok } from "../../../base/result.ts";
import { failureIn } from "../../../device-drivers/camera/ffmpeg-words.ts";
import { CameraSimulator } from "../../../device-drivers/camera/simulator.ts";
import { COPY_TO_PIPE, ffmpegArguments, V4l2Camera } from "../../../device-drivers/camera/v4l2.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { next } from "./pictures.ts";

const SIZE = { width: 640, height: 480, fps: 15 };

describe("device-drivers/camera/v4l2", () => {
  let folder: string;
  let started: ChildProcess[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-v4l2-"));
    started = [];
  });
  afterEach(() => {
    for (const child of started) child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  /** A camera whose device is there, and whose ffmpeg is `command`. */
  function camera(clock: FakeClock, command: string, ...args: string[]): V4l2Camera {
    return cameraOf(SIZE, clock, command, ...args);
  }

  function cameraOf(size: typeof SIZE, clock: FakeClock, command: string, ...args: string[]): V4l2Camera {
    const path = join(folder, "video0");
    writeFileSync(path, "");
    const start = () => {
      const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
      started.push(child);
      return child;
    };
    return new V4l2Camera({ ...size, id: "camera", path, production: false }, { clock, start });
  }

  const open = (from: V4l2Camera, signal = new AbortController().signal) => from.frames(signal)[Symbol.asyncIterator]();

  it("asks ffmpeg for the camera's own JPEG, unchanged, on standard output", () => {
    const path = "/dev/v4l/by-path/pci-0000:00:14.0-usb-0:2:1.0-video-index0";
    assert.equal(
      ffmpegArguments({ ...SIZE, path }).join(" "),
      "-hide_banner -nostdin -loglevel error -f v4l2 -input_format mjpeg -video_size 640x480 -framerate 15 " +
        `-i ${path} -map 0:v -c:v copy -bsf:v mjpeg2jpeg -flush_packets 1 -f mjpeg pipe:1`,
    );
  });

  it("puts the Huffman tables into pictures of a camera that leaves them out, as UVC cameras may", async () => {
    const file = join(folder, "uvc.mjpeg");
    writeFileSync(file, withoutHuffmanTables(execFileSync("ffmpeg", testPicture())));
    const args = ["-loglevel", "error", "-f", "mjpeg", "-i", file, ...COPY_TO_PIPE];
    const from = cameraOf({ width: 64, height: 48, fps: 15 }, new FakeClock(), "ffmpeg", ...args);
    const frame = must(must(await next(open(from))));
    assert.ok(frame.jpeg.includes(DHT));
    const image = await loadImage(frame.jpeg);
    assert.deepEqual([image.width, image.height], [64, 48]);
    assert.equal(from.status.state, "online");
  });

  it("reports a camera pulled out in the middle once ffmpeg ends", async () => {
    const clip = "test/fixtures/faces/nobody.mjpeg";
    const from = camera(new FakeClock(), "ffmpeg", "-loglevel", "error", "-f", "mjpeg", "-i", clip, ...COPY_TO_PIPE);
    const frames = open(from);
    let last = must(await next(frames));
    let whole = 0;
    for (; last.ok; whole++) last = must(await next(frames));
    assert.ok(whole > 0);
    assert.equal(last.error.code, "camera.unplugged");
    assert.equal(from.status.state, "noDevice");
    assert.deepEqual(await next(frames), { ok: false, error: "ended" });
  });

  it("tells a busy camera from an absent one", async () => {
    const from = camera(new FakeClock(), "sh", "-c", "echo '/dev/video0: Device or resource busy' >&2; exit 1");
    const failed = must(await next(open(from)));
    assert.equal(failed.ok ? "" : failed.error.code, "camera.busy");
    assert.equal(from.status.state, "deviceBusy");
  });

  it("refuses pictures of another size than was asked for, and says which", async () => {
    const from = camera(new FakeClock(), "ffmpeg", ...testPicture());
    const failed = must(await next(open(from)));
    assert.equal(failed.ok ? "" : failed.error.code, "camera.wrong-size");
    assert.match(from.status.reasons[0] ?? "", /64x48 where 640x480/u);
    await once(started[0] as ChildProcess, "close");
  });

  /** ffmpeg with our own arguments, before something that is no camera. */
  async function ownWords(path: string): Promise<string> {
    const real = new V4l2Camera(
      { ...SIZE, id: "camera", path, production: false },
      { clock: new FakeClock(), find: async () => ok("video0") },
    );
    const failed = must(await next(open(real)));
    return failed.ok ? "a picture" : failed.error.code;
  }

  it("understands what ffmpeg says of a device that is gone, and of one that is no camera", async () => {
    assert.equal(await ownWords("/dev/zizhu-no-such-camera"), "camera.unplugged");
    assert.equal(await ownWords("/dev/null"), "camera.unreadable");
  });

  const WORDS = {
    "/dev/video0: Device or resource busy": "camera.busy",
    "Cannot open video device /dev/video0: Permission denied": "camera.unreadable",
    "ioctl(VIDIOC_DQBUF): No such device": "camera.unplugged",
    "/dev/video0: Input/output error": "camera.unplugged",
    "Not a video capture device.": "camera.unreadable",
    "Cannot find a proper format for codec 'mjpeg'": "camera.unreadable",
    "": "camera.unplugged",
  };
  for (const [words, code] of Object.entries(WORDS)) it(`takes "${words}" for ${code}`, () => assert.equal(failureIn(1, words).code, code));

  it("leaves a camera that failed in doubt for a minute, and trusts one that was plugged in anew at once", async () => {
    const clock = new FakeClock();
    const simulator = new CameraSimulator(clock);
    const from = new V4l2Camera(
      { ...SIZE, id: "camera", path: "/dev/v4l/camera", production: false },
      { clock, find: simulator.find, start: simulator.start },
    );
    simulator.manner = "silent";
    const waiting = next(open(from));
    for (let waited = 0; waited < 10; waited++) await clock.advance(500);
    assert.equal(must(await waiting).ok, false);
    await from.probe();
    assert.equal(from.status.state, "hardwareError");
    await clock.advance(60_000);
    await from.probe();
    assert.equal(from.status.state, "online");
    simulator.pull();
    await from.probe();
    simulator.plug();
    await from.probe();
    assert.equal(from.status.state, "online");
  });

  it("gives up on a camera that sends nothing, and ends its ffmpeg", async () => {
    const clock = new FakeClock();
    const from = camera(clock, "sleep", "60");
    const waiting = next(open(from));
    while (started.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const [child] = started;
    assert.ok(child);
    const gone = once(child, "exit");
    await clock.advance(4_000);
    const failed = must(await waiting);
    assert.equal(failed.ok ? "" : failed.error.code, "camera.silent");
    await gone;
  });

  it("ends quietly, ffmpeg with it, when it is told to stop", async () => {
    const stop = new AbortController();
    const clock = new FakeClock();
    const from = camera(clock, "sleep", "60");
    const waiting = next(open(from, stop.signal));
    while (started.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const [child] = started;
    assert.ok(child);
    const gone = once(child, "exit");
    stop.abort();
    assert.deepEqual(await waiting, { ok: false, error: "ended" });
    await gone;
    assert.equal(clock.pending, 0);
  });

  it("says that ffmpeg is missing where it is", async () => {
    const failed = must(await next(open(camera(new FakeClock(), join(folder, "no-such-program")))));
    assert.match(failed.ok ? "" : failed.error.detail, /ffmpeg cannot be started/u);
  });

  describe("in production", () => {
    /** /sys as the kernel lays it out: a real camera on a bus, and one that a program makes. */
    function sysfs(): string {
      const root = join(folder, "sys");
      mkdirSync(join(root, "class/video4linux"), { recursive: true });
      for (const [name, home] of [
        ["video0", "devices/pci0000:00/usb1/1-2/video4linux/video0"],
        ["video7", "devices/virtual/video4linux/video7"],
      ] as const) {
        mkdirSync(join(root, home), { recursive: true });
        symlinkSync(join(root, home), join(root, "class/video4linux", name));
      }
      return root;
    }

    async function stateOf(path: string): Promise<string> {
      const one = new V4l2Camera({ ...SIZE, id: "camera", path, production: true }, { clock: new FakeClock(), sysfs: sysfs() });
      await one.probe();
      return one.status.state;
    }

    function byPath(device: string): string {
      writeFileSync(join(folder, device), "");
      const link = join(folder, `by-path-${device}`);
      symlinkSync(join(folder, device), link);
      return link;
    }

    it("accepts a camera with hardware behind it", async () => assert.equal(await stateOf(byPath("video0")), "online"));

    it("refuses a virtual camera as potential fraud", async () => assert.equal(await stateOf(byPath("video7")), "potentialFraud"));

    it("refuses a numbered device, whose number may be another camera's tomorrow", async () =>
      assert.equal(await stateOf("/dev/video0"), "potentialFraud"));

    it("has no device where nothing is plugged in", async () => assert.equal(await stateOf(join(folder, "nothing")), "noDevice"));
  });
});

function testPicture(): string[] {
  const source = ["-loglevel", "error", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=5", "-frames:v", "2"];
  return [...source, "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-huffman", "default", "-f", "mjpeg", "pipe:1"];
}

function withoutHuffmanTables(mjpeg: Buffer): Buffer {
  const kept: Buffer[] = [];
  let from = 0;
  for (let at = mjpeg.indexOf(DHT); at >= 0; at = mjpeg.indexOf(DHT, from)) {
    kept.push(mjpeg.subarray(from, at));
    from = at + 2 + mjpeg.readUInt16BE(at + 2);
  }
  assert.ok(kept.length > 0);
  return Buffer.concat([...kept, mjpeg.subarray(from)]);
}

const DHT = Buffer.from([0xff, 0xc4]);
