import { err, ok, type Result } from "../../base/result.ts";

/** One command to a card, ISO/IEC 7816-3 short form. `le`: bytes that may come back, 1–256; absent where none do. */
export interface Command {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data?: Buffer;
  readonly le?: number;
}

export interface Response {
  readonly data: Buffer;
  readonly sw: number;
}

export const MOST_DATA_BYTES = 255;
export const MOST_ANSWER_BYTES = 256;

export function encodeCommand({ cla, ins, p1, p2, data, le }: Command): Buffer {
  const length = data?.length ?? 0;
  if (length > MOST_DATA_BYTES) throw new RangeError(`${length} data bytes do not fit a short APDU`);
  if (le !== undefined && (le < 1 || le > MOST_ANSWER_BYTES)) throw new RangeError(`Le ${le} does not fit a short APDU`);
  return Buffer.concat([
    Buffer.from([cla, ins, p1, p2]),
    ...(data && length > 0 ? [Buffer.from([length]), data] : []),
    ...(le === undefined ? [] : [Buffer.from([le & 0xff])]),
  ]);
}

/** The four cases of ISO/IEC 7816-3 §12.1: neither, Le, Lc + data, Lc + data + Le. */
export function decodeCommand(bytes: Buffer): Result<Command, string> {
  const [cla, ins, p1, p2, length] = bytes;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) return err(`${bytes.length} bytes, a header has 4`);
  const header = { cla, ins, p1, p2 };
  if (length === undefined) return ok(header);
  if (bytes.length === 5) return ok({ ...header, le: length || MOST_ANSWER_BYTES });
  const data = Buffer.from(bytes.subarray(5, 5 + length));
  const rest = bytes.length - 5 - length;
  // Lc of 00 begins an extended length, which no T=0 card takes.
  if (length === 0 || data.length !== length || rest > 1) return err(`Lc says ${length}, ${bytes.length - 5} bytes follow`);
  return ok(rest === 1 ? { ...header, data, le: bytes[5 + length] || MOST_ANSWER_BYTES } : { ...header, data });
}

export function encodeResponse({ data, sw }: Response): Buffer {
  return Buffer.concat([data, Buffer.from([sw >> 8, sw & 0xff])]);
}

/** ISO/IEC 7816-3 §12.2.1: SW1 is 6X or 9X, and not 60, which is no status but a request to wait. */
export function decodeResponse(bytes: Buffer): Result<Response, string> {
  if (bytes.length < 2) return err(`${bytes.length} bytes, a status has 2`);
  if (bytes.length > MOST_ANSWER_BYTES + 2) return err(`${bytes.length} bytes, a short answer has 258 at most`);
  const sw = bytes.readUInt16BE(bytes.length - 2);
  const sw1 = sw >> 8;
  if (((sw1 & 0xf0) !== 0x60 && (sw1 & 0xf0) !== 0x90) || sw1 === 0x60) return err(`status ${swText(sw)}`);
  return ok({ data: Buffer.from(bytes.subarray(0, -2)), sw });
}

export function swText(sw: number): string {
  return sw.toString(16).padStart(4, "0").toUpperCase();
}

/**
 * `61xx` asks for this. The class is the command's own, except that what is proprietary in 8X (PBOC cards) is fetched with
 * class 00.
 */
export function getResponse(cla: number, bytes: number): Command {
  return { cla: (cla & 0xf0) === 0x80 ? 0x00 : cla, ins: 0xc0, p1: 0, p2: 0, le: bytes || MOST_ANSWER_BYTES };
}

/** SELECT by application name (DF name). */
export const selectApplication = (aid: Buffer): Command => ({ cla: 0, ins: 0xa4, p1: 0x04, p2: 0, data: aid });

/** SELECT of a file by its two-byte number; `p1` is the card's dialect: 02 an EF under the current DF, 00 any file. */
export const selectFile = (p1: 0x00 | 0x02, file: number): Command => ({
  ...{ cla: 0, ins: 0xa4, p1, p2: 0 },
  data: Buffer.from([file >> 8, file & 0xff]),
});

/** READ RECORD by number; `sfi` 0 is the file that is selected. */
export const readRecord = (sfi: number, record: number, le: number): Command => ({
  ...{ cla: 0, ins: 0xb2, p1: record, p2: (sfi << 3) | 0x04, le },
});
