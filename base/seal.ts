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
import type { Clock } from "./clock.ts";
import { wipe } from "./personal.ts";
import type { Random } from "./random.ts";
import { err, ok, type Result } from "./result.ts";

/**
 * Records encrypted to a public key: X25519, HKDF-SHA-256, AES-256-GCM. A kiosk keeps only the hub's public key, so what it wrote down
 * cannot be read on the kiosk any more.
 *
 * One key agreement serves several records, as an encryption context of RFC 9180 §5.2 does, because a fresh one for each costs more than
 * the durable commit it goes with. HKDF stretches the shared secret into a row of keys, one a record:
 *
 * - Past records stay shut even for who reads this process's memory: the ephemeral private key and the shared secret are let go before the
 *   first record, each key is wiped as soon as it is used, and no output of HKDF-Expand (RFC 5869 §2.3, a PRF) tells another.
 * - Later records are exposed to such a reader only as far as the row goes, by number and by time.
 * - A key encrypts one record, so no nonce can be used twice with it. Nonces are random all the same, for a machine that is put back to an
 *   earlier picture of its memory.
 * - Records that share an ephemeral key show that one process wrote them within minutes: a row's place and time say that already.
 */
const VERSION = 2;
const KEYS_PER_AGREEMENT = 64;
const AGREEMENT_LASTS_MS = 5 * 60_000;
const KEY_BYTES = 32;
const X25519_SPKI_PREFIX = Buffer.from("302a300506032b656e032100", "hex");
/** `slot`: which key of the row; 0 is the first. */
const HEAD = record({ version: uint8, slot: uint8, ephemeral: raw(32), nonce: raw(12), tag: raw(16) });

export type UnsealError = "seal.malformed" | "seal.wrong-key-or-context";

/** A new key pair in PEM; the private one stays at the hub. */
export function sealKeyPair(): { publicKey: string; privateKey: string } {
  const pair = generateKeyPairSync("x25519");
  return {
    publicKey: pair.publicKey.export({ type: "spki", format: "pem" }).toString(),
    privateKey: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

interface Agreement {
  readonly ephemeral: Buffer;
  readonly keys: Buffer;
  readonly until: number;
  used: number;
}

/** Seals records to one public key. Throws when `publicKeyPem` is no X25519 key. */
export class Sealer {
  readonly #publicKey: KeyObject;
  readonly #random: Random;
  readonly #clock: Clock;
  #agreement: Agreement | undefined;

  constructor(publicKeyPem: string, random: Random, clock: Clock) {
    this.#publicKey = createPublicKey(publicKeyPem);
    this.#random = random;
    this.#clock = clock;
  }

  /** `context` (table, id, schema…) is authenticated, not stored: the record opens only where it belongs. */
  seal(context: string, plain: Uint8Array): Buffer {
    const agreement = this.#current();
    const slot = agreement.used++;
    const key = agreement.keys.subarray(slot * KEY_BYTES, (slot + 1) * KEY_BYTES);
    const nonce = this.#random.bytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context, "utf8"));
    wipe(key);
    const body = cipher.update(plain);
    cipher.final();
    return Buffer.concat([HEAD.encode({ version: VERSION, slot, ephemeral: agreement.ephemeral, nonce, tag: cipher.getAuthTag() }), body]);
  }

  #current(): Agreement {
    const now = this.#clock.monotonic();
    const last = this.#agreement;
    if (last && last.used < KEYS_PER_AGREEMENT && now < last.until) return last;
    if (last) wipe(last.keys);
    const pair = generateKeyPairSync("x25519");
    const ephemeral = pair.publicKey.export({ type: "spki", format: "der" }).subarray(-32);
    const shared = diffieHellman({ privateKey: pair.privateKey, publicKey: this.#publicKey });
    const keys = keyRow(shared, ephemeral, KEYS_PER_AGREEMENT);
    wipe(shared);
    this.#agreement = { ephemeral, keys, until: now + AGREEMENT_LASTS_MS, used: 0 };
    return this.#agreement;
  }
}

export function unseal(privateKeyPem: string, context: string, sealed: Uint8Array): Result<Buffer, UnsealError> {
  const head = HEAD.decode(sealed.subarray(0, HEAD.size));
  if (!head.ok || head.value.version !== VERSION || head.value.slot >= KEYS_PER_AGREEMENT) return err("seal.malformed");
  const { slot, ephemeral, nonce, tag } = head.value;
  try {
    const theirs = createPublicKey({ key: Buffer.concat([X25519_SPKI_PREFIX, ephemeral]), format: "der", type: "spki" });
    const shared = diffieHellman({ privateKey: privateKeyOf(privateKeyPem), publicKey: theirs });
    const key = keyRow(shared, ephemeral, slot + 1).subarray(slot * KEY_BYTES);
    const decipher = createDecipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context, "utf8")).setAuthTag(tag);
    return ok(Buffer.concat([decipher.update(sealed.subarray(HEAD.size)), decipher.final()]));
  } catch {
    // Node throws one and the same error for a wrong key, a wrong context and a changed byte; so do we.
    return err("seal.wrong-key-or-context");
  }
}

/** The first `count` keys; a shorter row is the beginning of a longer one. */
function keyRow(shared: Buffer, ephemeral: Buffer, count: number): Buffer {
  return Buffer.from(hkdfSync("sha256", shared, ephemeral, "zizhu seal 2", count * KEY_BYTES));
}

// Reading a PEM costs as much as the key agreement; a hub has one key, two while it changes them.
const PARSED_KEYS = 4;
const parsedKeys = new Map<string, KeyObject>();

function privateKeyOf(pem: string): KeyObject {
  const known = parsedKeys.get(pem);
  if (known) return known;
  const key = createPrivateKey(pem);
  const oldest = parsedKeys.keys().next();
  if (parsedKeys.size >= PARSED_KEYS && !oldest.done) parsedKeys.delete(oldest.value);
  parsedKeys.set(pem, key);
  return key;
}
