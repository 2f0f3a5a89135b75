import { err, ok, type Result } from "../../base/result.ts";
import type { DeviceSettings } from "../../config/settings/settings.ts";
import { commandRule } from "../kinds/kinds.ts";
import { Answers } from "./answers.ts";
import type { DeviceFailure, DeviceStatus, Execute, FailureCode, LeaseHolder, ModeReport } from "./api.ts";
import type { DeviceInfo, ResetRefusal } from "./device-info.ts";
import { Lease } from "./lease.ts";
import { infoOf, makeSlot, type Slot, type SlotParts, statusOf } from "./slot.ts";
import { type CountStore, Statistics } from "./statistics.ts";
import { TechnicianMode } from "./technician-mode.ts";

export interface HostParts extends SlotParts {
  readonly counts: CountStore;
}

/** A day: longer than any session, and an upper bound for a timer. */
const MOST_WITHIN_MS = 24 * 60 * 60 * 1_000;

/** All devices of one kiosk: who may use them, one act per key, and how they are. */
export class DeviceHost {
  readonly mode: TechnicianMode;
  readonly #parts: HostParts;
  readonly #lease: Lease;
  readonly #answers = new Answers();
  readonly #statistics: Statistics;
  readonly #slots = new Map<string, Slot>();
  readonly #listeners: ((status: DeviceStatus) => void)[] = [];
  readonly #modeListeners: ((report: ModeReport) => void)[] = [];

  constructor(parts: HostParts) {
    this.#parts = parts;
    this.#lease = new Lease(parts.random);
    this.mode = new TechnicianMode({
      clock: parts.clock,
      take: (peer) => this.#lease.acquire("technician", peer),
      giveBack: (lease) => void this.#ended(this.#lease.release(lease)),
      tell: (report) => {
        for (const listener of this.#modeListeners) listener(report);
      },
    });
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

  onMode(then: (report: ModeReport) => void): void {
    this.#modeListeners.push(then);
  }

  list(): DeviceStatus[] {
    return [...this.#slots.values()].map(statusOf);
  }

  statistics(device: string): Record<string, number> {
    return this.#statistics.of(device);
  }

  info(device: string): Result<DeviceInfo, { code: "device.unknown" }> {
    const slot = this.#slots.get(device);
    return slot ? ok(infoOf(slot, this.#statistics.of(device))) : err({ code: "device.unknown" });
  }

  /** Looks at a device now, and gives all that is known then: the check that nobody notices. */
  async look(device: string): Promise<Result<DeviceInfo, { code: "device.unknown" }>> {
    const slot = this.#slots.get(device);
    if (slot && "device" in slot) await slot.device.look();
    return this.info(device);
  }

  /** Closes a device and opens it anew at once; a citizen who is using the devices is not disturbed. */
  reset(device: string): Result<{ reset: true }, ResetRefusal> {
    const slot = this.#slots.get(device);
    if (!slot) return err({ code: "device.unknown" });
    if (this.#lease.holder === "citizen") return err({ code: "device.leased", heldBy: "citizen" });
    if (!("device" in slot)) return err({ code: "device.refused", reasons: slot.broken.reasons });
    this.#statistics.count(device, "DeviceResetCount");
    slot.device.reset();
    return ok({ reset: true });
  }

  acquire(holder: LeaseHolder, peer: number): Result<{ lease: string }, { heldBy: LeaseHolder }> {
    return this.mode.admits(peer) ? this.#lease.acquire(holder, peer) : err({ heldBy: "technician" });
  }

  release(lease: string): boolean {
    if (this.mode.isLease(lease)) return false;
    const isEnded = this.#ended(this.#lease.release(lease));
    this.mode.look();
    return isEnded;
  }

  peerGone(peer: number): void {
    this.#ended(this.#lease.releaseOf(peer));
    this.mode.peerGone(peer);
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

  #slot(settings: DeviceSettings, index: number): Promise<Slot> {
    return makeSlot(this.#parts, index, settings, {
      count: (name, by) => this.#statistics.count(settings.id, name, by),
      onStatus: (status) => {
        for (const listener of this.#listeners) listener(status);
      },
    });
  }

  #ended(lease: string | undefined): boolean {
    if (lease === undefined) return false;
    this.#answers.forget(lease, (device, command) => {
      const slot = this.#slots.get(device);
      return slot !== undefined && commandRule(statusOf(slot).kind, command)?.personal === "answer";
    });
    return true;
  }
}

function refuse(request: Execute, code: FailureCode, facts: DeviceFailure["facts"]): Promise<Result<never, DeviceFailure>> {
  const recovery = code === "device.leased" || code === "device.no-lease" ? "retry" : "maintenance";
  return Promise.resolve(err({ code, device: request.device, command: request.command, sent: "no", recovery, facts }));
}
