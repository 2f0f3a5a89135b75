import { createCipheriv, createPublicKey, diffieHellman, generateKeyPairSync } from "node:crypto";

/** A raw X25519 public key in base64url. */
export const PREVIEW_KEY = "^[A-Za-z0-9_-]{43}$";

const IV_BYTES = 12;
const COUNTER_BYTES = 4;

export interface PreviewSeal {
  /** Ours, for the page to agree on the same key. */
  readonly publicKey: Buffer;
  /** One frame as it goes out: length of what follows (32 bits, big endian), AES-256-GCM ciphertext, tag. The IV counts the frames. */
  seal(jpeg: Buffer): Buffer;
}

/**
 * Frames sealed to a key that only the page's own process holds, new for each stream. Sockets, the browser's network process, its pipes
 * and its developer tools pass the frames on, and measured without this, pieces of them stay in freed memory there until chance
 * overwrites them. Null for what is no usable key.
 */
export function previewSeal(pageKey: string): PreviewSeal | null {
  const ours = generateKeyPairSync("x25519");
  let key: Buffer;
  try {
    const theirs = createPublicKey({ key: { kty: "OKP", crv: "X25519", x: pageKey }, format: "jwk" });
    key = diffieHellman({ privateKey: ours.privateKey, publicKey: theirs });
  } catch {
    // A point of small order, or no point at all.
    return null;
  }
  let count = 0;
  return {
    publicKey: Buffer.from(ours.publicKey.export({ format: "jwk" }).x ?? "", "base64url"),
    seal(jpeg) {
      const iv = Buffer.alloc(IV_BYTES);
      iv.writeUInt32BE(count, IV_BYTES - COUNTER_BYTES);
      count += 1;
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const sealed = Buffer.concat([cipher.update(jpeg), cipher.final()]);
      const length = Buffer.alloc(4);
      const tag = cipher.getAuthTag();
      length.writeUInt32BE(sealed.length + tag.length);
      return Buffer.concat([length, sealed, tag]);
    },
  };
}
