import assert from "node:assert/strict";
import { must } from "../../../base/result.ts";
import { assertBalanced } from "../support/balance.ts";
import { openRecords, removeTemporaryFolders } from "../support/records.ts";

const ABOUT = { session: "s1", caseId: "case-1", sha256: "ab".repeat(32), pages: 1 };
const LICENCE = { ...ABOUT, kind: "certificate", template: "licence-original", blankType: "licence" } as const;
const RECEIPT = { ...ABOUT, kind: "receipt", template: "acceptance", blankType: null } as const;

describe("what the ledger knows of a paper", () => {
  after(removeTemporaryFolders);

  it("gives no other sheet than the one whose number stands in the document", () => {
    const { ledger, blanks, db } = openRecords();
    must(blanks.load("licence", "A0001", 2));
    assert.equal(must(ledger.nextSheet("licence")), "A0001");
    must(blanks.spoil("licence", "A0001"));
    assert.deepEqual(ledger.intend({ ...LICENCE, sheet: "A0001" }), { ok: false, error: "sheet-changed" });
    assert.deepEqual(db.all("SELECT * FROM issuance"), []);
    assert.equal(must(ledger.intend({ ...LICENCE, sheet: "A0002" })).serial, "A0002");
    assert.deepEqual(ledger.nextSheet("licence"), { ok: false, error: "tray-held" });
  });

  it("gives a person who took their sheets all of them in one commit, and nobody else's", () => {
    const { ledger, blanks, db, posted } = openRecords();
    must(blanks.load("licence", "A0001", 4));
    const proved = (session: string) => {
      const { id } = must(ledger.intend({ ...LICENCE, session }));
      must(ledger.advance(id, "send"));
      must(ledger.advance(id, "proved"));
      return id;
    };
    const [first, second, other] = [proved("s1"), proved("s1"), proved("s2")];
    posted.length = 0;
    assert.deepEqual(
      ledger.taken("s1").map(({ id, state }) => [id, state]),
      [
        [first, "issued"],
        [second, "issued"],
      ],
    );
    assert.deepEqual(
      posted.map(({ body }) => [body["issuance"], body["outcome"]]),
      [
        [first, "issued"],
        [second, "issued"],
      ],
    );
    assert.deepEqual(ledger.taken("s1"), []);
    assert.deepEqual(
      ledger.leftBehind("s2").map(({ id, state }) => [id, state]),
      [[other, "printed"]],
    );
    assertBalanced({ db, blanks });
  });

  it("says of each number without a final state what keeps it from one, and what the printer said", () => {
    const { ledger, blanks, db } = openRecords();
    const open = (blankType: string, session: string, ...events: readonly Parameters<typeof ledger.advance>[]) => {
      must(blanks.load(blankType, "A0001", 1));
      const { id } = must(ledger.intend({ ...LICENCE, blankType, session }));
      for (const [, event, problem, kept] of events) must(ledger.advance(id, event, problem, kept));
    };
    const proof = { pagesDone: 0, counterMoved: 1, counterExpected: 1, restarted: true };
    open("a", "now");
    open("b", "now", ["", "send"], ["", "proved", "", { proof: { ...proof, restarted: false } }]);
    open("c", "before", ["", "send"]);
    open("d", "before", ["", "send"], ["", "proved"]);
    open("e", "before", ["", "send"], ["", "aborted", "aborted: aborted-by-system"]);
    open("f", "now", ["", "send"], ["", "lost", "job restarted", { proof }]);
    open("g", "before", ["", "abandon"]);
    assert.deepEqual(
      ledger.open("now").map(({ blankType, state, why }) => [blankType, state, why]),
      [
        ["a", "intent", null],
        ["b", "printed", null],
        ["c", "sent", "printing"],
        ["d", "printed", "not-seen-taken"],
        ["e", "unknown", "drawn-in"],
        ["f", "unknown", "in-doubt"],
      ],
    );
    assert.deepEqual(
      ledger.open().map(({ why }) => why),
      ["printing", "not-seen-taken", "printing", "not-seen-taken", "drawn-in", "in-doubt"],
    );
    const silent = { pages: 1, pagesDone: null, counterMoved: null, counterExpected: null, restarted: false };
    assert.deepEqual(
      ledger.open().map(({ evidence }) => evidence),
      [
        null,
        { problem: "", pages: 1, ...proof, restarted: false },
        null,
        null,
        { problem: "aborted: aborted-by-system", ...silent },
        { problem: "job restarted", pages: 1, ...proof },
      ],
    );
    assertBalanced({ db, blanks });
  });

  it("remembers of which receipt another is a reprint; a numbered sheet is never one", () => {
    const { ledger, blanks, journal, db } = openRecords();
    must(blanks.load("licence", "A0001", 1));
    const first = must(ledger.intend(RECEIPT));
    for (const event of ["send", "lost"] as const) must(ledger.advance(first.id, event));
    const again = must(ledger.intend({ ...RECEIPT, reprintOf: first.id }));
    for (const event of ["send", "proved"] as const) must(ledger.advance(again.id, event));
    assert.equal(ledger.find(again.id)?.reprintOf, first.id);
    assert.deepEqual(
      journal
        .recent(2)
        .reverse()
        .map(({ fields }) => [fields["outcome"], fields["reprint"]]),
      [
        ["unknown", false],
        ["printed", true],
      ],
    );
    assert.throws(() => ledger.intend({ ...LICENCE, reprintOf: first.id }), /CHECK/);
    assertBalanced({ db, blanks });
  });
});
