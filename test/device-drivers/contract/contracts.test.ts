import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { HEALTH_LEVELS } from "../../../device-drivers/contract/contract.ts";
import { CONTRACTS } from "../../../device-drivers/contract/contracts.ts";

const ROOMS = join(import.meta.dirname, "..", "..", "..", "device-drivers");

describe("the register of contracts", () => {
  it("brings under each kind a contract of that kind, with a word for each act and each case", async () => {
    for (const [kind, bring] of Object.entries(CONTRACTS)) {
      const { contract } = await bring();
      assert.equal(contract.kind, kind);
      assert.ok(contract.cases.length > 0, kind);
      const texts = [...Object.values(contract.acts), ...contract.cases.map(({ title }) => title)];
      for (const text of texts) assert.ok(text["zh-CN"].trim() !== "" && text.en.trim() !== "", `${kind}: ${JSON.stringify(text)}`);
      const titles = contract.cases.map(({ title }) => title.en);
      assert.equal(new Set(titles).size, titles.length, `${kind} has two cases of one title`);
    }
  });

  it("has something for each kind that nobody needs to notice", async () => {
    for (const [kind, bring] of Object.entries(CONTRACTS)) {
      const { contract } = await bring();
      assert.ok(
        contract.cases.some(({ level }) => level === HEALTH_LEVELS[0]),
        kind,
      );
    }
  });

  it("knows every contract that there is", () => {
    // The face camera is no device of the host: its cases are run by the face process' own tests.
    const apart = ["contract", "camera"];
    const there = readdirSync(ROOMS).filter((room) => !apart.includes(room) && existsSync(join(ROOMS, room, "contract.ts")));
    assert.deepEqual(Object.keys(CONTRACTS).sort(), there.sort());
  });
});
