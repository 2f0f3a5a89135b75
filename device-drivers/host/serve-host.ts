import { type Check, checker, describeInvalid } from "../../base/checked.ts";
import type { Log } from "../../base/log.ts";
import { type Served, serve } from "../../base/rpc.ts";
import type { DeviceHostContract, Execute, LeaseHolder } from "./api.ts";
import type { DeviceHost } from "./host.ts";

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
const statistics = checker<{ device: string }>({ type: "object", required: ["device"], properties: { device: text } });

/** Offers a host on the Unix-domain socket at `path`. A peer's lease ends with its connection. */
export async function serveHost(host: DeviceHost, path: string, log: Log): Promise<Served<DeviceHostContract>> {
  const served = await serve<DeviceHostContract>(
    path,
    {
      "devices.list": () => host.list(),
      "device.execute": (params, { signal }) => host.execute(checked(execute, params, "device.execute"), signal),
      "lease.acquire": (params, { peer }) => host.acquire(checked(acquire, params, "lease.acquire").holder, peer),
      "lease.release": (params) => ({ released: host.release(checked(release, params, "lease.release").lease) }),
      "device.statistics": (params) => host.statistics(checked(statistics, params, "device.statistics").device),
    },
    log,
  );
  served.onPeerGone((peer) => host.peerGone(peer));
  host.onStatus((status) => served.notify("device.status", status));
  return served;
}

// A message of another shape is a bug of another process of ours: it fails that call (`rpc.failed`) and nothing else.
function checked<T>(check: Check<T>, params: unknown, what: string): T {
  const result = check(params, what);
  if (result.ok) return result.value;
  throw new Error(describeInvalid(result.error));
}
