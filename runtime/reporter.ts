import type { Clock, Timer } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { type Random, uuidv7 } from "../base/random.ts";
import type { DeviceStatus } from "../device-drivers/host/api.ts";
import type { HubLink } from "../sync-agent/agent/api.ts";
import type { DeviceStatusBody } from "../sync-agent/protocol/messages.ts";
import type { Journal } from "./journal/journal.ts";
import type { Devices } from "./neighbours/devices.ts";
import type { Faces } from "./neighbours/faces.ts";
import type { Hub } from "./neighbours/hub.ts";
import type { Enqueue } from "./outbox-port.ts";

/** A printer whose cover is opened and shut says so four times a second; the hub wants to know how it ended. */
const REPORT_AFTER_MS = 5_000;

export interface ReporterParts {
  readonly devices: Devices;
  readonly faces: Faces;
  readonly hub: Hub;
  readonly journal: Journal;
  readonly outbox: Enqueue;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Notes changes of devices and of the link in the journal, and tells the hub how the devices are. */
export class Reporter {
  readonly #parts: ReporterParts;
  readonly #states = new Map<string, string>();
  #hub: HubLink["hub"] = "unknown";
  #due: Timer | undefined;
  #storedFaces = 0;

  constructor(parts: ReporterParts) {
    this.#parts = parts;
  }

  devices(): DeviceStatus[] {
    const { devices, faces } = this.#parts;
    return [...devices.list(), ...(faces.camera ? [faces.camera] : [])];
  }

  /** Something may have changed. */
  look(): void {
    const { hub, journal, clock } = this.#parts;
    if (hub.link.hub !== this.#hub) {
      this.#hub = hub.link.hub;
      journal.append("hub.changed", { hub: this.#hub, waiting: hub.link.waiting });
    }
    const changed = this.devices().filter(({ id, state }) => this.#states.get(id) !== state);
    for (const { id, kind, state } of changed) {
      this.#states.set(id, state);
      journal.append("device.changed", { device: id, kind, state });
    }
    const isAlarmed = this.#lookAtFaces();
    if (changed.length > 0 || isAlarmed) this.#due ??= clock.after(REPORT_AFTER_MS, () => this.#report());
  }

  /** Faces that are kept while nobody is looked at are kept after them: an alarm, once for each change. */
  #lookAtFaces(): boolean {
    const { faces, journal, log } = this.#parts;
    const { status } = faces;
    if (!status?.ready || faces.looking || status.storedFaces === this.#storedFaces) return false;
    this.#storedFaces = status.storedFaces;
    if (this.#storedFaces > 0) {
      log.error("face.stored", { faces: this.#storedFaces, engine: status.engine });
      journal.append("face.stored", { faces: this.#storedFaces });
    }
    return true;
  }

  stop(): void {
    this.#due?.cancel();
  }

  #report(): void {
    this.#due = undefined;
    const { outbox, clock, random, log } = this.#parts;
    const devices = this.devices().map(({ id, kind, state }) => ({ id, kind, state }));
    const at = new Date(clock.now()).toISOString();
    try {
      outbox.enqueue("device-status", "", uuidv7(clock.now(), random), { at, devices, ...this.#faceFields() });
    } catch (cause) {
      // A disk that is full: how the devices are is no reason to end the process, and with it what is being printed.
      log.error("devices.not-reported", { cause });
      this.#due = clock.after(REPORT_AFTER_MS, () => this.#report());
    }
  }

  // Of a look that is under way nobody needs to know; between two it must read 0.
  #faceFields(): Pick<DeviceStatusBody, "storedFaces" | "faceAssurance"> {
    const { status } = this.#parts.faces;
    return status ? { storedFaces: this.#storedFaces, faceAssurance: status.assurance } : {};
  }
}
