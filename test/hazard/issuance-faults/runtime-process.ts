import { copyFileSync, existsSync } from "node:fs";
import type { Clock } from "../../../base/clock.ts";
import { addTables, Database } from "../../../base/database.ts";
import { silentLog } from "../../../base/log.ts";
import { ok } from "../../../base/result.ts";
import { Blanks } from "../../../runtime/issuance/blanks.ts";
import { type Documents, Issuer } from "../../../runtime/issuance/issue.ts";
import { Ledger } from "../../../runtime/issuance/ledger.ts";
import { recoverLedger, settleSent } from "../../../runtime/issuance/recover.ts";
import { ISSUANCE_TABLES } from "../../../runtime/issuance/tables.ts";
import { JOURNAL_TABLES, Journal } from "../../../runtime/journal/journal.ts";
import { Devices } from "../../../runtime/neighbours/devices.ts";
import { Hold } from "../../../runtime/neighbours/hold.ts";
import { countingRandom } from "../../runtime/support/records.ts";
import type { Arrow } from "./cells.ts";
import { MortalClock } from "./mortal-clock.ts";

/** Thrown where a process is killed in the middle of its own code: nothing after it happens. */
export class Killed extends Error {
  override readonly name = "Killed";
}

type DurableArrow = Exclude<Arrow, "half-sent" | "all-sent" | "printing">;

/** Tells each commit of an arrow, just before and just after it. */
class WatchedDatabase extends Database {
  onArrow: ((arrow: DurableArrow) => void) | undefined;
  #last = "";

  override run(sql: string, ...values: Parameters<Database["run"]> extends [string, ...infer V] ? V : never) {
    if (sql !== "COMMIT" || !this.onArrow) return super.run(sql, ...values);
    const row = this.get<{ id: string; state: string }>("SELECT id, state FROM issuance ORDER BY created_at DESC, id DESC LIMIT 1");
    const now = row ? `${row.id} ${row.state}` : "";
    if (!row || now === this.#last) return super.run(sql, ...values);
    this.#last = now;
    const [before, after] = AROUND[row.state] ?? (["end-known", "outcome-durable"] as const);
    this.onArrow(before);
    const done = super.run(sql, ...values);
    this.onArrow(after);
    return done;
  }
}

const AROUND: Readonly<Record<string, readonly [DurableArrow, DurableArrow]>> = {
  intent: ["intent-not-durable", "intent-durable"],
  sent: ["standing-read", "sent-durable"],
  issued: ["taken-not-durable", "taken-durable"],
};

export const BLANK_TYPE = "licence";
/** Numbers of the pack in the tray, top first. */
export const PACK = { first: "A0001", count: 5 };
const ORDER = { kind: "certificate", template: "licence-original", data: {}, blank: BLANK_TYPE, copies: 1 } as const;

export interface RuntimeParts {
  readonly clock: Clock;
  readonly file: string;
  readonly socket: string;
  /** A document of one page that bears the number of its sheet. */
  document(sheet: string): Buffer;
}

/** The runtime as far as it prints certificates: its records in a real file, and device-host over its socket. */
export class RuntimeProcess {
  readonly ledger: Ledger;
  readonly blanks: Blanks;
  readonly db: WatchedDatabase;
  readonly #file: string;
  readonly #clock: MortalClock;
  readonly #devices: Devices;
  readonly #issuer: Issuer;

  constructor({ clock, file, socket, document }: RuntimeParts) {
    this.#clock = new MortalClock(clock);
    this.#file = file;
    this.db = new WatchedDatabase(file, [], "runtime");
    addTables(this.db, "journal", JOURNAL_TABLES);
    addTables(this.db, "issuance", ISSUANCE_TABLES);
    this.db.script("CREATE TABLE IF NOT EXISTS posted (id TEXT PRIMARY KEY, issuance TEXT NOT NULL, outcome TEXT NOT NULL) STRICT");
    const random = countingRandom();
    const enqueue = (_kind: string, _subject: string, id: string, body: object) => {
      const { issuance = "", outcome = "" } = body as { issuance?: string; outcome?: string };
      this.db.run("INSERT INTO posted VALUES (?, ?, ?)", id, issuance, outcome);
    };
    this.blanks = new Blanks(this.db, this.#clock, random);
    this.ledger = new Ledger(this.db, this.blanks, new Journal(this.db, this.#clock), { enqueue }, this.#clock, random);
    this.#devices = new Devices(socket, this.#clock, silentLog);
    this.#issuer = new Issuer(this.ledger, documentsOf(document), this.#clock, silentLog);
  }

  onArrow(then: (arrow: DurableArrow) => void): void {
    this.db.onArrow = then;
  }

  /** One citizen's certificate, up to the moment where they have it in hand. */
  async serve(session: string): Promise<string> {
    const hold = new Hold(this.#devices, "citizen", this.#clock);
    const issued = await this.#issuer.issue(ORDER, { session, item: "licence", caseId: "" }, hold);
    await hold.release();
    if (issued.outcome === "printed") this.ledger.taken(session);
    return issued.problem ? `${issued.outcome} (${issued.problem})` : issued.outcome;
  }

  /** As at every start. */
  async recover(): Promise<void> {
    const { toAsk } = recoverLedger(this.ledger, silentLog);
    const parts = { ledger: this.ledger, issuer: this.#issuer, devices: this.#devices, clock: this.#clock, log: silentLog };
    await settleSent(toAsk, parts, new AbortController().signal);
  }

  get isReady(): boolean {
    return this.#devices.up && this.#devices.byKind("certificate-printer")?.state === "online";
  }

  /** SIGKILL. Gives a copy of the files as the disk has them at this moment, to go on from. */
  die(): string {
    const copy = `${this.#file}.kept`;
    copyFileSync(this.#file, copy);
    if (existsSync(`${this.#file}-wal`)) copyFileSync(`${this.#file}-wal`, `${copy}-wal`);
    this.#clock.isDead = true;
    this.db.onArrow = undefined;
    this.#devices.close();
    return copy;
  }

  close(): void {
    this.#clock.isDead = true;
    this.#devices.close();
    this.db.close();
  }
}

function documentsOf(document: (sheet: string) => Buffer): Documents {
  const refused = () => {
    throw new Error("not ordered here");
  };
  return {
    receipt: refused,
    department: refused,
    certificate: async (_template, _data, sheet) =>
      ok({
        ...{ pdf: document(sheet), pages: 1, sha256: "ab".repeat(32) },
        ...({ media: "iso_a4_210x297mm", sides: "one-sided", code: "" } as const),
      }),
  };
}
