import type { KeyObject } from "node:crypto";
import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { type DecodedRecord, decodeModuleRecord, HEAD_BYTES, moduleRecordBytes } from "./module-codec.ts";

/** A stream of bytes cut into records. The first thing that is no record ends it: a program of ours that loses its place is broken. */
export class ModuleStream {
  readonly #key: KeyObject | null;
  #pending = Buffer.alloc(0);
  #isClosed = false;

  constructor(key: KeyObject | null) {
    this.#key = key;
  }

  get pendingBytes(): number {
    return this.#pending.length;
  }

  push(chunk: Uint8Array): Result<DecodedRecord, string>[] {
    if (this.#isClosed) return [];
    const before = this.#pending;
    this.#pending = Buffer.concat([before, chunk]);
    wipe(before);
    const found: Result<DecodedRecord, string>[] = [];
    for (let one = this.#next(); one; one = this.#next()) {
      found.push(one);
      if (!one.ok) this.close();
    }
    return found;
  }

  /** Overwrites what is not a whole record yet; what still comes is not taken. */
  close(): void {
    this.#isClosed = true;
    wipe(this.#pending);
    this.#pending = Buffer.alloc(0);
  }

  #next(): Result<DecodedRecord, string> | undefined {
    if (this.#pending.length < HEAD_BYTES) return undefined;
    const length = moduleRecordBytes(this.#pending.subarray(0, HEAD_BYTES));
    if (!length.ok) return err(length.error);
    if (this.#pending.length < length.value) return undefined;
    const bytes = this.#pending.subarray(0, length.value);
    const decoded = decodeModuleRecord(bytes, this.#key);
    wipe(bytes);
    this.#pending = this.#pending.subarray(length.value);
    return decoded.ok ? ok(decoded.value) : decoded;
  }
}
