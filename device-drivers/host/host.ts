import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Random } from "../../base/random.ts";
import { err, type Result } from "../../base/result.ts";
import type { DeviceSettings } from "../../config/settings/settings.ts";
import { commandRule } from "../kinds/kinds.ts";
import { type OpenTransport, openTransport } from "../transport/open-transport.ts";
import { Answers } from "./answers.ts";
import type { DeviceFailure, DeviceStatus, Execute, FailureCode, LeaseHolder } from "./api.ts";
import { Device } from "./device.ts";
import { Lease } from "./lease.ts";
import { configure, loadDriverModule, type ModuleLoader } from "./registry.ts";
import { type CountStore, Statistics } from "./statistics.ts";

export interface HostParts {
  readonly devices: readonly DeviceSettings[];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly counts: CountStore;
  /** Brings drivers by name; the registry's own unless a test hands in another. */
  readonly load?: ModuleLoader;
  /** Opens ports; the machine's own unless a test or a replay hands in another. */
  readonly connect?: OpenTransport;
}

/** A day: longer than any session, and an upper bound for a timer. */
const MOST_WITHIN_MS = 24 * 60 * 60 * 1_000;

type Slot = { readonly device: Device } | { readonly broken: DeviceStatus };

/** All devices of one kiosk: who may use them, one act per key, and how they are. */
export class DeviceHost {
  readonly #parts: HostParts;
  readonly #lease: Lease;
  readonly #answers = new Answers();
  readonly #statistics: Statistics;
  readonly #slots = new Map<string, Slot>();
  readonly #listeners: ((status: DeviceStatus) => void)[] = [];

  constructor(parts: HostParts) {
    this.#parts = parts;
    this.#lease = new Lease(parts.random);
    this.#statistics = new Statistics(parts.counts, parts.clock, parts.log);
  }

  /** Loads the drivers and starts connecting; does not wait for any device. */
  async start(): Promise<void> {
    const slots = await Promise.all(this.#parts.devices.map((one, index) => this.#slot(one, index)));
    for (const [index, slot] of slots.entries()) {
      const { id } = statusOf(slot);
      // The first of two with one id keeps it.
      this.#slots.set(this.#slots.has(id) ? `${id} (/devices/${index})` : id, slot);
    }
    for (const slot of slots) if ("device" in slot) slot.device.start();
  }

  /** Called with the whole status of a device whenever it changed. */
  onStatus(then: (status: DeviceStatus) => void): void {
    this.#listeners.push(then);
  }

  list(): DeviceStatus[] {
    return [...this.#slots.values()].map(statusOf);
  }

  statistics(device: string): Record<string, number> {
    return this.#statistics.of(device);
  }

  acquire(holder: LeaseHolder, peer: number): Result<{ lease: string }, { heldBy: LeaseHolder }> {
    return this.#lease.acquire(holder, peer);
  }

  release(lease: string): boolean {
    return this.#ended(this.#lease.release(lease));
  }

  peerGone(peer: number): void {
    this.#ended(this.#lease.releaseOf(peer));
  }

  /** Never rejects, whatever a driver does. */
  execute(request: Execute, signal: AbortSignal): Promise<Result<unknown, DeviceFailure>> {
    const slot = this.#slots.get(request.device);
    if (!slot) return refuse(request, "device.unknown", {});
    const lease = this.#lease.check(request.lease);
    if (lease !== "held") return refuse(request, lease, {});
    const { kind } = statusOf(slot);
    const rule = commandRule(kind, request.command);
    if (!rule) return refuse(request, "device.unsupported", { kind });
    const args = rule.args(request.args, request.command);
    // Where it is wrong and why, not what it is: arguments may be a person's.
    if (!args.ok)
      return refuse(request, "device.refused", { at: args.error.faults[0]?.at ?? "", problem: args.error.faults[0]?.problem ?? "" });
    if (!(request.withinMs > 0 && request.withinMs <= MOST_WITHIN_MS))
      return refuse(request, "device.refused", { withinMs: request.withinMs });
    if (!("device" in slot)) return refuse(request, "device.offline", { state: slot.broken.state });
    return this.#answers.once(request, signal, (stop) => slot.device.run(request.command, args.value, request.withinMs, stop));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#slots.values()].map((slot) => ("device" in slot ? slot.device.close() : undefined)));
    this.#statistics.save();
  }

  async #slot(settings: DeviceSettings, index: number): Promise<Slot> {
    const { clock, random, load, connect } = this.#parts;
    const { id, kind } = settings;
    const log = this.#parts.log.channel(`device ${id}`);
    const isTwice = this.#parts.devices.findIndex((one) => one.id === id) !== index;
    const configured = isTwice
      ? err(`device "${id}" (/devices/${index})/id: is used twice`)
      : await configure(settings, index, load ?? loadDriverModule);
    if (!configured.ok) {
      log.error("device.misconfigured", { problem: configured.error });
      const reasons = configured.error.split("\n");
      return {
        broken: {
          id,
          kind,
          model: settings.driver,
          state: "userError",
          paper: {},
          cover: "unknown",
          sensors: {},
          reasons,
          since: clock.now(),
        },
      };
    }
    const count = (name: string, by?: number) => this.#statistics.count(id, name, by);
    const onStatus = (status: DeviceStatus) => {
      for (const listener of this.#listeners) listener(status);
    };
    return { device: new Device({ id, ...configured.value, clock, random, log, connect: connect ?? openTransport, count, onStatus }) };
  }

  #ended(lease: string | undefined): boolean {
    if (lease === undefined) return false;
    this.#answers.forget(lease, (device, command) => {
      const slot = this.#slots.get(device);
      return slot !== undefined && (commandRule(statusOf(slot).kind, command)?.personal ?? true);
    });
    return true;
  }
}

function statusOf(slot: Slot): DeviceStatus {
  return "device" in slot ? slot.device.status : slot.broken;
}

function refuse(request: Execute, code: FailureCode, facts: DeviceFailure["facts"]): Promise<Result<never, DeviceFailure>> {
  const recovery = code === "device.leased" || code === "device.no-lease" ? "retry" : "maintenance";
  return Promise.resolve(err({ code, device: request.device, command: request.command, sent: "no", recovery, facts }));
}
