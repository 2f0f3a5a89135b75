import { systemClock } from "../../base/clock.ts";
import { silentLog } from "../../base/log.ts";
import { systemRandom } from "../../base/random.ts";
import { ok } from "../../base/result.ts";
import { type DriverContext, defineDriver, type Observed } from "../../device-drivers/host/driver.ts";
import { DeviceHost } from "../../device-drivers/host/host.ts";

const ONLINE: Observed = { state: "online", paper: {}, cover: "unknown", reasons: [], sensors: {} };

/** A host of one board whose driver answers at once and has no wire: what is left is the host's own time. */
export async function boardHost(): Promise<{ host: DeviceHost; report: DriverContext<unknown>["report"] }> {
  let context: DriverContext<unknown> | undefined;
  const driver = defineDriver<"auxiliaries", unknown>({
    kind: "auxiliaries",
    models: ["Board without a wire"],
    settings: { type: "object" },
    async open(given) {
      context = given;
      return ok({
        commands: { "set-light": async (args) => ok(args) },
        status: async () => ONLINE,
        close: async () => undefined,
      });
    },
  });
  const host = new DeviceHost({
    devices: [{ id: "board", kind: "auxiliaries", driver: "bench", options: {} }],
    ...{ clock: systemClock, random: systemRandom, log: silentLog },
    counts: { load: () => ({}), save: () => undefined },
    load: async () => ({ default: driver }),
  });
  await host.start();
  while (host.list()[0]?.state !== "online") await new Promise((resolve) => setTimeout(resolve, 10));
  return { host, report: (change) => context?.report(change) };
}
