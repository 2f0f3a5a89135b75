import { every } from "../../../base/clock.ts";
import { err, ok } from "../../../base/result.ts";
import type { CameraFailure } from "../../../device-drivers/camera/camera.ts";
import { LiveView } from "../../../device-drivers/camera/live-view.ts";
import { type CameraManner, CameraSimulator } from "../../../device-drivers/camera/simulator.ts";
import { V4l2Camera } from "../../../device-drivers/camera/v4l2.ts";
import type { FailureCode } from "../../../device-drivers/host/api.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";
import { describeFaults, type Fault, type FaultRig } from "../../support/fault-table.ts";
import { faults } from "./faults.ts";

const WITHIN_MS = 8_000;
const PROBE_EVERY_MS = 5_000;
/** A USB device that starts again is away for as long as its bus needs to find it. */
const REBOOT_MS = 3_000;

const MANNERS: Partial<Record<Fault, CameraManner>> = {
  garbage: "garbage",
  silence: "silent",
  slow: "slow",
  flood: "flood",
  "wrong-answer": "another-size",
};

/** The table has one set of words for all kinds. */
const IN_THE_HOSTS_WORDS: Readonly<Record<CameraFailure["code"], FailureCode>> = {
  "camera.missing": "device.offline",
  "camera.unplugged": "device.offline",
  "camera.busy": "device.refused",
  "camera.refused": "device.refused",
  "camera.silent": "device.timeout",
  "camera.unreadable": "device.hardware",
  "camera.wrong-size": "device.bad-reply",
  "camera.one-eyed": "device.hardware",
};

function makeRig(): FaultRig {
  const clock = new FakeClock();
  const simulator = new CameraSimulator(clock);
  const options = { id: "camera", path: "/dev/v4l/camera", width: 640, height: 480, fps: 10, production: true };
  const camera = new V4l2Camera(options, { clock, find: simulator.find, start: simulator.start });
  let probing: { cancel(): void } | undefined;
  const bench: FaultRig["bench"] = {
    clock,
    status: () => camera.status,
    // As the face engine does.
    async start() {
      await camera.probe();
      probing = every(clock, PROBE_EVERY_MS, () => camera.probe());
    },
    async until(work) {
      let done = false;
      const ended = work.finally(() => {
        done = true;
      });
      ended.catch(() => undefined);
      await settle();
      while (!done) await clock.advance(20);
      return ended;
    },
    async untilStatus(is, ms = 120_000) {
      for (let waited = 0; waited <= ms; waited += 500) {
        await settle();
        if (is(camera.status)) return true;
        await clock.advance(500);
      }
      return false;
    },
  };
  return {
    bench,
    inject(fault) {
      simulator.manner = MANNERS[fault] ?? "well";
      if (fault === "unplug" || fault === "reboot") simulator.pull();
      if (fault === "reboot") clock.after(REBOOT_MS, () => simulator.plug());
    },
    lift() {
      simulator.manner = "well";
      simulator.plug();
    },
    async command() {
      const view = new LiveView(camera, clock);
      const still = await view.still({ withinMs: WITHIN_MS });
      await view.close();
      if (still.ok) return ok(still.value.seq);
      return err({
        ...{ code: IN_THE_HOSTS_WORDS[still.error.code], device: "camera", command: "still" },
        ...{ sent: "no", recovery: "retry", facts: { detail: still.error.detail } },
      });
    },
    reached: () => new Promise((resolve) => simulator.onStart(resolve)),
    async close() {
      probing?.cancel();
    },
  };
}

describeFaults(faults, makeRig);
