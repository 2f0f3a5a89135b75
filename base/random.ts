import { randomBytes } from "node:crypto";

/** Randomness, handed in, so that a test can repeat a run. */
export interface Random {
  bytes(count: number): Buffer;
}

export const systemRandom: Random = { bytes: (count) => randomBytes(count) };

/** UUID version 7 (RFC 9562 §5.7): sorts by time, unique without a server. */
export function uuidv7(nowMs: number, random: Random): string {
  const bytes = random.bytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A number in [0, 1), from four random bytes: enough for jitter, not for secrets. */
export function fraction(random: Random): number {
  return random.bytes(4).readUInt32BE() / 2 ** 32;
}
