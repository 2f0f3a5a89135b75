import { generateKeyPairSync } from "node:crypto";
import { systemClock } from "../../../base/clock.ts";
import { systemRandom } from "../../../base/random.ts";
import { blankStateOf, ISSUANCE_EVENTS, type IssuanceState, nextState } from "../../../runtime/issuance/states.ts";
import { openRecords, type Records } from "../../../runtime/open-records.ts";
import type { Told } from "./writer.ts";

/** All that the processes were told is durable, up to one moment. */
export class Promised {
  #epoch: string | null = null;
  readonly #journal = new Map<number, string>();
  readonly #issuances = new Map<string, IssuanceState>();
  readonly #enqueued = new Set<number>();
  readonly #deleting = new Set<number>();
  readonly #deleted = new Set<number>();
  #blanks = 0;

  add({ epoch, journal, issuance, blanks, enqueued = [], deleting = [], deleted = [] }: Told): void {
    this.#epoch = epoch ?? this.#epoch;
    if (journal && journal.entries > 0) this.#journal.set(journal.entries, journal.head);
    if (issuance) this.#issuances.set(issuance.id, issuance.state);
    this.#blanks = blanks ?? this.#blanks;
    for (const seq of enqueued) this.#enqueued.add(seq);
    for (const seq of deleting) this.#deleting.add(seq);
    for (const seq of deleted) this.#deleted.add(seq);
  }

  get rows(): number {
    return this.#journal.size + this.#issuances.size + this.#enqueued.size;
  }

  /** Opens what was left with the code that a kiosk starts with, and says in words what is not as it was promised. */
  missingIn(folder: string): string[] {
    const { publicKey } = generateKeyPairSync("x25519");
    const hubSealKey = publicKey.export({ type: "spki", format: "pem" }).toString();
    const records = openRecords(folder, "demo-007", hubSealKey, systemClock, systemRandom);
    try {
      return [
        ...this.#brokenFile(records),
        ...this.#missingEntries(records),
        ...this.#missingStates(records),
        ...this.#missingBlanks(records),
        ...this.#missingRows(records),
      ];
    } finally {
      records.db.close();
    }
  }

  #brokenFile({ db }: Records): string[] {
    const found = db.all<{ integrity_check: string }>("PRAGMA integrity_check").map((row) => row.integrity_check);
    return found[0] === "ok" ? [] : found;
  }

  #missingEntries({ db, journal }: Records): string[] {
    const { intact, firstBroken } = journal.verify();
    const hashes = new Map(db.all<{ seq: number; hash: string }>("SELECT seq, hash FROM journal").map(({ seq, hash }) => [seq, hash]));
    const lost = [...this.#journal]
      .filter(([entries, head]) => hashes.get(entries) !== head)
      .map(([entries]) => `journal entry ${entries}`);
    return intact ? lost : [`the journal's chain is broken at ${firstBroken}`, ...lost];
  }

  #missingStates({ db }: Records): string[] {
    const found = new Map(
      db.all<{ id: string; state: IssuanceState }>("SELECT id, state FROM issuance").map(({ id, state }) => [id, state]),
    );
    return [...this.#issuances].flatMap(([id, promised]) => {
      const state = found.get(id);
      // A file of the first release had one word for what was proved and what was handed out.
      return state && isAtLeast(state, promised) ? [] : [`issuance ${id} was ${promised} and is ${state ?? "gone"}`];
    });
  }

  #missingBlanks({ db, blanks }: Records): string[] {
    const { n } = db.get<{ n: number }>("SELECT count(*) AS n FROM blank") ?? { n: 0 };
    const lost = n < this.#blanks ? [`${this.#blanks} blanks were loaded, ${n} are known`] : [];
    // The state of a blank and of its issuance are one commit: half of it may never be seen.
    const rows = db.all<{ state: IssuanceState; blank_type: string; serial: string }>(
      "SELECT state, blank_type, serial FROM issuance WHERE serial IS NOT NULL AND state <> 'failed'",
    );
    const torn = rows.filter(({ state, blank_type, serial }) => blanks.stateOf(blank_type, serial) !== blankStateOf(state));
    return [...lost, ...torn.map(({ state, serial }) => `blank ${serial} does not go with its issuance, which is ${state}`)];
  }

  #missingRows({ db, outbox }: Records): string[] {
    const there = new Set(db.all<{ seq: number }>("SELECT seq FROM outbox").map(({ seq }) => seq));
    const lost = [...this.#enqueued].filter((seq) => !there.has(seq) && !this.#deleting.has(seq)).map((seq) => `outbox row ${seq}`);
    const back = [...this.#deleted].filter((seq) => there.has(seq)).map((seq) => `outbox row ${seq} came back after it was acknowledged`);
    if (this.#epoch !== null && outbox.epoch() !== this.#epoch) lost.push("the outbox has another epoch");
    // A number that comes again would be taken by the hub for the row that had it before.
    outbox.enqueue("rating", "", "00000000-0000-7000-8000-000000000000", {});
    const next = db.get<{ seq: number }>("SELECT max(seq) AS seq FROM outbox")?.seq ?? 0;
    const used = Math.max(0, ...this.#enqueued, ...this.#deleting);
    return [...lost, ...back, ...(next > used ? [] : [`outbox number ${next} is given a second time`])];
  }
}

/** The promised state, or one to which arrows lead from it. */
function isAtLeast(state: IssuanceState, promised: IssuanceState): boolean {
  if (state === promised) return true;
  return ISSUANCE_EVENTS.some((event) => {
    const next = nextState(promised, event);
    return next !== null && isAtLeast(state, next);
  });
}
