import type { Clock } from "../base/clock.ts";
import type { DeviceInfo } from "../device-drivers/host/device-info.ts";
import type { Journal } from "./journal/journal.ts";
import type { Devices } from "./neighbours/devices.ts";
import type { DeviceHealth, TechnicianReply } from "./server/api.ts";

/** What a technician may have done to one device from the page, written down. */
export class DeviceActs {
  readonly #parts: { readonly devices: Pick<Devices, "look" | "reset">; readonly journal: Journal; readonly clock: Clock };

  constructor(parts: { readonly devices: Pick<Devices, "look" | "reset">; readonly journal: Journal; readonly clock: Clock }) {
    this.#parts = parts;
  }

  /** `by`: id of the technician. Looks at it anew. Nothing prints or moves, so it may be done at any time. */
  async check(device: string, by: string): Promise<TechnicianReply> {
    const { devices, journal, clock } = this.#parts;
    const looked = await devices.look(device);
    if (!looked.ok) {
      journal.append("device.checked", { device, outcome: "unavailable", by });
      return refused(looked.error.code);
    }
    const health = healthOf(device, looked.value, clock.now());
    journal.append("device.checked", { device, outcome: health.isHealthy ? "healthy" : "problem", by });
    return { done: true, health };
  }

  /** Closes it and opens it anew; refused while a citizen uses the devices. */
  async reset(device: string, by: string): Promise<TechnicianReply> {
    const { devices, journal } = this.#parts;
    const reset = await devices.reset(device);
    const isAway = !reset.ok && reset.error.code.startsWith("rpc.");
    journal.append("device.reset", { device, outcome: reset.ok ? "done" : isAway ? "unavailable" : "refused", by });
    return reset.ok ? { done: true } : refused(reset.error.code);
  }
}

function healthOf(device: string, { status, healing, advice }: DeviceInfo, at: number): DeviceHealth {
  const isUp = status.state === "online" || status.state === "deviceBusy";
  const hasPaper = Object.values(status.paper).every((supply) => supply !== "out" && supply !== "jammed");
  return { device, at, isHealthy: isUp && hasPaper && status.cover !== "open", status, healing, advice };
}

function refused(code: string): TechnicianReply {
  const why = code.startsWith("rpc.") ? "device.away" : code;
  return { done: false, why, detail: DETAILS[why] ?? code };
}

const DETAILS: Readonly<Record<string, string>> = {
  "device.away": "device-host does not answer; it is started again by itself, try in a moment",
  "device.unknown": "device-host has no such device",
  "device.leased": "somebody is using the devices; wait, or enter technician mode first",
  "device.refused": "its settings are wrong: correct what its reasons say, and restart",
};
