import type { DriverFailure } from "../host/driver.ts";
import type { CameraFailure } from "./camera-source.ts";

const MEANING: Readonly<Record<CameraFailure["code"], readonly [DriverFailure["code"], DriverFailure["recovery"]]>> = {
  "camera.missing": ["device.offline", "operator"],
  "camera.unplugged": ["device.offline", "operator"],
  "camera.busy": ["device.refused", "retry"],
  "camera.silent": ["device.timeout", "operator"],
  "camera.refused": ["device.refused", "maintenance"],
  "camera.unreadable": ["device.hardware", "maintenance"],
  "camera.wrong-size": ["device.bad-reply", "maintenance"],
  "camera.one-eyed": ["device.hardware", "maintenance"],
};

/** Why no picture came, in the host's words. A picture that is taken changes nothing: nothing was ever sent. */
export function failureOf({ code, detail }: CameraFailure): DriverFailure {
  const [told, recovery] = MEANING[code];
  return { code: told, sent: "no", recovery, facts: { detail } };
}
