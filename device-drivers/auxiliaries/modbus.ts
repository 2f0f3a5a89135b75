import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";

/**
 * Modbus RTU, the four functions that relay and input boards speak (Modbus application protocol V1.1b3 §6). Own code
 * rather than npm modbus-serial: that opens ports itself, keeps time by the machine's clock and knows no "not sent".
 */
export type Request =
  | { readonly is: "read-coils" | "read-inputs"; readonly at: number; readonly count: number }
  | { readonly is: "write-coil"; readonly at: number; readonly on: boolean }
  | { readonly is: "write-coils"; readonly at: number; readonly on: readonly boolean[] };

/** What a board answers to its own request. */
export type Reply = { readonly is: "bits"; readonly bits: readonly boolean[] } | { readonly is: "written" };

/** A frame whose checksum is right. */
export interface Frame {
  readonly unit: number;
  readonly code: number;
  readonly data: Buffer;
}

export const FUNCTION = { "read-coils": 0x01, "read-inputs": 0x02, "write-coil": 0x05, "write-coils": 0x0f } as const;
export const EXCEPTION_BIT = 0x80;
/** Unit and function in front, checksum behind. */
export const OVERHEAD_BYTES = 4;
/** Largest frame on a serial line (Modbus over serial line V1.02 §2.5.1). */
export const MAX_FRAME_BYTES = 256;
/** As many as one board of the kind has, and far fewer than one request can ask for. */
export const MAX_BITS = 256;

/** CRC-16/MODBUS: reflected polynomial A001, start FFFF; low byte first on the wire. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}

export function encodeFrame({ unit, code, data }: Frame): Buffer {
  const frame = Buffer.alloc(data.length + OVERHEAD_BYTES);
  frame.set([unit, code]);
  frame.set(data, 2);
  frame.writeUInt16LE(crc16(frame.subarray(0, -2)), frame.length - 2);
  return frame;
}

export function encodeRequest(unit: number, request: Request): Buffer {
  return encodeFrame({ unit, code: FUNCTION[request.is], data: requestData(request) });
}

/** What a board understands; undefined for a function that it does not have or a request that is not well made. */
export function decodeRequest({ code, data }: Frame): Request | undefined {
  if (data.length < 4) return undefined;
  const at = data.readUInt16BE(0);
  const word = data.readUInt16BE(2);
  switch (code) {
    case FUNCTION["read-coils"]:
    case FUNCTION["read-inputs"]:
      if (data.length !== 4 || word < 1 || word > MAX_BITS) return undefined;
      return { is: code === FUNCTION["read-coils"] ? "read-coils" : "read-inputs", at, count: word };
    case FUNCTION["write-coil"]:
      return data.length === 4 && (word === 0xff00 || word === 0) ? { is: "write-coil", at, on: word === 0xff00 } : undefined;
    case FUNCTION["write-coils"]: {
      const packed = data.subarray(5);
      if (word < 1 || word > MAX_BITS || data[4] !== packed.length || packed.length !== Math.ceil(word / 8)) return undefined;
      return { is: "write-coils", at, on: unpack(packed, word) };
    }
    default:
      return undefined;
  }
}

/** What comes back when all went well. */
export function encodeReply(unit: number, request: Request, bits: readonly boolean[] = []): Buffer {
  const code = FUNCTION[request.is];
  switch (request.is) {
    case "read-coils":
    case "read-inputs": {
      const packed = pack(bits);
      return encodeFrame({ unit, code, data: Buffer.concat([Buffer.from([packed.length]), packed]) });
    }
    case "write-coil":
    case "write-coils":
      return encodeFrame({ unit, code, data: requestData(request).subarray(0, 4) });
    default:
      return unreachable(request);
  }
}

export function encodeException(unit: number, request: Request, exception: number): Buffer {
  return encodeFrame({ unit, code: FUNCTION[request.is] | EXCEPTION_BIT, data: Buffer.from([exception]) });
}

export type BadReply =
  | { readonly is: "exception"; readonly exception: number }
  | { readonly is: "not-an-answer"; readonly problem: string };

/** The answer to this request, or why the frame is none: a late answer to another one, an exception. */
export function decodeReply(request: Request, frame: Frame): Result<Reply, BadReply> {
  const code = FUNCTION[request.is];
  if (frame.code === (code | EXCEPTION_BIT) && frame.data.length === 1) return err({ is: "exception", exception: frame.data[0] ?? 0 });
  if (frame.code !== code) return err({ is: "not-an-answer", problem: "other function" });
  switch (request.is) {
    case "read-coils":
    case "read-inputs": {
      const bytes = Math.ceil(request.count / 8);
      if (frame.data[0] !== bytes || frame.data.length !== bytes + 1) return err({ is: "not-an-answer", problem: "other length" });
      return ok({ is: "bits", bits: unpack(frame.data.subarray(1), request.count) });
    }
    case "write-coil":
    case "write-coils":
      // The echo names what was written: only this proves that it was this request.
      if (!frame.data.equals(requestData(request).subarray(0, 4))) return err({ is: "not-an-answer", problem: "other echo" });
      return ok({ is: "written" });
    default:
      return unreachable(request);
  }
}

function requestData(request: Request): Buffer {
  switch (request.is) {
    case "read-coils":
    case "read-inputs":
      return words(request.at, request.count);
    case "write-coil":
      return words(request.at, request.on ? 0xff00 : 0);
    case "write-coils": {
      const packed = pack(request.on);
      return Buffer.concat([words(request.at, request.on.length), Buffer.from([packed.length]), packed]);
    }
    default:
      return unreachable(request);
  }
}

function words(first: number, second: number): Buffer {
  const data = Buffer.alloc(4);
  data.writeUInt16BE(first, 0);
  data.writeUInt16BE(second, 2);
  return data;
}

/** The first bit is the lowest of the first byte. */
function pack(bits: readonly boolean[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  bits.forEach((bit, at) => {
    if (bit) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7));
  });
  return bytes;
}

function unpack(bytes: Buffer, count: number): boolean[] {
  return Array.from({ length: count }, (_, at) => (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) === 1);
}
