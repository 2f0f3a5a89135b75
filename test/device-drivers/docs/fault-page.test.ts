import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { DEVICE_KINDS } from "../../../config/settings/device-kinds.ts";
import { FAULTS, type FaultTable, PHASES } from "../../support/fault-table.ts";
import { FAULT_PAGE, faultPage, faultTables } from "./fault-page.ts";

describe("the page of faults", () => {
  let tables: readonly FaultTable[];
  before(async () => {
    tables = await faultTables();
  });

  it("is what the tests say; `npm run docs:faults` writes it anew", () => {
    assert.equal(readFileSync(FAULT_PAGE, "utf8"), faultPage(tables));
  });

  it("has a table for every kind", () => {
    assert.deepEqual(tables.map(({ kind }) => kind).sort(), [...DEVICE_KINDS].sort());
  });

  it("has no empty cell, and a reason where something cannot be", () => {
    for (const { kind, cells } of tables) {
      for (const fault of FAULTS) {
        for (const phase of PHASES) {
          const cell = cells[fault]?.[phase];
          assert.ok(cell, `${kind}: ${fault} while ${phase} is empty`);
          if ("cannot" in cell) assert.match(cell.cannot, /\w+ \w+/u, `${kind}: ${fault} while ${phase} has no reason`);
          else assert.ok(cell.command && cell.state, `${kind}: ${fault} while ${phase}`);
        }
      }
    }
  });

  it("has a line that would break the table nowhere", () => {
    for (const line of faultPage(tables)
      .split("\n")
      .filter((one) => one.startsWith("|"))) {
      assert.ok([2, 5].includes(line.split("|").length - 2), line);
    }
  });
});
