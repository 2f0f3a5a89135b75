import { ok, type Result } from "../../base/result.ts";
import type { DeviceStatus } from "../host/api.ts";
import type { Bench } from "./bench.ts";
import type { Devices } from "./devices.ts";
import type { EXIT } from "./exit-codes.ts";
import { statusInWords, statusRow, timeInWords } from "./status-words.ts";
import { table } from "./table.ts";
import type { Trouble } from "./trouble.ts";
import { settled, unknownDevice } from "./wait-for-device.ts";

type Ended = Promise<Result<keyof typeof EXIT, Trouble>>;

/** `zizhu device list` */
export async function listDevices(bench: Bench, devices: Devices): Ended {
  const { terminal, say, json, language } = bench;
  const list = await settled(bench, devices);
  if (!list.ok) return list;
  if (json) for (const status of list.value) terminal.out(JSON.stringify(status));
  else if (list.value.length === 0) terminal.out(say("list.empty"));
  else {
    const head = [
      say("column.id"),
      say("column.kind"),
      say("column.state"),
      say("column.supplies"),
      say("column.reasons"),
      say("column.since"),
    ];
    for (const line of table([head, ...list.value.map((status) => statusRow(status, say, language))])) terminal.out(line);
  }
  return ok("ok");
}

/** `zizhu device info <id>` */
export async function showDevice(bench: Bench, devices: Devices, device: string): Ended {
  const { terminal, json } = bench;
  const list = await settled(bench, devices, device);
  if (!list.ok) return list;
  const info = await devices.info(device);
  if (!info.ok) return info;
  if (!info.value.ok) return unknownDevice(device, list.value);
  if (json) terminal.out(JSON.stringify(info.value.value));
  else {
    const { status, ...rest } = info.value.value;
    for (const line of table(facts({ ...status, ...rest }, "", bench))) terminal.out(line);
  }
  return ok("ok");
}

// Dotted names, so that what one device has and another has not needs no words of its own.
function facts(value: Readonly<Record<string, unknown>>, prefix: string, bench: Bench): [string, string][] {
  return Object.entries(value).flatMap(([name, inner]): [string, string][] => {
    const path = prefix + name;
    if (Array.isArray(inner) && inner.every((one) => typeof one !== "object")) return [[path, inner.join(" ")]];
    if (typeof inner === "object" && inner !== null) return facts(inner as Record<string, unknown>, `${path}.`, bench);
    if (typeof inner === "number" && /^(since|at|lastAt|nextTryAt)$/u.test(name)) return [[path, timeInWords(inner, bench.language)]];
    return [[path, String(inner ?? "")]];
  });
}

/** `zizhu device watch`: until `stop`, or for so many seconds. */
export async function watchDevices(bench: Bench, devices: Devices, seconds: number | undefined): Ended {
  const { terminal, say, json, language, clock } = bench;
  const show = (status: DeviceStatus) =>
    terminal.out(json ? JSON.stringify(status) : `${timeInWords(status.since, language)}  ${status.id}  ${statusInWords(status, say)}`);
  devices.onStatus(show);
  const list = await devices.list();
  if (!list.ok) return list;
  terminal.note(say("watch.started", { count: list.value.length }));
  for (const status of list.value) show(status);
  let wasUp = true;
  devices.onLink((isUp) => {
    if (isUp !== wasUp) terminal.note(say(isUp ? "reach.link-back" : "reach.link-lost"));
    wasUp = isUp;
  });
  await new Promise<void>((resolve) => {
    bench.stop.addEventListener("abort", () => resolve(), { once: true });
    if (seconds !== undefined) clock.after(seconds * 1_000, resolve);
  });
  return ok("ok");
}
