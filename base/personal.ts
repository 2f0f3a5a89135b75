import { createHmac } from "node:crypto";

/** Shows the first 6 and last 4 characters of an ID number, or less of a short one; the length stays visible. */
export function maskIdNumber(id: string): string {
  if (id.length < 12) return id.slice(0, 1) + "*".repeat(Math.max(0, id.length - 1));
  return id.slice(0, 6) + "*".repeat(id.length - 10) + id.slice(-4);
}

/** 张三丰 → 张**: the surname's first character stays, by code point, so that a rare character is not cut in half. */
export function maskName(name: string): string {
  const [first = "", ...rest] = [...name];
  return first + "*".repeat(rest.length);
}

/** A stable stand-in for a person in logs and journals; useless without the kiosk's key. */
export function keyedHash(key: Uint8Array, value: string): string {
  return createHmac("sha256", key).update(value, "utf8").digest("hex").slice(0, 32);
}

/** Overwrites a buffer that held something of a person. */
export function wipe(bytes: Uint8Array): void {
  bytes.fill(0);
}
