import { post } from "./browser-wire.ts";

const ADDRESS = "/api/preview";
const KEY_BYTES = 32;
const LENGTH_BYTES = 4;
const IV_BYTES = 12;
/** A camera's frame is a tenth of this; whoever announces more is not our runtime. */
const MAX_FRAME_BYTES = 4_000_000;

/**
 * The camera's frames as the runtime seals them (`runtime/server/preview-seal.ts`), opened in this page's process and nowhere else.
 * No blob and no image element: both hand the bytes to other processes of the browser. Ends with the stream; throws when there is none.
 */
export async function* previewFrames(signal: AbortSignal): AsyncGenerator<VideoFrame> {
  const ours = (await crypto.subtle.generateKey({ name: "X25519" }, false, ["deriveKey"])) as CryptoKeyPair;
  const { x } = await crypto.subtle.exportKey("jwk", ours.publicKey);
  const response = await post(ADDRESS, { key: x }, signal);
  if (!response.ok || !response.body) throw new Error(`preview: ${response.status}`);
  const source = new Chunks(response.body.getReader());
  const theirs = await source.take(KEY_BYTES);
  if (!theirs) return;
  const key = await agree(ours.privateKey, theirs);
  for (let count = 0; ; count += 1) {
    const length = await source.take(LENGTH_BYTES);
    const sealed = length && (await source.take(new DataView(length.buffer).getUint32(0)));
    if (!sealed) return;
    const frame = await decode(await open(key, count, sealed));
    if (frame) yield frame;
  }
}

async function agree(ours: CryptoKey, theirs: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const publicKey = await crypto.subtle.importKey("raw", theirs, { name: "X25519" }, false, []);
  return crypto.subtle.deriveKey({ name: "X25519", public: publicKey }, ours, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
}

async function open(key: CryptoKey, count: number, sealed: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const iv = new Uint8Array(IV_BYTES);
  new DataView(iv.buffer).setUint32(IV_BYTES - 4, count);
  return crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed);
}

/** Null for a frame that was spoilt on the camera's cable; the next comes at once. */
async function decode(jpeg: ArrayBuffer): Promise<VideoFrame | null> {
  const decoder = new ImageDecoder({ type: "image/jpeg", data: jpeg });
  try {
    return (await decoder.decode()).image;
  } catch {
    return null;
  } finally {
    decoder.close();
    new Uint8Array(jpeg).fill(0);
  }
}

/** Pieces of a stream as the wire cut them, taken as the sender meant them. */
class Chunks {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  #left: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  constructor(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>) {
    this.#reader = reader;
  }

  /** Null at the end of the stream. */
  async take(length: number): Promise<Uint8Array<ArrayBuffer> | null> {
    if (length > MAX_FRAME_BYTES) throw new Error(`preview: a frame of ${length} bytes`);
    const taken = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      if (this.#left.length === 0) {
        const { value, done } = await this.#reader.read();
        if (done) return null;
        this.#left = value;
      }
      const part = this.#left.subarray(0, length - at);
      taken.set(part, at);
      at += part.length;
      this.#left = this.#left.subarray(part.length);
    }
    return taken;
  }
}
