import type { Clock } from "../../base/clock.ts";
import { err } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { CameraSettings } from "../../config/settings/settings.ts";
import { type Camera, type CameraFailure, CameraStatus } from "./camera.ts";
import { FileSource } from "./file-source.ts";
import { V4l2Camera } from "./v4l2.ts";

const ID = "camera";

/** The camera that the settings name. One that may not be used is a camera all the same: its status says why. */
export function makeCamera(settings: CameraSettings | null, production: boolean, clock: Clock): Camera {
  if (!settings) return unusable({ code: "camera.missing", detail: "no camera in the settings" }, clock);
  switch (settings.source) {
    case "v4l2":
      return new V4l2Camera({ ...settings, id: ID, production }, { clock });
    case "file":
      if (production) return unusable({ code: "camera.refused", detail: "a file may not stand in for a camera in production" }, clock);
      return new FileSource({ ...settings, id: ID }, clock);
    default:
      return unreachable(settings);
  }
}

function unusable(failure: CameraFailure, clock: Clock): Camera {
  const status = new CameraStatus(clock, ID, "none");
  status.fail(failure);
  return {
    get status() {
      return status.current;
    },
    onStatus: (then) => status.onChange(then),
    probe: async () => undefined,
    async *frames() {
      yield err(failure);
    },
  };
}
