import type { TransportSettings } from "../../config/settings/settings.ts";
import type { DeviceAdvice } from "./device-info.ts";

/** Files that name no device but the order in which devices were found; udev's links under by-id and by-path do. */
const UNSTABLE = /^\/dev\/(tty(USB|ACM)\d+|hidraw\d+|video\d+|usb\/(lp|hiddev)\d+|input\/event\d+|bus\/usb\/.+)$/;

/** The device files that these options name: a transport's `path`, and any other text that begins with `/dev/`. */
export function portPaths(options: unknown): readonly string[] {
  const found = new Set<string>();
  for (const part of parts(options)) {
    if (typeof part === "string" && part.startsWith("/dev/")) found.add(part);
    if (isObject(part) && (part["kind"] === "serial" || part["kind"] === "hid") && typeof part["path"] === "string")
      found.add(part["path"]);
  }
  return [...found];
}

/** False for a port of this machine that the options do not name: such a port belongs to another device, or to nobody. */
export function isNamed(port: TransportSettings, options: unknown): boolean {
  if (port.kind === "tcp") return true;
  if (port.path !== undefined) return portPaths(options).includes(port.path);
  const { kind, ...numbers } = port as Extract<TransportSettings, { kind: "hid" }>;
  return parts(options).some(
    (part) => isObject(part) && part["kind"] === kind && part["vendorId"] === numbers.vendorId && part["productId"] === numbers.productId,
  );
}

/** Native code for HID may freeze its process when a hub hangs. */
export function usesHid(options: unknown): boolean {
  return parts(options).some((part) => isObject(part) && part["kind"] === "hid");
}

export function portAdvice(options: unknown): readonly DeviceAdvice[] {
  return portPaths(options)
    .filter((path) => UNSTABLE.test(path))
    .map((path) => ({ code: "unstable-path", path }));
}

/** Every value in a JSON document, itself first. */
function parts(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return [document, ...document.flatMap(parts)];
  return isObject(document) ? [document, ...Object.values(document).flatMap(parts)] : [document];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
