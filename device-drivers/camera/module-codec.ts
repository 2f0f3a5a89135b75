import { type KeyObject, sign, verify } from "node:crypto";
import { constant, raw, record, uint8, uint16be, uint32be } from "../../base/bytes.ts";
import { err, ok, type Result } from "../../base/result.ts";

/**
 * What the program beside a maker's library writes to its standard output, one record for each frame: a head, then the bytes that the head
 * counts: colour JPEG, infrared JPEG, depth (16 bits a pixel, mm, low byte first), certificate number (ASCII), signature. Makers publish no
 * bytes of their own; each has a library, and this is what its adapter speaks.
 *
 * The signature (Ed25519, or ECDSA with SHA-256) is the module's own and covers the head and all before the signature. `nonce` is drawn anew
 * each time the program is started, and `seq` rises: a film of signed frames from another day or another kiosk does not fit.
 */
export const NONCE_BYTES = 16;

const HEAD = record({
  magic: constant([0x5a, 0x5a, 0x4d, 0x46]),
  version: constant([1]),
  /** 0 none, 1 live, 2 not live. */
  liveness: uint8,
  /** Of 65 535. */
  score: uint16be,
  seq: uint32be,
  nonce: raw(NONCE_BYTES),
  jpegBytes: uint32be,
  irBytes: uint32be,
  depthWidth: uint16be,
  depthHeight: uint16be,
  certificateBytes: uint8,
  signatureBytes: uint8,
});
export const HEAD_BYTES = HEAD.size;

/** No camera of a kiosk makes larger ones; a head that asks for more is noise. */
const MAX_JPEG_BYTES = 2_000_000;
const MAX_DEPTH_PIXELS = 1_280 * 960;

const LIVENESS = ["none", "live", "not-live"] as const;

export interface ModuleRecord {
  readonly seq: number;
  readonly nonce: Buffer;
  readonly liveness: (typeof LIVENESS)[number];
  /** 0 to 1. */
  readonly score: number;
  readonly certificate: string;
  readonly jpeg: Buffer;
  /** Empty where the module has no such eye. */
  readonly ir: Buffer;
  readonly depth: { readonly width: number; readonly height: number; readonly mm: Uint16Array } | null;
}

/** Bytes of one record, signed when there is a key. */
export function encodeModuleRecord(one: ModuleRecord, key: KeyObject | null): Buffer {
  const depth = one.depth ? depthBytes(one.depth.mm) : Buffer.alloc(0);
  const certificate = Buffer.from(one.certificate, "ascii");
  const head = (signatureBytes: number) =>
    HEAD.encode({
      magic: undefined,
      version: undefined,
      liveness: LIVENESS.indexOf(one.liveness),
      score: Math.round(one.score * 65_535),
      seq: one.seq,
      nonce: one.nonce,
      jpegBytes: one.jpeg.length,
      irBytes: one.ir.length,
      depthWidth: one.depth?.width ?? 0,
      depthHeight: one.depth?.height ?? 0,
      certificateBytes: certificate.length,
      signatureBytes,
    });
  const body = [one.jpeg, one.ir, depth, certificate];
  if (!key) return Buffer.concat([head(0), ...body]);
  // The length of an ECDSA signature varies and stands in the signed head: signed again until it is the one that was said.
  for (let length = 64; ; ) {
    const signature = sign(hashOf(key), Buffer.concat([head(length), ...body]), key);
    if (signature.length === length) return Buffer.concat([head(length), ...body, signature]);
    length = signature.length;
  }
}

/** A whole record, and whether its signature is the module's (`unsigned` where there is no key to hold it against). */
export interface DecodedRecord {
  readonly record: ModuleRecord;
  readonly signature: "good" | "bad" | "unsigned";
}

/** How long the record is whose head this is, or what is wrong with it. */
export function moduleRecordBytes(head: Uint8Array): Result<number, string> {
  const decoded = HEAD.decode(head);
  if (!decoded.ok) return err(`no record: ${decoded.error.field} at ${decoded.error.offset}`);
  const { jpegBytes, irBytes, depthWidth, depthHeight, certificateBytes, signatureBytes, liveness } = decoded.value;
  if (liveness >= LIVENESS.length) return err(`no such verdict: ${liveness}`);
  if (jpegBytes === 0 || Math.max(jpegBytes, irBytes) > MAX_JPEG_BYTES) return err(`pictures of ${jpegBytes} and ${irBytes} bytes`);
  if (depthWidth * depthHeight > MAX_DEPTH_PIXELS) return err(`a depth map of ${depthWidth}×${depthHeight}`);
  return ok(HEAD_BYTES + jpegBytes + irBytes + 2 * depthWidth * depthHeight + certificateBytes + signatureBytes);
}

/** `bytes`: exactly one record, as long as `moduleRecordBytes` says. What comes out has bytes of its own. */
export function decodeModuleRecord(bytes: Buffer, key: KeyObject | null): Result<DecodedRecord, string> {
  const length = moduleRecordBytes(bytes.subarray(0, HEAD_BYTES));
  if (!length.ok) return length;
  if (length.value !== bytes.length) return err(`${bytes.length} bytes where the head says ${length.value}`);
  const head = HEAD.decode(bytes.subarray(0, HEAD_BYTES));
  if (!head.ok) return err(head.error.field);
  const { seq, nonce, liveness, score, jpegBytes, irBytes, depthWidth, depthHeight, certificateBytes, signatureBytes } = head.value;
  let at = HEAD_BYTES;
  const next = (count: number) => {
    const part = Buffer.from(bytes.subarray(at, at + count));
    at += count;
    return part;
  };
  const jpeg = next(jpegBytes);
  const ir = next(irBytes);
  const depth =
    depthWidth * depthHeight > 0 ? { width: depthWidth, height: depthHeight, mm: millimetres(next(2 * depthWidth * depthHeight)) } : null;
  const certificate = next(certificateBytes).toString("ascii");
  const signed = bytes.subarray(0, bytes.length - signatureBytes);
  const isGood = key !== null && signatureBytes > 0 && isSignedBy(key, signed, bytes.subarray(bytes.length - signatureBytes));
  return ok({
    record: { seq, nonce, liveness: LIVENESS[liveness] ?? "none", score: score / 65_535, certificate, jpeg, ir, depth },
    signature: key === null ? "unsigned" : isGood ? "good" : "bad",
  });
}

function isSignedBy(key: KeyObject, signed: Buffer, signature: Buffer): boolean {
  return verify(hashOf(key), signed, key, signature);
}

const hashOf = (key: KeyObject) => (key.asymmetricKeyType === "ed25519" ? null : "sha256");

function depthBytes(mm: Uint16Array): Buffer {
  const bytes = Buffer.alloc(mm.length * 2);
  for (const [at, value] of mm.entries()) bytes.writeUInt16LE(value, at * 2);
  return bytes;
}

function millimetres(bytes: Buffer): Uint16Array {
  const mm = new Uint16Array(bytes.length / 2);
  for (let at = 0; at < mm.length; at++) mm[at] = bytes.readUInt16LE(at * 2);
  bytes.fill(0);
  return mm;
}
