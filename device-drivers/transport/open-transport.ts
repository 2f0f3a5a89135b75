import type { AnySchemaObject } from "ajv";
import type { Clock } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import { requiredByKind } from "../host/required-by-kind.ts";
import { TcpTransport } from "./tcp.ts";
import type { Transport, TransportError } from "./transport.ts";

/** For the `transport` in a driver's option schema. */
export const TRANSPORT_SCHEMA: AnySchemaObject = {
  type: "object",
  required: ["kind"],
  properties: {
    kind: { enum: ["serial", "tcp"] },
    path: { type: "string", minLength: 1 },
    baud: { enum: [9_600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600] },
    host: { type: "string", minLength: 1 },
    port: { type: "integer", minimum: 1, maximum: 65_535 },
  },
  additionalProperties: false,
  allOf: [requiredByKind("serial", ["path", "baud"]), requiredByKind("tcp", ["host", "port"])],
};

/**
 * Opens the way to a device. Attach the listeners in the same tick in which this answers.
 * An abort of `signal` closes what is still being opened.
 */
export async function openTransport(
  settings: TransportSettings,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Result<Transport, TransportError>> {
  const transport = await makeTransport(settings, clock);
  const giveUp = () => void transport.close();
  signal?.addEventListener("abort", giveUp, { once: true });
  if (signal?.aborted) giveUp();
  const opened = await transport.open();
  signal?.removeEventListener("abort", giveUp);
  return opened.ok ? ok(transport) : err(opened.error);
}

async function makeTransport(settings: TransportSettings, clock: Clock): Promise<Transport> {
  if (settings.kind === "tcp") return new TcpTransport(settings, clock);
  // Loaded when first needed: a kiosk without a serial device never loads the native addon.
  const { SerialTransport } = await import("./serial.ts");
  return new SerialTransport(settings);
}
