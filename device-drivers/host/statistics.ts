import { closeSync, existsSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";
import { checker, describeInvalid, readJson } from "../../base/checked.ts";
import type { Clock, Timer } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";

/** Device id → UnifiedPOS name → count. */
export type Counts = Record<string, Record<string, number>>;

/** Where counters outlive the process. */
export interface CountStore {
  load(): Counts;
  save(counts: Counts): void;
}

/** Counters are for maintenance plans, not for accounts: losing a minute of them in a power cut is fine. */
export const SAVE_AFTER_MS = 60_000;

export class Statistics {
  readonly #store: CountStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #counts: Counts;
  #saving: Timer | undefined;

  constructor(store: CountStore, clock: Clock, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
    this.#counts = store.load();
  }

  count(device: string, name: string, by = 1): void {
    const own = this.of(device);
    this.#counts[device] = { ...own, [name]: (own[name] ?? 0) + by };
    this.#saving ??= this.#clock.after(SAVE_AFTER_MS, () => this.save());
  }

  of(device: string): Record<string, number> {
    return { ...this.#counts[device] };
  }

  save(): void {
    this.#saving?.cancel();
    this.#saving = undefined;
    try {
      this.#store.save(this.#counts);
    } catch (cause) {
      this.#log.warn("statistics.not-saved", { cause });
    }
  }
}

const check = checker<Counts>({
  type: "object",
  additionalProperties: { type: "object", additionalProperties: { type: "number", minimum: 0 } },
});

/** A JSON file, replaced whole: after a power cut it is the old one or the new one. A broken one is set aside. */
export function countFile(path: string, log: Log): CountStore {
  return {
    load() {
      if (!existsSync(path)) return {};
      const read = readJson(path, check);
      if (read.ok) return read.value;
      log.warn("statistics.unreadable", { problem: describeInvalid(read.error), keptAs: `${path}.broken` });
      renameSync(path, `${path}.broken`);
      return {};
    },
    save(counts) {
      const file = openSync(`${path}.new`, "w", 0o640);
      try {
        writeSync(file, `${JSON.stringify(counts, null, 2)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(`${path}.new`, path);
    },
  };
}
