import type { Clock } from "../../../base/clock.ts";
import { silentLog } from "../../../base/log.ts";
import { ok } from "../../../base/result.ts";
import { DETECTED_ERRORS, MARKER_LIFE_COUNT } from "../../../device-drivers/certificate-printer/marker-values.ts";
import { DeviceHost } from "../../../device-drivers/host/host.ts";
import { serveHost } from "../../../device-drivers/host/serve-host.ts";
import { type OpenTransport, openTransport } from "../../../device-drivers/transport/open-transport.ts";
import type { Transport } from "../../../device-drivers/transport/transport.ts";
import { countingRandom } from "../../runtime/support/records.ts";
import { MortalClock } from "./mortal-clock.ts";
import { BLANK_TYPE } from "./runtime-process.ts";

export interface DevicesProcess {
  /** SIGKILL: its connections break, and nothing that it had set happens any more. */
  die(): void;
}

export interface DevicesParts {
  readonly clock: Clock;
  readonly socket: string;
  readonly uri: string;
  /** Port of the agent that tells the page counter. */
  readonly counterPort: number | null;
  /** Called when half of a document has left; the rest never does. Undefined: all of it leaves. */
  halfWay(): (() => void) | undefined;
}

/** The real device-host with the real driver of the certificate printer, on a real socket. */
export async function startDevices(parts: DevicesParts): Promise<DevicesProcess> {
  const clock = new MortalClock(parts.clock);
  const open = new Set<Transport>();
  const connect: OpenTransport = async (settings, _clock, signal) => {
    const opened = clock.isDead ? await never() : await openTransport(settings, clock, signal);
    if (!opened.ok) return opened;
    open.add(opened.value);
    if (clock.isDead) void opened.value.close();
    return ok(halving(opened.value, parts));
  };
  const counter = {
    ...{ host: "127.0.0.1", port: parts.counterPort ?? 0, community: "public", version: "2c", oid: MARKER_LIFE_COUNT },
    ...{ errorsOid: DETECTED_ERRORS, settleMs: 2_000 },
  };
  const options = { uri: parts.uri, blankTrays: { [BLANK_TYPE]: "main" }, ...(parts.counterPort === null ? {} : { counter }) };
  const host = new DeviceHost({
    devices: [{ id: "laser", kind: "certificate-printer", driver: "ipp", options }],
    clock,
    random: countingRandom(),
    log: silentLog,
    counts: { load: () => ({}), save: () => undefined },
    connect,
    watch: () => ok({ close: () => undefined }),
  });
  const served = await serveHost(host, parts.socket, silentLog);
  void host.start();
  return {
    die() {
      clock.isDead = true;
      for (const transport of open) void transport.close();
      void served.close();
    },
  };
}

function halving(transport: Transport, { halfWay }: DevicesParts): Transport {
  return {
    name: transport.name,
    open: () => transport.open(),
    onData: (then) => transport.onData(then),
    onClose: (then) => transport.onClose(then),
    close: () => transport.close(),
    async write(bytes) {
      const stop = Buffer.from(bytes).includes("%PDF-") ? halfWay() : undefined;
      if (!stop) return transport.write(bytes);
      await transport.write(bytes.subarray(0, bytes.length / 2));
      stop();
      return never();
    },
  };
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
