/** Bytes, pixels or numbers that hold a face. */
export type FaceBuffer = Uint8Array | Uint8ClampedArray | Uint16Array | Float32Array;

/**
 * Every buffer of a face in this process: entered where it is made or handed over, struck out by overwriting it and in no other way. So
 * `count` is the number of faces' buffers that are not wiped, and a forgotten one stays in it.
 */
export class FaceBuffers {
  readonly #alive = new Set<FaceBuffer>();

  get count(): number {
    return this.#alive.size;
  }

  keep<B extends FaceBuffer>(buffer: B): B {
    this.#alive.add(buffer);
    return buffer;
  }

  /** Overwrites it with zeros; also one that was never entered. */
  wipe(buffer: FaceBuffer): void {
    buffer.fill(0);
    this.#alive.delete(buffer);
  }

  /** The end of a look, however it came. */
  wipeAll(): void {
    for (const buffer of this.#alive) this.wipe(buffer);
  }
}
