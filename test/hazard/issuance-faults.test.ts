import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { samplePdf } from "../device-drivers/certificate-printer/desk.ts";
import { ARROW_WORDS, ARROWS, type Cell, CUT_WORDS, type Ending, OUTCOME_WORDS, OUTCOMES, PROVED } from "./issuance-faults/cells.ts";
import { cellsOf, ISSUANCE_PAGE, issuancePage, nameOf } from "./issuance-faults/page.ts";
import { runCell } from "./issuance-faults/run-cell.ts";
import { type Beginning, makeBeginning } from "./issuance-faults/world.ts";

/** `ZIZHU_FAULTS=all`: each cell also for a printer without a page counter, and for one that keeps its power when the kiosk loses it. */
const isLong = process.env["ZIZHU_FAULTS"] === "all";

describe("a certificate on a numbered sheet: the machine is cut at every arrow of the ledger, whatever the printer does", function () {
  this.timeout(60_000);
  let folder: string;
  let beginning: Beginning;
  const endings = new Map<string, Ending | null>();

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "zizhu-faults-"));
    beginning = makeBeginning(folder, await samplePdf(1));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const outcome of OUTCOMES) {
    describe(`the printer ${OUTCOME_WORDS[outcome]}`, () => {
      for (const cell of cellsOf(outcome)) {
        it(titleOf(cell), async () => {
          const ending = await runCell(cell, beginning);
          endings.set(nameOf(cell), ending);
        });
      }
      for (const cell of isLong ? furtherCells(outcome) : []) {
        it(`${titleOf(cell)}${cell.counts === false ? ", without a page counter" : ""}`, async () => {
          await runCell(cell, beginning);
        });
      }
    });
  }

  // In a suite of its own: mocha runs a suite's own tests before the suites in it.
  describe("all of it", () => {
    it("every cell ends as the page says; `npm run docs:issuance` writes it anew", () => {
      assert.equal(readFileSync(ISSUANCE_PAGE, "utf8"), issuancePage(endings));
    });

    it("no cell is missing without a reason: without paper nothing is sent, and whom the printer hung up on hears no reply", () => {
      const missing = [...endings].filter(([, ending]) => ending === null).map(([name]) => name.split(" ").slice(0, 2).join(" "));
      const expected = ["paper-out half-sent", "paper-out all-sent", "paper-out printing", "job-lost printing"];
      assert.deepEqual([...new Set(missing)], expected);
    });

    it("only who is told that it is printed has a sheet in hand", () => {
      const told = OUTCOMES.filter((outcome) => endings.get(`${outcome} - -`)?.told === "printed");
      assert.deepEqual(told, PROVED);
    });
  });
});

function titleOf({ arrow, cut }: Cell): string {
  return arrow === null ? "and nothing is cut" : `${ARROW_WORDS[arrow]}: ${CUT_WORDS[cut]}`;
}

function furtherCells(outcome: Cell["outcome"]): Cell[] {
  const without = cellsOf(outcome).map((cell) => ({ ...cell, counts: false }));
  const printerStays = ARROWS.map((arrow) => ({ outcome, arrow, cut: "power-but-printer" }) as const);
  return [...without, ...printerStays, ...printerStays.map((cell) => ({ ...cell, counts: false }))];
}
