import type { AnySchemaObject } from "ajv";
import type { Transport } from "../transport/transport.ts";

/** How a frame lies in USB-HID reports. `inferred`: from no source and no unit; run the contract on the reader before it is bought. */
export interface HidProfile {
  readonly payload: "whole" | "length-first";
  readonly evidence: "published" | "inferred";
  readonly why: string;
}

export const HID_PROFILES = {
  whole: {
    payload: "whole",
    evidence: "published",
    why: "Integrators describe reports of 64 bytes with the serial line's bytes unchanged. That zeros fill the last one up is inferred: HID reports of one number have one size.",
  },
  "length-first": {
    payload: "length-first",
    evidence: "inferred",
    why: "Bridges from serial to HID cannot send a short report, so many put the number of bytes that count before them, as USB-to-UART chips do. Not yet seen on an ID-card reader.",
  },
} as const satisfies Record<string, HidProfile>;

export type HidProfileName = keyof typeof HID_PROFILES;

export const HID_PROFILE_SCHEMA: AnySchemaObject = { enum: Object.keys(HID_PROFILES), default: "whole" };

/** The bytes inside a device's reports as one stream. Padding behind a frame stays in it: frames say where they end. */
export function throughReports(transport: Transport, profile: HidProfileName, reportBytes: number): Transport {
  if (HID_PROFILES[profile].payload === "whole") return transport;
  return {
    name: transport.name,
    open: () => transport.open(),
    write: (bytes) => transport.write(withLengths(bytes, reportBytes)),
    onData(then) {
      const reader = new LengthFirstReader(reportBytes);
      transport.onData((bytes) => {
        const payload = reader.push(bytes);
        if (payload.length > 0) then(payload);
      });
    },
    onClose: (then) => transport.onClose(then),
    close: () => transport.close(),
  };
}

/** Whole reports, each with the number of bytes that count before them. */
export function withLengths(bytes: Uint8Array, reportBytes: number): Buffer {
  const room = reportBytes - 1;
  const reports = Buffer.alloc(Math.ceil(bytes.length / room) * reportBytes);
  for (let from = 0, to = 0; from < bytes.length; from += room, to += reportBytes) {
    const part = bytes.subarray(from, from + room);
    reports[to] = part.length;
    reports.set(part, to + 1);
  }
  return reports;
}

/** Takes the bytes that count out of reports; keeps less than one report. */
export class LengthFirstReader {
  /** Reports whose length cannot be. */
  noise = 0;
  readonly #reportBytes: number;
  #kept: Buffer = Buffer.alloc(0);

  constructor(reportBytes: number) {
    this.#reportBytes = reportBytes;
  }

  get held(): number {
    return this.#kept.length;
  }

  push(bytes: Uint8Array): Buffer {
    const all = Buffer.concat([this.#kept, bytes]);
    const payload: Buffer[] = [];
    let at = 0;
    for (; all.length - at >= this.#reportBytes; at += this.#reportBytes) {
      const length = all.readUInt8(at);
      if (length < this.#reportBytes) payload.push(all.subarray(at + 1, at + 1 + length));
      else this.noise += 1;
    }
    this.#kept = Buffer.from(all.subarray(at));
    return Buffer.concat(payload);
  }
}
