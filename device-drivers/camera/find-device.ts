import { realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import { err, ok, type Result } from "../../base/result.ts";
import type { CameraFailure } from "./camera.ts";

/**
 * The kernel's name of the device that `path` leads to (`video0`). In production a numbered name is refused, since the number
 * changes with the order of discovery, and so is a device with no hardware behind it: sysfs keeps v4l2loopback and its like
 * under devices/virtual, where a stream of somebody's choosing could be fed in.
 */
export async function findDevice(
  options: { readonly path: string; readonly production: boolean },
  sysfs = "/sys",
): Promise<Result<string, CameraFailure>> {
  const { path, production } = options;
  if (production && /^\/dev\/video\d+$/u.test(path)) {
    return err({ code: "camera.refused", detail: `${path} is a number that changes; name the camera by /dev/v4l/by-path` });
  }
  const device = await follow(path);
  if (!device.ok) return device;
  const name = basename(device.value);
  if (!production) return ok(name);
  const hardware = await follow(join(sysfs, "class/video4linux", name));
  if (!hardware.ok) return hardware;
  if (hardware.value.includes("/devices/virtual/")) {
    return err({ code: "camera.refused", detail: `${path} leads to ${name}, a virtual camera` });
  }
  return ok(name);
}

async function follow(path: string): Promise<Result<string, CameraFailure>> {
  try {
    return ok(await realpath(path));
  } catch (cause) {
    return err({ code: "camera.missing", detail: `${path} is not there (${(cause as NodeJS.ErrnoException).code ?? String(cause)})` });
  }
}
