import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { type CallError, Client } from "../../base/rpc.ts";
import type { DeviceKind } from "../../config/settings/device-kinds.ts";
import type { DeviceFailure, DeviceHostContract, DeviceStatus, LeaseHolder } from "../../device-drivers/host/api.ts";
import type { DeviceInfo, ResetRefusal } from "../../device-drivers/host/device-info.ts";
import type { CommandName, Commands } from "../../device-drivers/kinds/kinds.ts";
import { ModeLink } from "./mode-link.ts";
import { settleWithin } from "./settle-within.ts";

/** device-host answers by its own deadline; one that hangs altogether is given up this much later. */
const GRACE_MS = 3_000;
const CALL_MS = 5_000;
/** device-host gives a driver five seconds to say how its device is. */
const LOOK_MS = 8_000;

export interface CommandCall {
  readonly lease: string;
  readonly key: string;
  readonly withinMs: number;
  readonly signal?: AbortSignal;
}

/** The devices as the runtime sees them: their status, a lease, a command that always settles. */
export class Devices {
  readonly mode: ModeLink;
  readonly #client: Client<DeviceHostContract>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #status = new Map<string, DeviceStatus>();
  readonly #listeners: (() => void)[] = [];
  #up = false;

  constructor(socketPath: string, clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
    this.#client = new Client<DeviceHostContract>(socketPath, clock, log);
    this.mode = new ModeLink(this.#client, clock, log);
    this.#client.on("device.status", (status) => {
      this.#status.set(status.id, status);
      this.#changed();
    });
    this.#client.onLink((up) => {
      if (up) void this.#meet();
      else this.#lost();
    });
  }

  /** True once device-host has said what it has, and knows whom to ask before a technician gets it. */
  get up(): boolean {
    return this.#up;
  }

  list(): DeviceStatus[] {
    return [...this.#status.values()];
  }

  /** The unit that serves this kind: an online one before any other. */
  byKind(kind: DeviceKind): DeviceStatus | undefined {
    const all = this.list().filter((one) => one.kind === kind);
    return all.find((one) => one.state === "online") ?? all[0];
  }

  onChange(then: () => void): void {
    this.#listeners.push(then);
  }

  async lease(holder: LeaseHolder): Promise<Result<string, { readonly heldBy: LeaseHolder } | CallError>> {
    const asked = await this.#within(CALL_MS, (signal) => this.#client.call("lease.acquire", { holder }, signal));
    if (!asked.ok) return asked;
    return asked.value.ok ? ok(asked.value.value.lease) : asked.value;
  }

  /** Best effort: device-host drops the lease of a peer that has gone, so one that cannot be given back is not lost. */
  async release(lease: string): Promise<void> {
    const done = await this.#within(CALL_MS, (signal) => this.#client.call("lease.release", { lease }, signal));
    if (!done.ok) this.#log.warn("lease.not-released", { code: done.error.code });
  }

  async execute<K extends DeviceKind, C extends CommandName<K>>(
    kind: K,
    command: C,
    args: Commands[K][C] extends { args: infer A } ? A : never,
    call: CommandCall,
  ): Promise<Result<Commands[K][C] extends { value: infer V } ? V : never, DeviceFailure>> {
    const device = this.byKind(kind)?.id;
    const failed = (code: "device.offline" | "device.unknown" | "device.cancelled", sent: DeviceFailure["sent"], why: string) =>
      err<DeviceFailure>({ code, device: device ?? kind, command, sent, recovery: "operator", facts: { why } });
    if (!this.#client.connected) return failed("device.offline", "no", "device-host is away");
    if (!device) return failed("device.unknown", "no", `no ${kind} is configured`);
    if (call.signal?.aborted) return failed("device.cancelled", "no", "cancelled before it was asked");
    // From here on the request is on its way: whatever goes wrong, the device may have acted.
    const { lease, key, withinMs } = call;
    const asked = await this.#within(
      withinMs + GRACE_MS,
      (signal) => this.#client.call("device.execute", { device, command, args, lease, key, withinMs }, signal),
      call.signal,
    );
    if (!asked.ok)
      return failed(asked.error.code === "rpc.cancelled" ? "device.cancelled" : "device.offline", "indeterminate", asked.error.code);
    return asked.value as Result<never, DeviceFailure>;
  }

  /** Asks a device how it is, now. */
  async look(device: string): Promise<Result<DeviceInfo, { readonly code: "device.unknown" } | CallError>> {
    const asked = await this.#within(LOOK_MS, (signal) => this.#client.call("device.look", { device }, signal));
    return asked.ok ? asked.value : asked;
  }

  async reset(device: string): Promise<Result<{ reset: true }, ResetRefusal | CallError>> {
    const asked = await this.#within(CALL_MS, (signal) => this.#client.call("device.reset", { device }, signal));
    return asked.ok ? asked.value : asked;
  }

  forget(): void {
    this.#client.forget();
  }

  close(): void {
    this.#client.close();
  }

  async #meet(): Promise<void> {
    const registered = await this.mode.register("runtime");
    if (!registered.ok) {
      this.#log.warn("mode.not-registered", { code: registered.error.code });
      return;
    }
    const listed = await this.#within(CALL_MS, (signal) => this.#client.call("devices.list", {}, signal));
    if (!listed.ok) {
      this.#log.warn("devices.not-listed", { code: listed.error.code });
      return;
    }
    this.#status.clear();
    for (const status of listed.value) this.#status.set(status.id, status);
    this.#up = true;
    this.#changed();
  }

  #lost(): void {
    if (!this.#up) return;
    this.#up = false;
    for (const [id, status] of this.#status) this.#status.set(id, { ...status, state: "offline", since: this.#clock.now() });
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #within<T>(ms: number, call: (signal: AbortSignal) => Promise<Result<T, CallError>>, outer?: AbortSignal): Promise<Result<T, CallError>> {
    return settleWithin(this.#clock, ms, call, outer);
  }
}
