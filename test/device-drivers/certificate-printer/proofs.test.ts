import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROFILE_NAMES, PROFILES, PROOFS, proofsOf } from "../../../device-drivers/certificate-printer/profiles.ts";
import { NOT_COUNTED, reservation, SUCCESS } from "../../../device-drivers/kinds/certificate-printer.ts";

const README = join(import.meta.dirname, "..", "..", "..", "device-drivers", "certificate-printer", "README.md");

/** Padded as the formatter of this repository would. */
function table(): string {
  const rows = [["profile", ...PROOFS], ...PROFILE_NAMES.map((name) => [`\`${name}\``, ...PROOFS.map((proof) => proofsOf(name)[proof])])];
  const widths = (rows[0] ?? []).map((_head, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

describe("certificate-printer: what a profile can prove", () => {
  it("stands in the README as the profiles say it", () => {
    assert.ok(readFileSync(README, "utf8").includes(table()), `the README should have:\n${table()}`);
  });

  for (const name of PROFILE_NAMES) {
    const proofs = proofsOf(name);
    it(`${name}: without a page counter ${proofs["page-counter"] === "needed" ? "nothing is ever proved" : "a certificate is proved by the job"}`, () => {
      const pages = PROFILES[name].countsJobPages.value ? 1 : NOT_COUNTED;
      const said = reservation({ state: "completed", reason: SUCCESS, pages, counter: null }, 1);
      assert.equal(said === undefined, proofs["page-counter"] !== "needed");
      const counted = reservation({ state: "completed", reason: SUCCESS, pages, counter: { before: 1, after: 2, expected: 1 } }, 1);
      assert.equal(counted, undefined);
    });
  }
});
