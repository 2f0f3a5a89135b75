import type { AnySchemaObject } from "ajv";
import type { Clock } from "../../base/clock.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { TransportSettings } from "../../config/settings/settings.ts";
import { requiredByKind } from "../host/required-by-kind.ts";
import { TcpTransport } from "./tcp.ts";
import type { Transport, TransportError } from "./transport.ts";

/** For the `transport` in a driver's option schema. */
export const TRANSPORT_SCHEMA: AnySchemaObject = {
  type: "object",
  required: ["kind"],
  properties: {
    kind: { enum: ["serial", "tcp", "hid"] },
    path: { type: "string", minLength: 1 },
    baud: { enum: [9_600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600] },
    host: { type: "string", minLength: 1 },
    port: { type: "integer", minimum: 1, maximum: 65_535 },
    vendorId: { type: "integer", minimum: 0, maximum: 65_535 },
    productId: { type: "integer", minimum: 0, maximum: 65_535 },
    reportBytes: { type: "integer", minimum: 8, maximum: 1_024, default: 64 },
    reportNumber: { type: "integer", minimum: 1, maximum: 255 },
  },
  additionalProperties: false,
  allOf: [
    requiredByKind("serial", ["path", "baud"]),
    requiredByKind("tcp", ["host", "port"]),
    {
      if: { properties: { kind: { not: { const: "hid" } } } },
      else: {
        anyOf: [
          { required: ["path"], properties: { path: true } },
          { required: ["vendorId", "productId"], properties: { vendorId: true, productId: true } },
        ],
      },
    },
  ],
};

export type OpenTransport = typeof openTransport;

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

// Native addons are loaded when first needed: a kiosk without such a device never loads them.
async function makeTransport(settings: TransportSettings, clock: Clock): Promise<Transport> {
  switch (settings.kind) {
    case "tcp":
      return new TcpTransport(settings, clock);
    case "serial":
      return new (await import("./serial.ts")).SerialTransport(settings);
    case "hid":
      return new (await import("./hid.ts")).HidTransport(settings);
    default:
      return unreachable(settings);
  }
}
