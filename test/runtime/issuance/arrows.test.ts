import assert from "node:assert/strict";
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { must } from "../../../base/result.ts";
import type { Ledger } from "../../../runtime/issuance/ledger.ts";
import {
  blankStateOf,
  ISSUANCE_EVENTS,
  ISSUANCE_STATES,
  type IssuanceEvent,
  type IssuanceState,
  nextState,
  outcomeOf,
} from "../../../runtime/issuance/states.ts";
import { assertBalanced } from "../support/balance.ts";
import { STANDING } from "../support/peers.ts";
import { openRecords, removeTemporaryFolders, temporaryFolder } from "../support/records.ts";

const ABOUT = { session: "s1", caseId: "case-1", sha256: "ab".repeat(32), pages: 1 };
const LICENCE = { ...ABOUT, kind: "certificate", template: "licence-original", blankType: "licence" } as const;
const PLAIN = { ...LICENCE, template: "proof", blankType: null } as const;

/** The shortest way to each state. */
const WAY: Readonly<Record<IssuanceState, readonly IssuanceEvent[]>> = {
  intent: [],
  sent: ["send"],
  printed: ["send", "proved"],
  issued: ["send", "proved", "taken"],
  failed: ["abandon"],
  held: ["send", "aborted"],
  unknown: ["send", "lost"],
  spoiled: ["send", "lost", "found-spoiled"],
};

const JOURNALLED: Readonly<Record<IssuanceEvent, readonly string[]>> = {
  send: ["issuance.sent"],
  abandon: ["issuance.concluded"],
  proved: ["issuance.concluded"],
  "not-printed": ["issuance.concluded"],
  aborted: ["issuance.concluded", "tray.held"],
  lost: ["issuance.concluded", "tray.held"],
  taken: ["issuance.taken"],
  "found-printed": ["issuance.resolved", "tray.released"],
  "found-spoiled": ["issuance.resolved", "tray.released"],
  "found-unused": ["issuance.resolved", "tray.released"],
};

/** What a power cut leaves: the files as they are now, without anybody closing them. */
function afterPowerCut(path: string) {
  const copy = join(temporaryFolder(), "kiosk.db");
  for (const suffix of ["", "-wal"]) if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
  return openRecords(copy);
}

function at(state: IssuanceState, what: Parameters<Ledger["intend"]>[0] = LICENCE) {
  const records = openRecords();
  must(records.blanks.load("licence", "A0001", 3));
  const { id } = must(records.ledger.intend(what));
  for (const event of WAY[state]) must(records.ledger.advance(id, event));
  records.posted.length = 0;
  return { ...records, id, entries: records.journal.head().entries };
}

describe("each arrow of the ledger", () => {
  after(removeTemporaryFolders);

  for (const from of ISSUANCE_STATES) {
    for (const event of ISSUANCE_EVENTS) {
      const to = nextState(from, event);
      const title = to
        ? `"${event}" leads from ${from} to ${to} in one commit that outlives a power cut`
        : `"${event}" changes nothing at ${from}`;
      it(title, () => {
        const { ledger, blanks, db, journal, posted, path, id, entries } = at(from);
        let commits = 0;
        const run = db.run.bind(db);
        db.run = (sql, ...values) => {
          if (sql === "COMMIT") commits += 1;
          return run(sql, ...values);
        };
        const before = db.all("SELECT * FROM issuance, blank");
        const done = ledger.advance(id, event, "why");
        assertBalanced({ db, blanks });
        if (!to) {
          assert.deepEqual(done, { ok: false, error: { code: "ledger.wrong-state", state: from } });
          assert.deepEqual(db.all("SELECT * FROM issuance, blank"), before);
          assert.equal(journal.head().entries, entries);
          assert.deepEqual(posted, []);
          return;
        }
        assert.equal(commits, 1);
        const told = outcomeOf(to);
        assert.deepEqual(
          posted.map(({ body }) => body["outcome"]),
          told === null ? [] : [told],
        );
        const later = afterPowerCut(path);
        assert.equal(later.ledger.find(id)?.state, to);
        assert.equal(later.blanks.stateOf("licence", "A0001"), blankStateOf(to));
        const isHeld = from === "held" || from === "unknown";
        const expected = JOURNALLED[event].filter((name) => name !== "tray.released" || isHeld);
        assert.deepEqual(
          later.journal
            .recent(expected.length)
            .map((entry) => entry.event)
            .reverse(),
          expected,
        );
        assert.equal(later.journal.verify().intact, true);
        assertBalanced(later);
      });
    }
  }

  it("of a sheet on plain paper: what nobody knows stays so, and nobody can be asked to look for it", () => {
    for (const event of ISSUANCE_EVENTS) {
      const { ledger, id } = at("unknown", PLAIN);
      assert.equal(ledger.advance(id, event).ok, false, event);
      assert.deepEqual(ledger.open(), []);
    }
    const { ledger, id } = at("printed", PLAIN);
    assert.equal(ledger.advance(id, "taken").ok, false);
    assert.deepEqual([ledger.taken("s1"), ledger.leftBehind("s1"), ledger.open()], [[], [], []]);
  });

  it("keeps what the printer said before the first byte in the same commit as the step to sent", () => {
    const { ledger, path, id } = at("intent");
    must(ledger.advance(id, "send", "", { before: STANDING }));
    const { ledger: later } = afterPowerCut(path);
    assert.deepEqual(later.find(id)?.before, STANDING);
    const proof = { pagesDone: 1, counterMoved: 2, counterExpected: 1, restarted: false };
    must(later.advance(id, "lost", "the page counter moved by 2", { proof }));
    must(later.advance(id, "found-printed", "found by a technician"));
    const found = later.find(id);
    assert.deepEqual([found?.before, found?.proof], [STANDING, proof]);
    assert.equal(found?.problem, "the page counter moved by 2; found by a technician");
  });

  it("cannot be gone around through the database", () => {
    const { db, id } = at("issued");
    assert.throws(() => db.run("UPDATE issuance SET state = 'intent'"), /stays so/);
    assert.throws(() => db.run("UPDATE blank SET state = 'inStock', issuance = NULL WHERE serial = 'A0001'"), /stays so/);
    assert.throws(() => db.run("DELETE FROM issuance"), /never forgotten/);
    const again =
      "INSERT INTO issuance SELECT 'other', session, case_id, kind, template, blank_type, serial, sha256, pages, media, sides, document_code";
    assert.throws(
      () => db.run(`${again}, 'sent', problem, before, proof, reprint_of, created_at, changed_at FROM issuance WHERE id = ?`, id),
      /UNIQUE/,
    );
    const held = at("unknown");
    assert.throws(() => held.db.run("UPDATE issuance SET state = 'sent'"), /a second time/);
    held.db.run("UPDATE blank SET state = 'returned' WHERE serial = 'A0003'");
    assert.throws(() => held.db.run("UPDATE blank SET state = 'inStock' WHERE serial = 'A0003'"), /stays so/);
  });
});
