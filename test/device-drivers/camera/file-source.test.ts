import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemRandom } from "../../../base/random.ts";
import { must } from "../../../base/result.ts";
import { FileSource } from "../../../device-drivers/camera/file-source.ts";
import { makeCamera } from "../../../device-drivers/camera/make-camera.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { emptyPicture, next, take } from "./pictures.ts";

describe("device-drivers/camera/file-source", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-camera-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, ...marks: number[]) => {
    const path = join(folder, name);
    writeFileSync(path, Buffer.concat(marks.map(emptyPicture)));
    return path;
  };

  it("plays its pictures at the pace of the clock, over and over", async () => {
    const clock = new FakeClock();
    const start = clock.monotonic();
    const camera = new FileSource({ id: "camera", path: write("clip", 1, 2), fps: 10 }, clock);
    const seen = await take(camera.frames(new AbortController().signal), 5, clock, 100);
    assert.deepEqual(
      seen.map((frame) => frame.jpeg),
      [1, 2, 1, 2, 1].map(emptyPicture),
    );
    assert.deepEqual(
      seen.map((frame) => frame.at - start),
      [0, 100, 200, 300, 400],
    );
  });

  it("lets a slow reader miss pictures rather than see old ones", async () => {
    const clock = new FakeClock();
    const frames = new FileSource({ id: "camera", path: write("clip", 1, 2, 3, 4), fps: 10 }, clock)
      .frames(new AbortController().signal)
      [Symbol.asyncIterator]();
    assert.equal(must(must(await next(frames))).seq, 0);
    await clock.advance(310);
    assert.equal(must(must(await next(frames))).seq, 3);
  });

  it("hands out copies, so that wiping one picture does not spoil the next round", async () => {
    const clock = new FakeClock();
    const camera = new FileSource({ id: "camera", path: write("clip", 7), fps: 10 }, clock);
    const frames = camera.frames(new AbortController().signal)[Symbol.asyncIterator]();
    must(must(await next(frames))).jpeg.fill(0);
    await clock.advance(100);
    assert.deepEqual(must(must(await next(frames))).jpeg, emptyPicture(7));
  });

  it("shows another clip at the next opening once the link points there", async () => {
    const clock = new FakeClock();
    const link = join(folder, "now");
    symlinkSync(write("first", 1), link);
    const camera = new FileSource({ id: "camera", path: link, fps: 10 }, clock);
    const [before] = await take(camera.frames(new AbortController().signal), 1, clock, 100);
    unlinkSync(link);
    symlinkSync(write("second", 2), link);
    const [after] = await take(camera.frames(new AbortController().signal), 1, clock, 100);
    assert.deepEqual([before?.jpeg, after?.jpeg], [emptyPicture(1), emptyPicture(2)]);
  });

  it("ends without a failure when it is told to stop, and leaves no timer", async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    const frames = new FileSource({ id: "camera", path: write("clip", 1), fps: 10 }, clock).frames(stop.signal)[Symbol.asyncIterator]();
    await frames.next();
    const waiting = frames.next();
    stop.abort();
    assert.equal((await waiting).done, true);
    assert.equal(clock.pending, 0);
  });

  it("says that there is no device when the file is away, and that it is back", async () => {
    const clock = new FakeClock();
    const camera = new FileSource({ id: "camera", path: join(folder, "clip"), fps: 10 }, clock);
    const told: string[] = [];
    camera.onStatus((status) => told.push(status.state));
    await camera.probe();
    await camera.probe();
    write("clip", 1);
    await camera.probe();
    assert.deepEqual(told, ["noDevice", "online"]);
  });

  it("takes a file without pictures for broken hardware", async () => {
    const clock = new FakeClock();
    const path = join(folder, "clip");
    writeFileSync(path, "not a picture");
    const camera = new FileSource({ id: "camera", path, fps: 10 }, clock);
    const failed = must(await next(camera.frames(new AbortController().signal)[Symbol.asyncIterator]()));
    assert.equal(failed.ok ? "" : failed.error.code, "camera.unreadable");
    assert.equal(camera.status.state, "hardwareError");
  });

  it("is refused as a camera in production, as potential fraud", async () => {
    const settings = { source: "file", path: write("clip", 1), fps: 10 } as const;
    const camera = makeCamera(settings, true, new FakeClock(), systemRandom);
    assert.equal(camera.status.state, "potentialFraud");
    const failed = must(await next(camera.frames(new AbortController().signal)[Symbol.asyncIterator]()));
    assert.equal(failed.ok ? "" : failed.error.code, "camera.refused");
  });

  it("is no device at all where the settings name none", () => {
    assert.equal(makeCamera(null, false, new FakeClock(), systemRandom).status.state, "noDevice");
  });
});
