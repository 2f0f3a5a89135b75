import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { silentLog } from "../../base/log.ts";
import { err, must, ok, type Result } from "../../base/result.ts";
import type { Documents, RenderedCertificate } from "../../runtime/issuance/documents.ts";
import { Issuer } from "../../runtime/issuance/issue.ts";
import { recoverLedger, settleSent } from "../../runtime/issuance/recover.ts";
import type { IssuanceEvent } from "../../runtime/issuance/states.ts";
import type { Devices } from "../../runtime/neighbours/devices.ts";
import { Hold } from "../../runtime/neighbours/hold.ts";
import { openRecords } from "../runtime/support/records.ts";
import { settle } from "../support/fake-clock.ts";

const TYPE = "licence";
const ASK_AGAIN_MS = 5_000;
const ORDER = { kind: "certificate", template: "licence", data: {}, blank: TYPE, copies: 1 } as const;

type Reply = Result<unknown, unknown>;

/** A command that the runtime waits for. */
interface Asked {
  readonly command: string;
  answer(reply: Reply): void;
}

interface Running {
  readonly records: ReturnType<typeof openRecords>;
  readonly issuer: Issuer;
  readonly devices: Devices;
  readonly dies: AbortController;
  toAsk: readonly string[];
}

/** Serial of the model's blank. */
export const serialOf = (blank: number) => `A000${blank + 1}`;

/**
 * The real ledger, stock, issuer and recovery over a real file, before devices that answer when told. Killed, it writes nothing more and
 * hears nothing more: what it waited for never comes.
 */
export class ReplayedKiosk {
  readonly #folder: string;
  #running: Running | null = null;
  #asked: Asked | null = null;
  #sheetAskedFor: { readonly sheet: string; make(): void } | null = null;
  #session = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  boot(): void {
    const records = openRecords(join(this.#folder, "kiosk.db"));
    const dies = new AbortController();
    const devices = this.#devices(dies.signal);
    const issuer = new Issuer(records.ledger, this.#documents(dies.signal), records.clock, silentLog);
    this.#running = { records, issuer, devices, dies, toAsk: [] };
  }

  /** Both parts of recovery; the second waits for the printer's answer. */
  async recover(): Promise<void> {
    const running = this.#up;
    const { ledger, clock } = running.records;
    running.toAsk = recoverLedger(ledger, silentLog).toAsk;
    const { issuer, devices, dies } = running;
    void settleSent(running.toAsk, { ledger, issuer, devices, clock, log: silentLog }, dies.signal);
    await settle();
  }

  kill(): void {
    this.#running?.dies.abort();
    this.#running?.records.db.close();
    this.#running = null;
    this.#asked = null;
    this.#sheetAskedFor = null;
  }

  close(): void {
    this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get isUp(): boolean {
    return this.#running !== null;
  }

  /** Begins an order; comes back when its document is being made. Gives the number that stands in it. */
  async begin(): Promise<string | null> {
    const { issuer, devices, records } = this.#up;
    this.#session += 1;
    this.#sheetAskedFor = null;
    const hold = new Hold(devices, "citizen", records.clock);
    void issuer.issue(ORDER, { session: `s${this.#session}`, caseId: "c", item: "sample" }, hold);
    await settle();
    return (this.#sheetAskedFor as { readonly sheet: string } | null)?.sheet ?? null;
  }

  async documentIsMade(): Promise<void> {
    const making = this.#sheetAskedFor;
    assert.ok(making, "no document is being made");
    this.#sheetAskedFor = null;
    making.make();
    await settle();
  }

  /** Answers the command that the runtime waits for, which must be `command`. */
  async answer(command: string, reply: Reply): Promise<void> {
    const asked = this.#asked;
    assert.equal(asked?.command, command, `the runtime waits for "${asked?.command}", the model for "${command}"`);
    this.#asked = null;
    asked?.answer(reply);
    await settle();
  }

  get waitsFor(): string | null {
    return this.#asked?.command ?? null;
  }

  async askAgain(): Promise<void> {
    await this.#up.records.clock.advance(ASK_AGAIN_MS);
  }

  seenTaken(): void {
    const { ledger } = this.#up.records;
    assert.equal(ledger.taken(`s${this.#session}`).length, 1);
  }

  leftBehind(): void {
    this.#up.records.ledger.leftBehind(`s${this.#session}`);
  }

  resolve(issuance: number, finding: IssuanceEvent): void {
    const { ledger } = this.#up.records;
    must(ledger.advance(this.#ids()[issuance] ?? "", finding));
  }

  load(blank: number, count = 1): void {
    must(this.#up.records.blanks.load(TYPE, serialOf(blank), count));
  }

  spoil(blank: number): void {
    must(this.#up.records.blanks.spoil(TYPE, serialOf(blank)));
  }

  giveBack(blank: number): void {
    must(this.#up.records.blanks.giveBack(TYPE, serialOf(blank)));
  }

  /** What the book says: of each issuance its state, of each blank the same. */
  book(): { readonly issuances: readonly string[]; readonly blanks: readonly (string | null)[] } {
    const { db, blanks } = this.#up.records;
    const issuances = db.all<{ state: string }>("SELECT state FROM issuance ORDER BY rowid").map(({ state }) => state);
    return { issuances, blanks: [0, 1, 2].map((blank) => blanks.stateOf(TYPE, serialOf(blank))) };
  }

  isJournalIntact(): boolean {
    return this.#up.records.journal.verify().intact;
  }

  get #up(): Running {
    assert.ok(this.#running, "the runtime is down");
    return this.#running;
  }

  #ids(): string[] {
    return this.#up.records.db.all<{ id: string }>("SELECT id FROM issuance ORDER BY rowid").map(({ id }) => id);
  }

  #devices(dead: AbortSignal): Devices {
    const execute = (_kind: string, command: string) =>
      new Promise((resolve) => {
        if (dead.aborted) return;
        assert.equal(this.#asked, null, `"${command}" is asked while something else is`);
        this.#asked = { command, answer: (reply) => !dead.aborted && resolve(reply) };
      });
    const devices = { up: true, lease: () => Promise.resolve(ok("lease")), release: () => Promise.resolve(), execute };
    return devices as unknown as Devices;
  }

  #documents(dead: AbortSignal): Documents {
    const made = (): RenderedCertificate => ({
      ...{ pdf: Buffer.from("%PDF"), pages: 1, sha256: "ab".repeat(32), code: "" },
      ...{ media: "iso_a4_210x297mm", sides: "one-sided" },
    });
    return {
      receipt: () => err("no receipts here"),
      department: () => Promise.resolve(err("no departments here")),
      certificate: (_template, _data, sheet) =>
        new Promise((resolve) => {
          this.#sheetAskedFor = { sheet, make: () => !dead.aborted && resolve(ok(made())) };
        }),
    };
  }
}
