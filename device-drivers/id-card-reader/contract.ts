import assert from "node:assert/strict";
import type { Result } from "../../base/result.ts";
import type { IdCard } from "../../config/identity/id-card.ts";
import type { DriverFailure, DriverInstance } from "../host/driver.ts";

/** What a case works with: an open driver, a hand that lays and takes the card, and a way to let time pass. */
export interface ReaderBench {
  readonly reader: DriverInstance<"id-card-reader">;
  /** What the card says, where that is known; a technician's own card is not compared. */
  readonly expected: IdCard | undefined;
  lay(): Promise<void>;
  take(): Promise<void>;
  /** Lets time pass until `work` is done. */
  until<T>(work: Promise<T>): Promise<T>;
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>;
}

export interface ContractCase {
  readonly title: string;
  run(bench: ReaderBench): Promise<void>;
}

const call = (signal: AbortSignal = new AbortController().signal) => ({ signal, deadline: Number.POSITIVE_INFINITY });

/** What every ID-card reader must do, the simulated and the real one. Each case starts with no card laid. */
export const ID_CARD_READER_CONTRACT: readonly ContractCase[] = [
  {
    title: "says that it is online",
    async run({ reader, until }) {
      assert.equal((await until(reader.status(new AbortController().signal))).state, "online");
    },
  },
  {
    title: "waits for a card and reads it when it is laid",
    async run({ reader, expected, lay, until, pass }) {
      const reading = reader.commands["read-card"]({ photo: false }, call());
      await pass(600);
      await lay();
      const read = await until(reading);
      assert.ok(read.ok, describe(read));
      if (expected) assert.deepEqual(read.value.card, expected);
    },
  },
  {
    title: "does not read a card a second time while it has not been taken away",
    async run({ reader, lay, until, pass }) {
      await lay();
      assert.ok((await until(reader.commands["read-card"]({ photo: false }, call()))).ok);
      const giveUp = new AbortController();
      const again = reader.commands["read-card"]({ photo: false }, call(giveUp.signal));
      await pass(1_100);
      giveUp.abort("device.timeout");
      const none = await until(again);
      assert.equal(none.ok ? "a reading" : none.error.code, "device.timeout");
    },
  },
  {
    title: "says that the card was taken once it was, and not before",
    async run({ reader, lay, take, until, pass }) {
      await lay();
      assert.ok((await until(reader.commands["read-card"]({ photo: false }, call()))).ok);
      let isRemoved = false;
      const removal = reader.commands["await-removal"]({}, call()).finally(() => {
        isRemoved = true;
      });
      await pass(1_100);
      assert.equal(isRemoved, false);
      await take();
      assert.deepEqual(await until(removal), { ok: true, value: { removed: true } });
    },
  },
  {
    title: "reads the next card after the first was taken",
    async run({ reader, lay, take, until }) {
      for (let person = 0; person < 2; person++) {
        await lay();
        const read = await until(reader.commands["read-card"]({ photo: false }, call()));
        assert.ok(read.ok, describe(read));
        await take();
        assert.ok((await until(reader.commands["await-removal"]({}, call()))).ok);
      }
    },
  },
  {
    title: "stops waiting when it is told to",
    async run({ reader, until, pass }) {
      const giveUp = new AbortController();
      const reading = reader.commands["read-card"]({ photo: false }, call(giveUp.signal));
      await pass(300);
      giveUp.abort("device.cancelled");
      const stopped = await until(reading);
      assert.equal(stopped.ok ? "a reading" : stopped.error.code, "device.cancelled");
    },
  },
  {
    title: "leaves nobody waiting when it is closed",
    async run({ reader, until, pass }) {
      const reading = reader.commands["read-card"]({ photo: false }, call());
      await pass(300);
      await until(reader.close());
      assert.equal((await until(reading)).ok, false);
    },
  },
];

function describe(result: Result<unknown, DriverFailure>): string {
  return result.ok ? "ok" : `${result.error.code} ${JSON.stringify(result.error.facts)}`;
}
