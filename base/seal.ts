import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from "node:crypto";
import { raw, record, uint8 } from "./bytes.ts";
import type { Random } from "./random.ts";
import { err, ok, type Result } from "./result.ts";

/**
 * Records encrypted to a public key (the scheme of RFC 9180 in its plainest form: X25519, HKDF-SHA-256, AES-256-GCM).
 * A kiosk keeps only the hub's public key, so what it wrote down cannot be read on the kiosk any more.
 */
const VERSION = 1;
const X25519_SPKI_PREFIX = Buffer.from("302a300506032b656e032100", "hex");
const HEAD = record({ version: uint8, ephemeral: raw(32), nonce: raw(12), tag: raw(16) });

export type UnsealError = "seal.malformed" | "seal.wrong-key-or-context";

/** A new key pair in PEM; the private one stays at the hub. */
export function sealKeyPair(): { publicKey: string; privateKey: string } {
  const pair = generateKeyPairSync("x25519");
  return {
    publicKey: pair.publicKey.export({ type: "spki", format: "pem" }).toString(),
    privateKey: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

/** `context` (table, id, schema…) is authenticated, not stored: the record opens only where it belongs. */
export function seal(publicKeyPem: string, context: string, plain: Uint8Array, random: Random): Buffer {
  const pair = generateKeyPairSync("x25519");
  const ephemeral = rawPublicKey(pair.publicKey);
  const key = deriveKey(diffieHellman({ privateKey: pair.privateKey, publicKey: createPublicKey(publicKeyPem) }), ephemeral);
  const nonce = random.bytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context, "utf8"));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([HEAD.encode({ version: VERSION, ephemeral, nonce, tag: cipher.getAuthTag() }), body]);
}

export function unseal(privateKeyPem: string, context: string, sealed: Uint8Array): Result<Buffer, UnsealError> {
  const head = HEAD.decode(sealed.subarray(0, HEAD.size));
  if (!head.ok || head.value.version !== VERSION) return err("seal.malformed");
  const { ephemeral, nonce, tag } = head.value;
  try {
    const theirs = createPublicKey({ key: Buffer.concat([X25519_SPKI_PREFIX, ephemeral]), format: "der", type: "spki" });
    const key = deriveKey(diffieHellman({ privateKey: createPrivateKey(privateKeyPem), publicKey: theirs }), ephemeral);
    const decipher = createDecipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context, "utf8")).setAuthTag(tag);
    return ok(Buffer.concat([decipher.update(sealed.subarray(HEAD.size)), decipher.final()]));
  } catch {
    // Node throws one and the same error for a wrong key, a wrong context and a changed byte; so do we.
    return err("seal.wrong-key-or-context");
  }
}

function deriveKey(shared: Buffer, ephemeral: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", shared, ephemeral, "zizhu seal 1", 32));
}

function rawPublicKey(key: KeyObject): Buffer {
  return key.export({ type: "spki", format: "der" }).subarray(-32);
}
