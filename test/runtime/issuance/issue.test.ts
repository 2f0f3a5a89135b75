import assert from "node:assert/strict";
import { silentLog } from "../../../base/log.ts";
import { err, must, ok } from "../../../base/result.ts";
import type { PrintOrder } from "../../../config/service-items/flow-types.ts";
import type { Documents, RenderedCertificate } from "../../../runtime/issuance/documents.ts";
import { type Issued, Issuer } from "../../../runtime/issuance/issue.ts";
import type { Hold } from "../../../runtime/neighbours/hold.ts";
import { assertBalanced } from "../support/balance.ts";
import { failure, type Scripted, STANDING } from "../support/peers.ts";
import { openRecords, removeTemporaryFolders } from "../support/records.ts";

const ABOUT = { session: "s1", caseId: "case-1", item: "sample" };
const LICENCE = { kind: "certificate", template: "licence", data: {}, blank: "licence", copies: 1 } as const;
const PLAIN = { ...LICENCE, template: "proof", blank: null, copies: 3 } as const;
const DEPARTMENTS = {
  kind: "department-document",
  template: "record",
  name: { "zh-CN": "记录", en: "Record" },
  operation: "sample.record",
  params: { number: "1" },
  withinMs: 5_000,
  copies: 2,
} as const satisfies PrintOrder;
const PROOF = ok({ state: "completed", reason: "job-completed-successfully", pages: 1, counter: null });

function rendered(): RenderedCertificate {
  const pdf = Buffer.from("%PDF of 艾测试");
  return { pdf, pages: 1, sha256: "ab".repeat(32), media: "iso_a4_210x297mm", sides: "one-sided", code: "CODE-1" };
}

/** An issuer over real records, before a printer that answers as told. */
function desk(printer: Partial<Record<string, (args: Record<string, unknown>) => Scripted>> = {}) {
  const records = openRecords();
  must(records.blanks.load("licence", "A0001", 3));
  const asked: { command: string; args: Record<string, unknown>; state: string | undefined }[] = [];
  const made: { sheet: string; pdf: Buffer }[] = [];
  const make = (sheet: string) => {
    const one = rendered();
    made.push({ sheet, pdf: one.pdf });
    return Promise.resolve(ok(one));
  };
  const documents: Documents = {
    receipt: () => err("no receipts here"),
    certificate: (_template, _data, sheet) => make(sheet),
    department: () => make(""),
  };
  const answers: typeof printer = { standing: () => ok(STANDING), print: () => PROOF, ...printer };
  const hold = {
    execute(_kind: string, command: string, args: Record<string, unknown>) {
      const state = records.db.get<{ state: string }>("SELECT state FROM issuance ORDER BY created_at DESC, id DESC LIMIT 1")?.state;
      asked.push({ command, args, state });
      return Promise.resolve(answers[command]?.(args));
    },
  } as unknown as Hold;
  const issuer = new Issuer(records.ledger, documents, records.clock, silentLog);
  const states = () =>
    records.db.all("SELECT state, serial FROM issuance ORDER BY id").map((row) => `${row["state"]} ${row["serial"] ?? "-"}`);
  const copies = async (order: Parameters<Issuer["copies"]>[0]) => {
    const all: Issued[] = [];
    for await (const one of issuer.copies(order, ABOUT, hold)) all.push(one);
    return all;
  };
  return { ...records, issuer, hold, documents, asked, made, states, copies, issue: () => issuer.issue(LICENCE, ABOUT, hold) };
}

describe("printing a document on a numbered sheet", () => {
  after(removeTemporaryFolders);

  it("puts the sheet's number into the document, asks the printer how it stands, writes that down, and only then sends", async () => {
    const { issue, asked, made, ledger, db, blanks } = desk();
    const issued = await issue();
    assert.deepEqual([issued.outcome, issued.serial], ["printed", "A0001"]);
    assert.deepEqual(
      made.map(({ sheet }) => sheet),
      ["A0001"],
    );
    assert.deepEqual(
      asked.map(({ command, state }) => `${command} at ${state}`),
      ["standing at intent", "print at sent"],
    );
    const row = ledger.find(issued.issuance ?? "");
    assert.deepEqual([row?.before, row?.documentCode, row?.media], [STANDING, "CODE-1", "iso_a4_210x297mm"]);
    assertBalanced({ db, blanks });
  });

  it("leaves nothing of the document in memory, however it ends", async () => {
    for (const print of [() => PROOF, () => failure("print", "printer.lost-track", "indeterminate"), undefined]) {
      const { issue, made } = desk(print ? { print } : { standing: () => failure("standing", "device.offline", "no") });
      await issue();
      assert.ok(made.every(({ pdf }) => pdf.every((byte) => byte === 0)));
    }
  });

  it("makes it anew for the right number when the sheet changes meanwhile, once", async () => {
    const { issue, documents, blanks, states, made, db } = desk();
    const make = documents.certificate;
    const spoiling = (sheets: readonly string[]) => {
      const left = [...sheets];
      documents.certificate = (template, data, sheet) => {
        const next = left.shift();
        if (next) must(blanks.spoil("licence", next));
        return make(template, data, sheet);
      };
    };
    spoiling(["A0001"]);
    assert.deepEqual([(await issue()).serial, made.map(({ sheet }) => sheet)], ["A0002", ["A0001", "A0002"]]);
    must(blanks.load("licence", "B0001", 3));
    made.length = 0;
    spoiling(["A0003", "B0001"]);
    const refused = await issue();
    assert.deepEqual([refused.outcome, refused.serial, refused.issuance], ["failed", "", null]);
    assert.equal(made.length, 2);
    assert.deepEqual(states(), ["printed A0002"]);
    assert.equal(blanks.stateOf("licence", "B0002"), "inStock");
    assert.ok(made.every(({ pdf }) => pdf.every((byte) => byte === 0)));
    assertBalanced({ db, blanks });
  });

  it("costs no blank when it cannot be made", async () => {
    for (const broken of [() => Promise.resolve(err("document.data-missing at data/holder")), () => Promise.reject(new Error("bug"))]) {
      const { issue, documents, states, blanks, asked, db } = desk();
      documents.certificate = broken;
      assert.equal((await issue()).outcome, "failed");
      assert.deepEqual(states(), ["failed -"]);
      assert.equal(blanks.inStock("licence"), 3);
      assert.deepEqual(asked, []);
      assertBalanced({ db, blanks });
    }
  });

  it("sends nothing to a printer that does not say how it stands, and the blank goes back", async () => {
    const { issue, states, asked, blanks, db } = desk({ standing: () => failure("standing", "device.offline", "no") });
    const issued = await issue();
    assert.deepEqual([issued.outcome, issued.problem], ["failed", "no-reply"]);
    assert.deepEqual(states(), ["failed A0001"]);
    assert.deepEqual(
      asked.map(({ command }) => command),
      ["standing"],
    );
    assert.equal(blanks.inStock("licence"), 3);
    assertBalanced({ db, blanks });
  });

  it("begins nothing while the fate of another sheet is unknown, or when none is left", async () => {
    const { issue, blanks, made } = desk({ print: () => failure("print", "printer.lost-track", "indeterminate") });
    assert.deepEqual([(await issue()).outcome, (await issue()).outcome], ["unknown", "failed"]);
    assert.equal(made.length, 1);
    assert.equal(blanks.isHeld("licence"), true);
    const empty = desk();
    for (const serial of ["A0001", "A0002", "A0003"]) must(empty.blanks.spoil("licence", serial));
    assert.equal((await empty.issue()).problem, "paper-out");
  });

  it("keeps the printer's figures for the technician, and tells the person the number of the sheet in doubt", async () => {
    const facts = { why: "completed, but the page counter moved by 2, not 1", pages: 1, counted: 2, expected: 1 };
    const { issue, ledger } = desk({
      print: () => ({ ...failure("print", "printer.lost-track", "indeterminate"), error: { ...lostTrack.error, facts } }),
    });
    const issued = await issue();
    assert.deepEqual([issued.outcome, issued.serial, issued.problem], ["unknown", "A0001", "other"]);
    assert.deepEqual(ledger.open()[0]?.evidence, {
      problem: `printer.lost-track: ${facts.why}`,
      pages: 1,
      pagesDone: 1,
      counterMoved: 2,
      counterExpected: 1,
      restarted: false,
    });
  });

  it("asks after a job whose answer was lost, with what the printer said before it", async () => {
    const { issue, asked, ledger } = desk({
      print: () => failure("print", "printer.jam", "indeterminate"),
      "find-job": () => ok({ state: "not-found", counter: { before: 10, after: 11, expected: 1 } }),
    });
    const issued = await issue();
    assert.deepEqual([issued.outcome, issued.problem], ["unknown", "jam"]);
    const { job, before } = asked.at(-1)?.args ?? {};
    assert.deepEqual([job, before], [issued.issuance, STANDING]);
    const evidence = ledger.open()[0]?.evidence;
    assert.deepEqual([evidence?.problem, evidence?.counterMoved], ["printer.jam; then job not-found", 1]);
  });

  it("calls the sheet's fate unknown at once when the runtime itself fails while it is printed", async () => {
    const { issue, states, blanks, db } = desk({
      print: () => {
        throw new Error("bug");
      },
    });
    assert.equal((await issue()).outcome, "unknown");
    assert.deepEqual(states(), ["unknown A0001"]);
    assertBalanced({ db, blanks });
  });
});

const lostTrack = failure("print", "printer.lost-track", "indeterminate") as Extract<Scripted & object, { ok: false }>;

describe("printing on plain paper", () => {
  after(removeTemporaryFolders);

  it("makes the document once and prints each copy as an issuance of its own", async () => {
    const { copies, states, made, asked } = desk();
    assert.deepEqual(
      (await copies(PLAIN)).map(({ outcome }) => outcome),
      ["printed", "printed", "printed"],
    );
    assert.deepEqual(states(), ["printed -", "printed -", "printed -"]);
    assert.equal(made.length, 1);
    const jobs = asked.filter(({ command }) => command === "print").map(({ args }) => args["job"]);
    assert.equal(new Set(jobs).size, 3);
    assert.ok(made[0]?.pdf.every((byte) => byte === 0));
  });

  it("begins no further copy once one has not come out, and never asks a technician about it", async () => {
    let printed = 0;
    const { copies, states, made, ledger } = desk({
      print: () => (++printed === 2 ? failure("print", "printer.lost-track", "indeterminate") : PROOF),
    });
    assert.deepEqual(
      (await copies(PLAIN)).map(({ outcome }) => outcome),
      ["printed", "unknown"],
    );
    assert.deepEqual(states(), ["printed -", "unknown -"]);
    assert.deepEqual(ledger.open(), []);
    assert.ok(made[0]?.pdf.every((byte) => byte === 0));
  });

  it("a department's document is asked for once, and printed as it came", async () => {
    const { copies, states, made, asked } = desk();
    assert.equal((await copies(DEPARTMENTS)).length, 2);
    assert.deepEqual(states(), ["printed -", "printed -"]);
    assert.equal(made.length, 1);
    const sent = asked
      .filter(({ command }) => command === "print")
      .map(({ args }) => Buffer.from(String(args["pdf"]), "base64").toString());
    assert.deepEqual(sent, ["%PDF of 艾测试", "%PDF of 艾测试"]);
  });

  it("a department's document that cannot be verified is not printed, and the ledger says why", async () => {
    const { copies, documents, ledger, asked } = desk();
    documents.department = () => Promise.resolve(err("document.signature-wrong"));
    const [issued, ...more] = await copies(DEPARTMENTS);
    assert.deepEqual([issued?.outcome, more, asked], ["failed", [], []]);
    assert.equal(ledger.find(issued?.issuance ?? "")?.problem, "document.signature-wrong");
  });

  it("nothing more goes to the printer while nobody knows what became of an earlier job: the page counter would speak for both", async () => {
    const { copies, ledger, asked } = desk();
    const what = {
      session: "s0",
      caseId: "",
      kind: "certificate",
      template: "proof",
      blankType: null,
      sha256: "ab".repeat(32),
      pages: 1,
    } as const;
    const { id } = must(ledger.intend(what));
    must(ledger.advance(id, "send", "", { before: STANDING }));
    const [issued, ...more] = await copies(LICENCE);
    assert.deepEqual([issued?.outcome, issued?.issuance, more, asked], ["failed", null, [], []]);
    must(ledger.advance(id, "lost"));
    assert.equal((await copies(LICENCE))[0]?.outcome, "printed");
  });
});
