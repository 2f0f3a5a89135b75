import type { Clock } from "../../base/clock.ts";
import { silentLog } from "../../base/log.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { type CallError, Client } from "../../base/rpc.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { DeviceHostContract, ModeRefusal } from "../host/api.ts";
import type { Devices } from "./devices.ts";
import { type Trouble, troubled } from "./trouble.ts";

/** A citizen in the middle of a service finishes it first. */
const ENTER_WITHIN_MS = 180_000;
/** A local socket that somebody listens on answers at once. */
const LINK_WITHIN_MS = 2_000;

type Requests = DeviceHostContract["requests"];

/** The devices behind a running device-host. */
export async function linkToHost(socket: string, clock: Clock): Promise<Result<Devices, Trouble>> {
  const client = new Client<DeviceHostContract>(socket, clock, silentLog);
  const isUp = await new Promise<boolean>((resolve) => {
    const timer = clock.after(LINK_WITHIN_MS, () => resolve(false));
    client.onLink((up) => {
      if (!up) return;
      timer.cancel();
      resolve(true);
    });
  });
  if (isUp) return ok(new HostDevices(client));
  client.close();
  return troubled("unavailable", "reach.away", { socket });
}

class HostDevices implements Devices {
  readonly isOwn = false;
  readonly #client: Client<DeviceHostContract>;

  constructor(client: Client<DeviceHostContract>) {
    this.#client = client;
  }

  list(): ReturnType<Devices["list"]> {
    return this.#call("devices.list", {});
  }

  info(device: string): ReturnType<Devices["info"]> {
    return this.#call("device.info", { device });
  }

  async enter(signal: AbortSignal): Promise<Result<string, Trouble>> {
    const entered = await this.#call("mode.enter", { name: "zizhu", withinMs: ENTER_WITHIN_MS }, signal);
    if (!entered.ok) return entered;
    return entered.value.ok ? ok(entered.value.value.lease) : err(refusal(entered.value.error));
  }

  async leave(): Promise<void> {
    // Where the link is gone, the mode went with it.
    await this.#call("mode.exit", {});
  }

  execute(...[request, signal]: Parameters<Devices["execute"]>): ReturnType<Devices["execute"]> {
    return this.#call("device.execute", request, signal);
  }

  onStatus(then: Parameters<Devices["onStatus"]>[0]): void {
    this.#client.on("device.status", then);
  }

  onLink(then: (isUp: boolean) => void): void {
    this.#client.onLink(then);
  }

  async close(): Promise<void> {
    this.#client.close();
  }

  async #call<M extends keyof Requests & string>(
    name: M,
    params: Requests[M]["params"],
    signal?: AbortSignal,
  ): Promise<Result<Requests[M]["result"], Trouble>> {
    const answer = await this.#client.call(name, params, signal);
    return answer.ok ? answer : err(lost(answer.error));
  }
}

function lost(error: CallError): Trouble {
  const what = error.code === "rpc.failed" ? `${error.what}: ${error.detail}` : error.what;
  if (error.code === "rpc.cancelled") return { exit: "interrupted", text: "mode.withdrawn", values: {} };
  return { exit: "unavailable", text: "reach.lost", values: { what } };
}

function refusal(error: ModeRefusal): Trouble {
  switch (error.kind) {
    case "taken":
      return { exit: "busy", text: "mode.taken", values: { by: error.by } };
    case "refused":
      return { exit: "busy", text: "mode.refused", values: { by: error.by, why: error.why } };
    case "not-answered": {
      const who = [
        ...error.waitingFor.map(({ name, why }) => (why === "" ? name : `${name} (${why})`)),
        ...(error.heldBy ? [error.heldBy] : []),
      ];
      return { exit: "busy", text: "mode.not-answered", values: { who: who.join(", ") } };
    }
    case "withdrawn":
      return { exit: "interrupted", text: "mode.withdrawn", values: {} };
    default:
      return unreachable(error);
  }
}
