import { type BinaryLike, scrypt, timingSafeEqual } from "node:crypto";
import type { Random } from "./random.ts";

const HASH_BYTES = 32;

/** `salt:hash` in hex, scrypt with Node's parameters (N 16384, r 8, p 1): what the settings keep in place of a password. */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const salt = random.bytes(16);
  return `${salt.toString("hex")}:${(await derive(password, salt, HASH_BYTES)).toString("hex")}`;
}

export async function checkPassword(password: string, stored: string): Promise<boolean> {
  const [salt = "", hash = ""] = stored.split(":");
  const expected = Buffer.from(hash, "hex");
  return expected.length > 0 && timingSafeEqual(await derive(password, Buffer.from(salt, "hex"), expected.length), expected);
}

function derive(password: BinaryLike, salt: Buffer, bytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, bytes, (failed, key) => (failed ? reject(failed) : resolve(key)));
  });
}
