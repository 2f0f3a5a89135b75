import { checker } from "../../base/checked.ts";
import type { Log } from "../../base/log.ts";
import { type Served, serve } from "../../base/rpc.ts";
import type { DeviceHostContract, Execute, LeaseHolder } from "./api.ts";
import { checkedParams } from "./checked-params.ts";
import type { DeviceHost } from "./host.ts";
import { modeHandlers } from "./serve-mode.ts";

const text = { type: "string", minLength: 1, maxLength: 200 };

const execute = checker<Execute>({
  type: "object",
  required: ["device", "command", "args", "lease", "key", "withinMs"],
  properties: {
    device: text,
    command: text,
    args: true,
    lease: { type: "string", maxLength: 200 },
    key: text,
    withinMs: { type: "number" },
  },
});
const acquire = checker<{ holder: LeaseHolder }>({
  type: "object",
  required: ["holder"],
  properties: { holder: { enum: ["citizen", "technician", "self-test"] } },
});
const release = checker<{ lease: string }>({ type: "object", required: ["lease"], properties: { lease: { type: "string" } } });
const named = checker<{ device: string }>({ type: "object", required: ["device"], properties: { device: text } });

/** Offers a host on the Unix-domain socket at `path`. A peer's lease ends with its connection. */
export async function serveHost(host: DeviceHost, path: string, log: Log): Promise<Served<DeviceHostContract>> {
  const served = await serve<DeviceHostContract>(
    path,
    {
      "devices.list": () => host.list(),
      "device.execute": (params, { signal }) => host.execute(checkedParams(execute, params, "device.execute"), signal),
      "lease.acquire": (params, { peer }) => host.acquire(checkedParams(acquire, params, "lease.acquire").holder, peer),
      "lease.release": (params) => ({ released: host.release(checkedParams(release, params, "lease.release").lease) }),
      ...modeHandlers(host.mode),
      "device.info": (params) => host.info(checkedParams(named, params, "device.info").device),
      "device.look": (params) => host.look(checkedParams(named, params, "device.look").device),
      "device.reset": (params) => host.reset(checkedParams(named, params, "device.reset").device),
      "device.statistics": (params) => host.statistics(checkedParams(named, params, "device.statistics").device),
    },
    log,
  );
  served.onPeerGone((peer) => host.peerGone(peer));
  host.onStatus((status) => served.notify("device.status", status));
  host.onMode((report) => served.notify("mode.changed", report));
  return served;
}
