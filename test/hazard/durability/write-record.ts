import { readFileSync } from "node:fs";

/** Ops and bits of record-writes.c. */
const OPS = ["", "open", "write", "truncate", "sync", "unlink", "rename", "mkdir", "close", "told", "unknown"] as const;
const HEAD_BYTES = 24;

export interface Act {
  readonly op: (typeof OPS)[number];
  /** Process and descriptor, as one name. */
  readonly handle: string;
  /** Offset, length or bits, by op. */
  readonly at: number;
  readonly data: Buffer;
}

/** What was recorded, in order. A last record that was cut short by the kill is no record. */
export function readRecord(path: string): Act[] {
  const bytes = readFileSync(path);
  const acts: Act[] = [];
  for (let from = 0; from + HEAD_BYTES <= bytes.length; ) {
    const length = bytes.readUInt32LE(from + 12);
    const end = from + HEAD_BYTES + length;
    if (end > bytes.length) break;
    const op = OPS[bytes.readUInt32LE(from)] ?? "";
    const handle = `${bytes.readUInt32LE(from + 4)}:${bytes.readInt32LE(from + 8)}`;
    acts.push({ op, handle, at: Number(bytes.readBigUInt64LE(from + 16)), data: bytes.subarray(from + HEAD_BYTES, end) });
    from = end;
  }
  return acts;
}
