import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Timer } from "../../../base/clock.ts";
import { must } from "../../../base/result.ts";
import { APPEARED_SETTLE_MS, type PathWatch, watchPath } from "../../../device-drivers/transport/watch-path.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";

/** Tells when the watch has seen something: it then sets its timer. */
class TellingClock extends FakeClock {
  readonly #set = Promise.withResolvers<void>();
  readonly seen = this.#set.promise;

  override after(ms: number, then: () => void): Timer {
    this.#set.resolve();
    return super.after(ms, then);
  }
}

describe("watching for a port", () => {
  let folder: string;
  let watch: PathWatch | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-watch-"));
  });
  afterEach(() => {
    watch?.close();
    rmSync(folder, { recursive: true });
  });

  function watching(path: string) {
    const clock = new TellingClock();
    let times = 0;
    watch = must(watchPath(path, clock, () => (times += 1)));
    return { clock, times: () => times };
  }

  async function appears({ clock, times }: ReturnType<typeof watching>) {
    await clock.seen;
    assert.equal(times(), 0, "udev is given a moment");
    await clock.advance(APPEARED_SETTLE_MS);
    assert.equal(times(), 1);
    assert.equal(clock.pending, 0);
  }

  it("tells that a file has come", async () => {
    const seen = watching(join(folder, "tty"));
    writeFileSync(join(folder, "other"), "");
    writeFileSync(join(folder, "tty"), "");
    await appears(seen);
  });

  it("tells of a link in folders that were not there either", async () => {
    const seen = watching(join(folder, "serial", "by-id", "usb-reader"));
    mkdirSync(join(folder, "serial"));
    mkdirSync(join(folder, "serial", "by-id"));
    writeFileSync(join(folder, "pts-7"), "");
    symlinkSync("../../pts-7", join(folder, "serial", "by-id", "usb-reader"));
    await appears(seen);
  });

  it("tells that a link leads to another device than before", async () => {
    writeFileSync(join(folder, "pts-1"), "");
    writeFileSync(join(folder, "pts-2"), "");
    symlinkSync("pts-1", join(folder, "tty"));
    const seen = watching(join(folder, "tty"));
    symlinkSync("pts-2", join(folder, "new"));
    renameSync(join(folder, "new"), join(folder, "tty"));
    await appears(seen);
  });

  it("tells of a folder that was taken away and is back", async () => {
    mkdirSync(join(folder, "by-id"));
    writeFileSync(join(folder, "by-id", "tty"), "");
    const seen = watching(join(folder, "by-id", "tty"));
    rmSync(join(folder, "by-id"), { recursive: true });
    mkdirSync(join(folder, "by-id"));
    writeFileSync(join(folder, "by-id", "tty"), "");
    await appears(seen);
  });

  it("tells nothing of a file that stays, of another, and after it was closed", async () => {
    writeFileSync(join(folder, "tty"), "");
    const { clock, times } = watching(join(folder, "tty"));
    writeFileSync(join(folder, "tty"), "bytes");
    writeFileSync(join(folder, "other"), "");
    unlinkSync(join(folder, "other"));
    await settle(20);
    watch?.close();
    unlinkSync(join(folder, "tty"));
    writeFileSync(join(folder, "tty"), "");
    await settle(20);
    assert.deepEqual([clock.pending, times()], [0, 0]);
  });
});
