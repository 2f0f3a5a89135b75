/** Larger than any 1080p frame of a UVC camera; what grows past it is not a JPEG. */
export const MAX_FRAME_BYTES = 4 * 1024 * 1024;

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const TEM = 0x01;

/**
 * Cuts a stream of concatenated JPEG pictures (ITU-T T.81) into pictures. It walks the marker segments rather than look for
 * FF D9, because a thumbnail inside an APP segment ends with one too. Noise and cut-off pictures are dropped and counted.
 */
export class MjpegSplitter {
  readonly #maxBytes: number;
  #pending: Buffer = Buffer.alloc(0);
  #dropped = 0;

  constructor(maxBytes = MAX_FRAME_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes that belonged to no whole picture, so far. */
  get droppedBytes(): number {
    return this.#dropped;
  }

  /** Bytes kept because a picture may still become whole; never more than the cap. */
  get pendingBytes(): number {
    return this.#pending.length;
  }

  /** The pictures that these bytes complete, each its own memory. */
  push(chunk: Uint8Array): Buffer[] {
    const bytes = Buffer.concat([this.#pending, chunk]);
    this.#pending.fill(0);
    const frames: Buffer[] = [];
    let at = 0;
    for (;;) {
      const start = bytes.indexOf(SOI_MARK, at);
      if (start < 0) {
        at = this.#drop(at, bytes.at(-1) === 0xff && at < bytes.length ? bytes.length - 1 : bytes.length);
        break;
      }
      at = this.#drop(at, start);
      const found = endOfPicture(bytes, start);
      if (found.kind === "incomplete") {
        if (bytes.length - start <= this.#maxBytes) break;
        at = this.#drop(at, start + 2);
      } else if (found.kind === "broken" || found.end - start > this.#maxBytes) {
        at = this.#drop(at, found.kind === "broken" ? found.at : found.end);
      } else {
        frames.push(Buffer.from(bytes.subarray(start, found.end)));
        at = found.end;
      }
    }
    this.#pending = Buffer.from(bytes.subarray(at));
    bytes.fill(0);
    return frames;
  }

  /** Forgets a picture that was being received, and overwrites it. */
  clear(): void {
    this.#pending.fill(0);
    this.#pending = Buffer.alloc(0);
  }

  #drop(from: number, to: number): number {
    this.#dropped += to - from;
    return to;
  }
}

const SOI_MARK = Buffer.from([0xff, SOI]);

type Walk =
  | { readonly kind: "whole"; readonly end: number }
  | { readonly kind: "incomplete" }
  /** No JPEG from `start` on; the search goes on at `at`. */
  | { readonly kind: "broken"; readonly at: number };

function endOfPicture(bytes: Buffer, start: number): Walk {
  let at = start + 2;
  for (;;) {
    if (at + 1 >= bytes.length) return { kind: "incomplete" };
    if (bytes[at] !== 0xff) return { kind: "broken", at };
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (marker === EOI) return { kind: "whole", end: at + 2 };
    // A second start inside a picture: the first was cut off on the wire.
    else if (marker === SOI) return { kind: "broken", at };
    else if (isBare(marker)) at += 2;
    else {
      if (at + 3 >= bytes.length) return { kind: "incomplete" };
      const length = bytes.readUInt16BE(at + 2);
      if (marker === 0 || length < 2) return { kind: "broken", at: at + 2 };
      at += 2 + length;
      if (marker === SOS) at = endOfScan(bytes, at);
    }
  }
}

/** Where the next real marker stands: in entropy-coded data FF is followed by 00 (stuffing) or a restart marker. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) return bytes.length;
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at;
    at += next === 0xff ? 1 : 2;
  }
}

function isRestart(marker: number): boolean {
  return marker >= 0xd0 && marker <= 0xd7;
}

function isBare(marker: number): boolean {
  return isRestart(marker) || marker === TEM;
}
