import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { err, ok, type Result } from "../../../base/result.ts";
import type { Picture, PictureFault } from "../picture.ts";

/** TurboJPEG's functions, as the package compiles them: pointers are byte offsets into `memory`. */
interface TurboJpeg {
  readonly memory: WebAssembly.Memory;
  malloc(length: number): number;
  free(pointer: number): void;
  tjInitDecompress(): number;
  tjDestroy(handle: number): number;
  tjDecompressHeader3(
    handle: number,
    jpeg: number,
    length: number,
    width: number,
    height: number,
    sampling: number,
    colours: number,
  ): number;
  tjDecompress2(
    handle: number,
    jpeg: number,
    length: number,
    into: number,
    width: number,
    pitch: number,
    height: number,
    format: number,
    flags: number,
  ): number;
}

type Size = Pick<Picture, "width" | "height">;
type Take = (length: number) => Uint8ClampedArray;

const RGBA = 7;
/** Four 32-bit numbers: width, height, sampling, colours. */
const HEADER_BYTES = 16;
/** Where the library writes its first complaint; it holds these words until there is one, and zeros up to its length. */
const COMPLAINT = Buffer.from("No error\0");
const COMPLAINT_BYTES = 200;
/** Many webcams put some bytes of nothing before the end marker of each frame. More than these is a frame that lost its way. */
const MAX_EXTRANEOUS = 8;

let compiled: WebAssembly.Module | undefined;

/**
 * libjpeg-turbo in WebAssembly. Three reasons against the canvas' decoder, all measured: it says when a picture breaks off or is damaged,
 * where the canvas draws grey; it needs 3 MB beside the pixels, not 70; and all of its memory can be overwritten.
 */
export class JpegDecoder {
  #jpeg: Loaded | undefined;

  /** `take` makes room for so many bytes of pixels. */
  decode(bytes: Uint8Array, maxPixels: number, take: Take): Result<Picture, PictureFault> {
    this.#jpeg ??= load();
    const jpeg = this.#jpeg;
    try {
      return jpeg.decode(bytes, maxPixels, take);
    } catch {
      // A fatal complaint leaves the library in the middle of its work.
      this.clear();
      return err("undecodable");
    }
  }

  /** Overwrites all that the library ever held. */
  clear(): void {
    this.#jpeg?.wipe();
    this.#jpeg = undefined;
  }
}

class Loaded {
  readonly #turbo: TurboJpeg;
  readonly #complaint: number;
  readonly #header: number;
  readonly #input = { at: 0, length: 0 };
  readonly #output = { at: 0, length: 0 };

  constructor(turbo: TurboJpeg) {
    this.#turbo = turbo;
    // The words stand a second time further up, as a constant.
    this.#complaint = this.#bytes().lastIndexOf(COMPLAINT);
    if (this.#complaint < 0) throw new Error("jpeg-turbo.wasm: the place of its complaints is not where it was");
    this.#header = turbo.malloc(HEADER_BYTES);
  }

  decode(bytes: Uint8Array, maxPixels: number, take: Take): Result<Picture, PictureFault> {
    const input = this.#room(this.#input, bytes.length);
    this.#bytes().set(bytes, input);
    // Anew for each picture: Huffman tables of the last one would serve for one that comes without.
    const handle = this.#turbo.tjInitDecompress();
    try {
      const header = this.#header;
      const read = this.#turbo.tjDecompressHeader3(handle, input, bytes.length, header, header + 4, header + 8, header + 12);
      const [width, height] = [this.#bytes().readInt32LE(header), this.#bytes().readInt32LE(header + 4)];
      if (read !== 0 || width < 1 || height < 1) return err("undecodable");
      if (width * height > maxPixels) return err("too-large");
      const rgba = this.#pixels(handle, input, bytes.length, { width, height }, take);
      return rgba ? ok({ width, height, rgba }) : err("undecodable");
    } finally {
      this.#turbo.tjDestroy(handle);
      this.#bytes().fill(0, input, input + bytes.length);
    }
  }

  #pixels(handle: number, input: number, length: number, { width, height }: Size, take: Take): Uint8ClampedArray | undefined {
    const size = width * height * 4;
    const output = this.#room(this.#output, size);
    this.#bytes().fill(0, this.#complaint, this.#complaint + COMPLAINT_BYTES);
    const status = this.#turbo.tjDecompress2(handle, input, length, output, width, width * 4, height, RGBA, 0);
    const pixels = this.#bytes().subarray(output, output + size);
    try {
      if (status !== 0 && !this.#isHarmless()) return undefined;
      const rgba = take(size);
      rgba.set(pixels);
      return rgba;
    } finally {
      pixels.fill(0);
    }
  }

  /** Only some bytes too many before the end (marker D9) of a picture that is whole. */
  #isHarmless(): boolean {
    const complaint = this.#bytes().toString("latin1", this.#complaint, this.#complaint + COMPLAINT_BYTES);
    const extraneous = /(\d+) extraneous bytes before marker 0xd9/u.exec(complaint);
    return extraneous !== null && Number(extraneous[1]) <= MAX_EXTRANEOUS;
  }

  wipe(): void {
    this.#bytes().fill(0);
  }

  #room(room: { at: number; length: number }, length: number): number {
    if (room.length >= length) return room.at;
    if (room.at !== 0) this.#turbo.free(room.at);
    room.at = this.#turbo.malloc(length);
    room.length = length;
    if (room.at === 0) throw new Error("no memory for a picture");
    return room.at;
  }

  /** Anew each time: memory that grew is another buffer. */
  #bytes(): Buffer {
    return Buffer.from(this.#turbo.memory.buffer);
  }
}

function load(): Loaded {
  compiled ??= new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve("@cwasm/jpeg-turbo/jpeg-turbo.wasm")));
  const refuse = () => {
    throw new Error("fatal");
  };
  const nothing = () => 0;
  const instance = new WebAssembly.Instance(compiled, {
    // libjpeg leaves a hopeless picture by a long jump; an exception does as well, once the instance is given up.
    env: { setjmp: nothing, longjmp: refuse },
    wasi_snapshot_preview1: {
      environ_sizes_get: nothing,
      environ_get: nothing,
      fd_close: nothing,
      fd_seek: nothing,
      fd_write: nothing,
      proc_exit: refuse,
    },
  });
  return new Loaded(instance.exports as unknown as TurboJpeg);
}
