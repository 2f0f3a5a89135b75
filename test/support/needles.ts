const KEY_BYTES = 3;
const SMALL_BITS = 18;

/**
 * Many needles at once, in one pass: every three bytes of the hay are looked up first in a bitmap that fits a processor's nearest cache,
 * then in a map. A needle is of a kind ("frame jpeg", "card photo BGR", …), and hits are told by kind.
 */
export class Needles {
  readonly #bitmap = new Uint32Array(1 << (SMALL_BITS - 5));
  readonly #byKey = new Map<number, { readonly kind: string; readonly bytes: Buffer }[]>();
  readonly #known = new Set<string>();
  /** The longest; two reads must overlap by this much. */
  longest = 0;

  get count(): number {
    return this.#known.size;
  }

  /** A run of few different bytes stands in any memory: it proves nothing, and is left out. */
  add(kind: string, whole: Buffer): void {
    const bytes = whole.subarray(firstLively(whole));
    if (bytes.length >= 16 && new Set(bytes).size >= 8) this.#put(kind, bytes);
  }

  /** As files and sockets carry it, and as JavaScript may hold it. */
  addText(kind: string, text: string): void {
    this.#put(kind, Buffer.from(text, "utf8"));
    this.#put(kind, Buffer.from(text, "utf16le"));
  }

  #put(kind: string, bytes: Buffer): void {
    const text = bytes.toString("latin1");
    if (this.#known.has(text)) return;
    this.#known.add(text);
    const key = keyAt(bytes, 0);
    const bit = small(key);
    this.#bitmap[bit >>> 5] = (this.#bitmap[bit >>> 5] as number) | (1 << (bit & 31));
    const same = this.#byKey.get(key);
    if (same) same.push({ kind, bytes });
    else this.#byKey.set(key, [{ kind, bytes }]);
    this.longest = Math.max(this.longest, bytes.length);
  }

  /** Every `every` bytes a run of `length`: what is left of a torn picture is found too. */
  addWindows(kind: string, bytes: Buffer, length: number, every: number): void {
    for (let at = 0; at + length <= bytes.length; at += every) this.add(kind, bytes.subarray(at, at + length));
  }

  /** Calls `hit` for each place where a needle begins in `hay[0, end)`; it may reach past `end`. */
  search(hay: Buffer, end: number, hit: (kind: string, at: number) => void): void {
    const bitmap = this.#bitmap;
    const last = Math.min(end, hay.length - KEY_BYTES);
    let key = last > 0 ? keyAt(hay, 0) << 8 : 0;
    for (let at = 0; at < last; at++) {
      key = ((key >>> 8) & 0xffff) | ((hay[at + 2] as number) << 16);
      const bit = small(key);
      if (((bitmap[bit >>> 5] as number) >>> (bit & 31)) & 1) this.#check(hay, at, key, hit);
    }
  }

  #check(hay: Buffer, at: number, key: number, hit: (kind: string, at: number) => void): void {
    const same = this.#byKey.get(key);
    if (!same) return;
    for (const { kind, bytes } of same) {
      if (hay[at + 3] === bytes[3] && hay.length - at >= bytes.length && hay.compare(bytes, 0, bytes.length, at, at + bytes.length) === 0)
        hit(kind, at);
    }
  }
}

// Black, white and grey begin a million runs; a needle begins where its first three bytes differ.
function firstLively(bytes: Buffer): number {
  let at = 0;
  while (at + KEY_BYTES < bytes.length && (bytes[at] === bytes[at + 1] || bytes[at + 1] === bytes[at + 2] || bytes[at] === bytes[at + 2]))
    at += 1;
  return at;
}

function small(key: number): number {
  return (Math.imul(key, 0x9e3779b1) >>> (32 - SMALL_BITS)) | 0;
}

function keyAt(bytes: Buffer, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
}
