import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a file that a power cut finds whole or not at all, never empty: its bytes are on the disk before its name is. Mode 0600; what was
 * at `path` is replaced.
 */
export function createDurably(path: string, bytes: Uint8Array): void {
  const unfinished = `${path}.new`;
  synced(openSync(unfinished, "w", 0o600), (file) => {
    for (let from = 0; from < bytes.length; ) from += writeSync(file, bytes, from);
  });
  renameSync(unfinished, path);
  // The name lies in the folder, which is synced by itself.
  synced(openSync(dirname(path), "r"), () => undefined);
}

function synced(file: number, work: (file: number) => void): void {
  try {
    work(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
