import assert from "node:assert/strict";
import fc from "fast-check";
import { silentLog } from "../../../base/log.ts";
import { accountedIn, accountsOf } from "../../../runtime/issuance/accounts.ts";
import { recoverLedger } from "../../../runtime/issuance/recover.ts";
import { ISSUANCE_EVENTS, nextState } from "../../../runtime/issuance/states.ts";
import type { Finding } from "../../../runtime/issuance/stock.ts";
import { LICENCE } from "../support/licence-intent.ts";
import { openRecords, removeTemporaryFolders } from "../support/records.ts";

const WHO = { by: "lin", confirmedBy: "zhou" };
const SERIES = 20;
const serial = (number: number) => `A${String(number).padStart(4, "0")}`;

const NUMBER = fc.integer({ min: 1, max: SERIES });
const FEW = fc.integer({ min: 1, max: 6 });
const FINDING = fc.constantFrom<Finding>("printed", "spoiled", "blank-unused");
const ACT = fc.oneof(
  fc.record({ do: fc.constant("load" as const), first: NUMBER, count: FEW }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant("intend" as const) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("advance" as const), which: fc.nat(1), pick: fc.nat() }) },
  fc.record({ do: fc.constant("wrong" as const), which: fc.nat(3), event: fc.constantFrom(...ISSUANCE_EVENTS) }),
  fc.record({ do: fc.constant("resolve" as const), which: fc.nat(3), finding: FINDING }),
  fc.record({ do: fc.constantFrom("spoil" as const, "giveBack" as const), first: NUMBER, count: FEW }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant("reload" as const), which: fc.nat(5), count: FEW }) },
  fc.record({ do: fc.constant("count" as const), counted: fc.nat(20) }),
  fc.record({ do: fc.constant("restart" as const) }),
);
type Act = typeof ACT extends fc.Arbitrary<infer A> ? A : never;

/** A real tray beside the book: sheets in the order in which they lie. The book must never know better or worse. */
class Tray {
  readonly records = openRecords(":memory:");
  readonly sheets: string[] = [];
  readonly handedOut: string[] = [];
  /** Sheets in the safe. */
  readonly safe: string[] = [];
  reloaded = 0;
  readonly #ids: { readonly id: string; readonly serial: string }[] = [];
  readonly #known = new Set<string>();
  loaded = 0;

  does(act: Act): void {
    const { ledger, stock } = this.records;
    switch (act.do) {
      case "load":
        this.#loads(act.first, act.count);
        return;
      case "reload": {
        const first = this.safe[act.which % Math.max(1, this.safe.length)];
        if (first !== undefined) this.#loads(Number(first.slice(1)), act.count);
        return;
      }
      case "intend": {
        const intended = ledger.intend(LICENCE);
        if (!intended.ok) return;
        const drawn = this.sheets.shift() ?? "nothing";
        assert.equal(intended.value.serial, drawn, "the book draws the sheet that lies on top");
        this.#ids.push({ id: intended.value.id, serial: drawn });
        return;
      }
      case "advance":
        this.#moves(act.which, (id) => {
          const state = ledger.find(id)?.state ?? "intent";
          const arrows = ISSUANCE_EVENTS.filter((event) => nextState(state, event));
          const event = arrows[act.pick % Math.max(1, arrows.length)];
          return event !== undefined && ledger.advance(id, event).ok;
        });
        return;
      case "wrong":
        this.#moves(act.which, (id) => ledger.advance(id, act.event).ok);
        return;
      case "resolve":
        this.#moves(act.which, (id) => stock.resolve(id, act.finding, WHO).ok);
        return;
      case "spoil":
      case "giveBack": {
        const last = act.first + act.count - 1;
        if (!stock[act.do]("licence", serial(act.first), serial(last), WHO).ok) return;
        for (let n = act.first; n <= last; n++) {
          const [sheet = ""] = this.sheets.splice(this.sheets.indexOf(serial(n)), 1);
          if (act.do === "giveBack") this.safe.push(sheet);
        }
        return;
      }
      case "count":
        stock.count("licence", act.counted, WHO);
        return;
      case "restart":
        for (const { id, serial } of this.#ids) if (ledger.find(id)?.state === "intent") this.sheets.unshift(serial);
        recoverLedger(ledger, silentLog);
    }
  }

  /** Loaded is what never was, or lies in the safe; nothing else ever. */
  #loads(first: number, count: number): void {
    const pack = Array.from({ length: count }, (_, index) => serial(first + index));
    const isAllowed = pack.every((sheet) => this.safe.includes(sheet) || !this.#known.has(sheet));
    assert.equal(this.records.stock.load("licence", serial(first), count, WHO).ok, isAllowed, `${pack.join()} of ${this.safe.join()}`);
    if (!isAllowed) return;
    for (const sheet of pack) {
      const at = this.safe.indexOf(sheet);
      if (at >= 0) this.safe.splice(at, 1);
      if (at >= 0) this.reloaded += 1;
      this.#known.add(sheet);
      this.sheets.push(sheet);
    }
    this.loaded += count;
  }

  /** One of the newest issuances; a sheet that comes back in stock is one that lies on top again. */
  #moves(which: number, move: (id: string) => boolean): void {
    const one = this.#ids.at(-1 - which);
    if (!one) return;
    const { ledger } = this.records;
    const before = ledger.find(one.id)?.state;
    if (!move(one.id)) return;
    const state = ledger.find(one.id)?.state;
    if (state === "failed") this.sheets.unshift(one.serial);
    if (state === "printed" || (state === "issued" && before !== "printed")) this.handedOut.push(one.serial);
  }
}

describe("the book of blanks, whatever is done in whatever order", () => {
  after(removeTemporaryFolders);

  it("has every number in one state, adds up, hands no number out twice, and feeds in the order of the tray", () => {
    const came = { printed: 0, returned: 0, spoiled: 0, found: 0, reloaded: 0 };
    fc.assert(
      fc.property(fc.array(ACT, { minLength: 10, maxLength: 80, size: "max" }), (acts) => {
        const tray = new Tray();
        tray.does({ do: "load", first: 6, count: 10 });
        const { db, blanks, reconciliation } = tray.records;
        for (const act of acts) {
          tray.does(act);
          const [account] = accountsOf(db, blanks, ["licence"]);
          assert.ok(account?.isBalanced, "stock and ledger agree");
          assert.deepEqual(
            reconciliation.live.read(["licence"]),
            { batches: blanks.batches(), accounts: [account] },
            "what the technician's page reads is what all of the book says",
          );
          assert.deepEqual([account.loaded, accountedIn(account)], [tray.loaded, tray.loaded]);
          const lying = db.all(
            "SELECT serial FROM blank JOIN blank_batch USING (batch) WHERE state = 'inStock' ORDER BY load_order, position",
          );
          assert.deepEqual(
            lying.map((row) => row["serial"]),
            tray.sheets,
            "the book's stock is what lies in the tray",
          );
          assert.ok(account.next === null || account.next === tray.sheets[0]);
        }
        assert.equal(new Set(tray.handedOut).size, tray.handedOut.length, "no number was handed out twice");
        const { live } = reconciliation.report();
        for (const { loaded, runs } of live.batches)
          assert.equal(
            loaded,
            runs.reduce((sum, { count }) => sum + count, 0),
          );
        assert.equal(tray.records.journal.verify().intact, true);
        for (const { state, n } of db.all<{ state: string; n: number }>("SELECT state, count(*) AS n FROM blank GROUP BY state"))
          if (state === "returned" || state === "spoiled") came[state] += n;
        came.reloaded += tray.reloaded;
        came.printed += tray.handedOut.length;
        came.found += db.all("SELECT 1 FROM journal WHERE event = 'issuance.resolved'").length;
        db.close();
      }),
      { numRuns: 150 },
    );
    assert.ok(Math.min(...Object.values(came)) > 0, `the walk must get everywhere: ${JSON.stringify(came)}`);
  });
});
