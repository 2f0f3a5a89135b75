import { err, ok } from "../../../base/result.ts";
import { type HidPort, HidTransport } from "../../../device-drivers/transport/hid.ts";
import { type OpenTransport, openTransport } from "../../../device-drivers/transport/open-transport.ts";

/** Opens ports as the machine does, except that its USB sockets are `port`. */
export function plugIn(port: HidPort): OpenTransport {
  return async (settings, clock, signal) => {
    if (settings.kind !== "hid") return openTransport(settings, clock, signal);
    const transport = new HidTransport(settings, port);
    const opened = await transport.open();
    return opened.ok ? ok(transport) : err(opened.error);
  };
}
