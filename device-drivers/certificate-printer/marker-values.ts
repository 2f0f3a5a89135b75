import type { SnmpValue } from "./snmp-client.ts";

/** prtMarkerLifeCount of the first marker (RFC 3805): what the engine has printed in its life. */
export const MARKER_LIFE_COUNT = "1.3.6.1.2.1.43.10.2.1.4.1.1";
/** hrPrinterDetectedErrorState of the first device (RFC 2790). */
export const DETECTED_ERRORS = "1.3.6.1.2.1.25.3.5.1.2.1";

const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const COUNTER_32 = 0x41;
const GAUGE_32 = 0x42;

/** A count of pages; undefined for anything else (-2 is "unknown" in RFC 3805). */
export function countIn({ type, value }: SnmpValue): number | undefined {
  if (type !== COUNTER_32 && type !== GAUGE_32 && type !== INTEGER) return undefined;
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** By bit, the most significant of the first byte first; in the words of IPP's printer-state-reasons where it has one. */
const ERROR_BITS = [
  "media-low",
  "media-empty",
  "toner-low",
  "toner-empty",
  "door-open",
  "media-jam",
  "offline",
  "service-requested",
  "input-tray-missing",
  "output-tray-missing",
  "marker-supply-missing",
  "output-area-almost-full",
  "output-area-full",
  "input-tray-empty",
  "overdue-maintenance",
] as const;

/** What the printer finds amiss; undefined where the value is no set of bits. Agents leave trailing zero bytes out (measured: one byte). */
export function errorsIn({ type, value }: SnmpValue): readonly string[] | undefined {
  if (type !== OCTET_STRING || !Buffer.isBuffer(value)) return undefined;
  return ERROR_BITS.filter((_, bit) => ((value[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}
