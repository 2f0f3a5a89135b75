import assert from "node:assert/strict";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { must } from "../../../../base/result.ts";
import { Terminal } from "../../../../device-drivers/cli/terminal.ts";
import { run } from "../../../../runtime/issuance/cli/run.ts";
import { TEXTS } from "../../../../runtime/issuance/cli/texts.ts";
import { openRecords, removeTemporaryFolders, temporaryFolder } from "../../support/records.ts";

const LIN = { by: "lin", confirmedBy: "" };
const LICENCE = { session: "", caseId: "", kind: "certificate", template: "licence", sha256: "ab".repeat(32), pages: 1 } as const;

describe("zizhu blanks", () => {
  after(removeTemporaryFolders);

  /** A kiosk's book, open as the runtime has it. */
  const kiosk = () => {
    const records = openRecords(join(temporaryFolder(), "kiosk.db"));
    must(records.stock.load("licence", "A0001", 5, LIN));
    return { ...records, folder: dirname(records.path) };
  };
  type Kiosk = ReturnType<typeof kiosk>;
  const inDoubt = ({ ledger }: Kiosk) => {
    const { id } = must(ledger.intend({ ...LICENCE, blankType: "licence" }));
    must(ledger.advance(id, "send"));
    must(ledger.advance(id, "lost"));
    return id;
  };
  function zizhu({ folder, clock }: Pick<Kiosk, "folder" | "clock">, ...typed: string[]) {
    const [output, errors] = [new PassThrough(), new PassThrough()];
    const terminal = new Terminal({ input: new PassThrough(), output, errors });
    const code = run({ typed: ["--data", folder, ...typed], environment: { LANG: "en_GB.UTF-8" }, terminal, clock });
    const all = (stream: PassThrough) =>
      [
        ...(function* () {
          for (let chunk = stream.read(); chunk !== null; chunk = stream.read()) yield String(chunk);
        })(),
      ].join("");
    return { code, out: all(output), notes: all(errors) };
  }

  it("tells what each kind of sheet adds up to, and that no number is without a final state", () => {
    const one = kiosk();
    must(one.stock.spoil("licence", "A0005", "A0005", LIN));
    const { code, out } = zizhu(one);
    assert.equal(code, 0);
    assert.match(out, /^licence +5 +4 +0 +0 +1 +0 +0 +yes +A0001$/mu);
    assert.match(out, /^Numbers without a final state: none\.$/mu);
    assert.match(out, /^The book adds up\.$/mu);
  });

  it("explains each number without a final state, while the runtime has the book open", async () => {
    const one = kiosk();
    const id = inDoubt(one);
    await one.clock.advance(24 * 60 * 60_000);
    one.reconciliation.takeIfDue();
    const { code, out } = zizhu(one);
    assert.equal(code, 0, "a number in doubt is accounted for");
    assert.match(out, new RegExp(`^licence +A0001 +2026-01-05T09:00:00\\+08:00 +nobody knows whether it was printed +${id}$`, "mu"));
    assert.match(out, /^Last day closed: 2026-01-05; it added up, 1 open then\.$/mu);
    assert.match(zizhu(one, "--lang", "zh-CN").out, /A0001 .*不知道有没有打印出来/u);
  });

  it("fails when a tray was counted otherwise, or the book does not add up", () => {
    const one = kiosk();
    must(one.stock.count("licence", 4, LIN));
    const counted = zizhu(one);
    assert.equal(counted.code, 1);
    assert.match(counted.out, /lin counted 4 at .*; the book says 5\. Find out why/u);
    const forged = kiosk();
    forged.db.run("UPDATE blank_batch SET loaded = 6");
    assert.equal(zizhu(forged).code, 1);
  });

  it("gives programs and the ledger book the same", () => {
    const one = kiosk();
    inDoubt(one);
    const book = JSON.parse(zizhu(one, "--json").out) as { live: { open: { serial: string }[] }; accounts: { loaded: number }[] };
    assert.deepEqual([book.accounts[0]?.loaded, book.live.open[0]?.serial], [5, "A0001"]);
    assert.match(zizhu(one, "--csv").out, /^licence,A0001,[^,]+,unknown,/mu);
  });

  it("changes nothing, and needs no right to", () => {
    const one = kiosk();
    one.db.close();
    const bytes = readFileSync(one.path);
    const names = readdirSync(one.folder);
    chmodSync(one.path, 0o400);
    assert.equal(zizhu(one).code, 0);
    assert.deepEqual(readFileSync(one.path), bytes);
    assert.deepEqual(
      readdirSync(one.folder).filter((name) => !/-(wal|shm)$/u.test(name)),
      names,
    );
  });

  it("says when there is no book, or one that it cannot read", () => {
    const one = { ...kiosk(), folder: temporaryFolder() };
    assert.deepEqual([zizhu(one).code, /start the kiosk once/u.test(zizhu(one).notes)], [69, true]);
    writeFileSync(join(one.folder, "kiosk.db"), "no database, only words".repeat(100));
    assert.deepEqual([zizhu(one).code, /cannot be opened.*not a database/u.test(zizhu(one).notes)], [69, true]);
    const old = kiosk();
    old.db.script("DROP TABLE stock_act");
    assert.deepEqual([zizhu(old).code, /earlier release/u.test(zizhu(old).notes)], [69, true]);
  });

  for (const typed of [["sell"], ["--loud"], ["--lang", "fr"], ["--csv", "--json"]]) {
    it(`does not guess what ${typed.join(" ")} means`, () => {
      const { code, out } = zizhu(kiosk(), ...typed);
      assert.deepEqual([code, out], [2, ""]);
    });
  }

  it("takes the folder from the settings, and says when they are wrong", () => {
    const one = kiosk();
    const file = join(temporaryFolder(), "settings.json");
    writeFileSync(file, "{}");
    const terminal = new Terminal({ input: new PassThrough(), output: new PassThrough(), errors: new PassThrough() });
    const environment = { ZIZHU_SETTINGS: file };
    assert.equal(run({ typed: [], environment, terminal, clock: one.clock }), 78);
  });

  it("has every word in each language, with the same places for figures", () => {
    const places = (text: string) => [...text.matchAll(/\{\w+\}/gu)].map(String).sort();
    for (const [id, text] of Object.entries(TEXTS["zh-CN"]))
      assert.deepEqual(places(TEXTS.en[id as keyof (typeof TEXTS)["en"]]), places(text), id);
  });
});
