import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadCatalogue } from "../../../config/catalogue/load-catalogue.ts";
import type { Broken } from "../support/items.ts";

const SOURCE = new URL("../../../config/catalogue", import.meta.url).pathname;

describe("the catalogue", () => {
  const folder = mkdtempSync(join(tmpdir(), "catalogue-"));
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    rmSync(folder, { recursive: true });
    cpSync(SOURCE, folder, { recursive: true });
  });
  const change = (file: string, how: (value: Broken) => void) => {
    const value = JSON.parse(readFileSync(join(folder, file), "utf8"));
    how(value);
    writeFileSync(join(folder, file), JSON.stringify(value));
  };
  const faultsOf = () => {
    const loaded = loadCatalogue(folder);
    return loaded.ok
      ? []
      : loaded.error.flatMap((one) => one.faults.map((fault) => `${one.what.slice(folder.length + 1)} ${fault.at} ${fault.problem}`));
  };

  it("has seven items of four departments", () => {
    const loaded = loadCatalogue(folder);
    assert.ok(loaded.ok);
    assert.deepEqual(
      [...loaded.value.items.keys()],
      ["business-registration", "child-record", "fund-certificate", "insurance-record", "joint-withdrawal", "licence-info", "my-cases"],
    );
    for (const item of loaded.value.items.values()) {
      const department = loaded.value.departments.get(item.department);
      assert.ok(department);
      assert.ok(item.codes.implementation.startsWith(department.creditCode), "实施编码 begins with the department's credit code");
      assert.equal(item.codes.implementation.length, 31);
    }
  });

  it("is told apart from another by its hash, and is the same when read again", () => {
    const hash = () => {
      const loaded = loadCatalogue(folder);
      return loaded.ok ? loaded.value.sha256 : "";
    };
    const before = hash();
    assert.equal(hash(), before);
    change("items/my-cases.json", (item) => (item.name.en = "Applications"));
    assert.notEqual(hash(), before);
  });

  it("has the city's codes, checked with the rest and told apart by its hash", () => {
    const before = loadCatalogue(folder);
    assert.ok(before.ok);
    assert.deepEqual(
      before.value.codes.map(({ type }) => type),
      ["queue-ticket", "electronic-licence", "electronic-licence"],
    );
    change("codes.json", (codes) => (codes[0].length.max = 7));
    const after = loadCatalogue(folder);
    assert.ok(after.ok && after.value.sha256 !== before.value.sha256);
    change("codes.json", (codes) => (codes[0].length.min = 9));
    assert.ok(faultsOf().some((one) => /^codes.json \/0\/length/.test(one)));
  });

  it("every bad item is told at once, and none is taken", () => {
    change("items/my-cases.json", (item) => (item.steps[0].ifNone = "gone"));
    change("items/fund-certificate.json", (item) => (item.department = "tax"));
    const faults = faultsOf();
    assert.ok(
      faults.some((one) => /^items\/my-cases.json \/steps\/0 target-unknown: .*gone/.test(one)),
      faults.join("\n"),
    );
    assert.ok(
      faults.some((one) => /^items\/fund-certificate.json \/department department-unknown/.test(one)),
      faults.join("\n"),
    );
  });

  it("a file that is not JSON is named", () => {
    writeFileSync(join(folder, "items/my-cases.json"), "{");
    assert.match(faultsOf()[0] ?? "", /^items\/my-cases.json/);
  });

  it("a department's credit code with a slip of the finger is refused", () => {
    change("departments.json", (all) => (all["case-centre"].creditCode = "11990101MA0F00027K"));
    assert.match(faultsOf()[0] ?? "", /departments.json \/case-centre\/creditCode/);
  });

  it("two items of one id are refused", () => {
    cpSync(join(folder, "items/my-cases.json"), join(folder, "items/other.json"));
    assert.match(faultsOf()[0] ?? "", /^items\/other.json \/id another item is called my-cases/);
  });

  it("a folder without items is no catalogue", () => {
    rmSync(join(folder, "items"), { recursive: true });
    assert.equal(faultsOf().length, 1);
  });
});
