import { silentLog } from "../../../../base/log.ts";
import { systemRandom, uuidv7 } from "../../../../base/random.ts";
import { hallDate, hallTime } from "../../../../config/hall-time.ts";
import type { Finding } from "../../../../sync-agent/hub/api.ts";
import { BlankReport } from "../../../../sync-agent/hub/blanks/blank-report.ts";
import { Bookkeeper } from "../../../../sync-agent/hub/blanks/bookkeeper.ts";
import { serialOf, spanOf } from "../../../../sync-agent/hub/blanks/serial-span.ts";
import type { Effect, HubStore, InboxRow } from "../../../../sync-agent/hub/store.ts";
import type { BlankEventBody, BlankStatementBody, BlankStateWord, IssuanceBody } from "../../../../sync-agent/protocol/messages.ts";
import { FakeClock } from "../../../support/fake-clock.ts";

export const TYPE = "licence-a3";

/** A hub's store with its bookkeeper, and kiosks that keep their own books and write rows as the runtime does. */
export class Hall {
  readonly clock = new FakeClock();
  readonly store: HubStore;
  readonly bookkeeper: Bookkeeper;
  readonly report: BlankReport;

  constructor(store: HubStore) {
    this.store = store;
    const { blanks } = store;
    this.bookkeeper = new Bookkeeper({ blanks, clock: this.clock, log: silentLog });
    this.report = new BlankReport({ blanks, bookkeeper: this.bookkeeper, kiosks: new Map(), clock: this.clock });
  }

  kiosk(id: string): KioskBooks {
    return new KioskBooks(this, id);
  }

  /** `code first–last` of each open finding, after a look. */
  async open(): Promise<string[]> {
    await this.bookkeeper.look();
    return (await this.report.findings()).map(inShort);
  }

  async statementState(kiosk: string): Promise<string | undefined> {
    await this.bookkeeper.look();
    return (await this.report.books()).find((row) => row.kiosk === kiosk)?.statement?.state;
  }
}

export function inShort({ code, first, last }: Finding): string {
  return [code, first === last ? first : `${first}–${last}`].join(" ").trim();
}

export class KioskBooks {
  readonly id: string;
  readonly #hall: Hall;
  /** What it says of each number. Tests may spoil it. */
  states = new Map<string, { state: BlankStateWord; issuance: string; batch: string }>();
  batches: { batch: string; first: string; last: string }[] = [];
  counts: BlankStatementBody["counts"] = [];
  /** Written, and not sent yet. */
  outbox: InboxRow[] = [];
  epoch = "e1";
  seq = 0;

  constructor(hall: Hall, id: string) {
    this.#hall = hall;
    this.id = id;
  }

  load(first: string, last: string): InboxRow {
    const batch = `${this.id}-${this.batches.length}`;
    this.batches.push({ batch, first, last });
    for (const serial of numbers(first, last)) this.states.set(serial, { state: "inStock", issuance: "", batch });
    return this.event("loaded", first, last, { batch });
  }

  giveBack(first: string, last: string): InboxRow {
    for (const serial of numbers(first, last)) this.#put(serial, "returned");
    return this.event("returned", first, last);
  }

  spoil(serial: string): InboxRow {
    this.#put(serial, "spoiled");
    return this.event("spoiled", serial, serial);
  }

  count(counted: number, expected: number): InboxRow {
    this.counts = [{ blankType: TYPE, counted, expected }];
    return this.event("counted", "", "", { count: counted, expected, batch: "" });
  }

  /** What the kiosk's rule makes of its own book: of the sheets in stock and those in doubt, as many as come nearest to what was counted. */
  expectedFor(counted: number): number {
    const having = (wanted: BlankStateWord) => [...this.states.values()].filter(({ state }) => state === wanted).length;
    const inStock = having("inStock");
    return Math.min(Math.max(counted, inStock), inStock + having("unknown"));
  }

  event(event: BlankEventBody["event"], first: string, last: string, more: Partial<BlankEventBody> = {}): InboxRow {
    const span = spanOf(first, last);
    const count = span ? span.to - span.from + 1 : 0;
    const body = {
      event,
      blankType: TYPE,
      batch: "b",
      first,
      last,
      count,
      expected: 0,
      by: "t1",
      confirmedBy: "",
      at: this.#at(),
      ...more,
    };
    return this.row({ kind: "blank-event", event: body });
  }

  /** A print on `serial` that ended so; the blank follows. */
  print(serial: string, outcome: IssuanceBody["outcome"], more: Partial<IssuanceBody> = {}): InboxRow {
    const issuance = more.issuance ?? `${this.id}-${serial}`;
    const blank = more.blank ?? (outcome === "failed" ? "inStock" : outcome);
    this.#put(serial, blank, issuance);
    const head = { issuance, case: "", template: "licence", documentSha256: "0".repeat(64), blankType: TYPE, serial };
    return this.row({ kind: "issuance", issuance: { ...head, outcome, blank, at: this.#at(), ...more } });
  }

  /** The end of a day: 18:00 in the hall, or `day`. */
  statement(changes: Partial<BlankStatementBody> = {}): InboxRow {
    const open = [...this.states].filter(([, { state }]) => state === "printed" || state === "unknown" || state === "reserved");
    const body: BlankStatementBody = {
      day: hallDate(this.#hall.clock.now()),
      at: this.#at(),
      batches: this.batches.map(({ batch, first, last }) => {
        const all = numbers(first, last);
        return { batch, blankType: TYPE, first, last, loaded: all.length, runs: this.#runs(batch, all) };
      }),
      open: open.map(([serial, { state, issuance }]) => {
        const why = state === "printed" ? "not-seen-taken" : state === "reserved" ? "printing" : "drawn-in";
        return { issuance, blankType: TYPE, serial, state, since: this.#at(), why };
      }),
      counts: this.counts,
      ...changes,
    };
    return this.row({ kind: "blank-statement", statement: body });
  }

  row(effect: Effect): InboxRow {
    const { clock } = this.#hall;
    this.seq += 1;
    const id = uuidv7(clock.now(), systemRandom);
    const row = { seq: this.seq, id, kind: effect.kind, subject: "", createdAt: clock.now(), sealed: Buffer.from("x"), effect };
    this.outbox.push(row);
    return row;
  }

  /** Sends what is in the outbox but for `held`, which stays there; gives what the hub would not take. */
  async send(...held: readonly InboxRow[]): Promise<string[]> {
    const rows = this.outbox.filter((row) => !held.includes(row));
    this.outbox = this.outbox.filter((row) => held.includes(row));
    return this.deliver(rows);
  }

  /** These rows arrive in this order, whatever was sent before. */
  async deliver(rows: readonly InboxRow[]): Promise<string[]> {
    if (rows.length === 0) return [];
    const done = await this.#hall.store.ingest({ kiosk: this.id, epoch: this.epoch, rows }, this.#hall.clock.now(), () => []);
    return done.refused.map(({ problem }) => problem);
  }

  #runs(batch: string, all: readonly string[]) {
    const runs: { state: BlankStateWord; first: string; last: string; count: number }[] = [];
    for (const serial of all) {
      const known = this.states.get(serial);
      const state = known?.batch === batch ? known.state : "returned";
      const before = runs.at(-1);
      if (before?.state === state) runs[runs.length - 1] = { ...before, last: serial, count: before.count + 1 };
      else runs.push({ state, first: serial, last: serial, count: 1 });
    }
    return runs;
  }

  #put(serial: string, state: BlankStateWord, issuance = ""): void {
    this.states.set(serial, { batch: this.states.get(serial)?.batch ?? "", state, issuance });
  }

  #at(): string {
    return hallTime(this.#hall.clock.now());
  }
}

export function numbers(first: string, last: string): string[] {
  const span = spanOf(first, last);
  if (!span) throw new Error(`${first} to ${last} is no range`);
  return Array.from({ length: span.to - span.from + 1 }, (_, index) => serialOf(span.series, span.from + index));
}

/** To `hours` o'clock of the hall's day `days` from now. */
export async function toHour(clock: FakeClock, hours: number, days = 0): Promise<void> {
  const midnight = Date.parse(`${hallDate(clock.now())}T00:00:00+08:00`);
  await clock.advance(midnight + days * 24 * 60 * 60_000 + hours * 60 * 60_000 - clock.now());
}
