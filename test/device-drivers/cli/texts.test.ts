import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT } from "../../../device-drivers/cli/exit-codes.ts";
import { table } from "../../../device-drivers/cli/table.ts";
import { languageOf, TEXTS, type TextId } from "../../../device-drivers/cli/texts.ts";

const CLI = join(import.meta.dirname, "..", "..", "..", "device-drivers", "cli");

describe("what zizhu says", () => {
  it("is there in each language, with the same values in it", () => {
    const values = (text: string) => [...text.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name).sort();
    assert.deepEqual(Object.keys(TEXTS.en).sort(), Object.keys(TEXTS["zh-CN"]).sort());
    for (const id of Object.keys(TEXTS.en) as TextId[]) {
      assert.ok(TEXTS.en[id] !== "" && TEXTS["zh-CN"][id] !== "", id);
      assert.deepEqual(values(TEXTS.en[id]), values(TEXTS["zh-CN"][id]), id);
    }
  });

  it("is used somewhere", () => {
    const code = readdirSync(CLI)
      .filter((file) => file.endsWith(".ts") && !file.startsWith("texts-"))
      .map((file) => readFileSync(join(CLI, file), "utf8"))
      .join("\n");
    const families = /^(state|kind|supply|cover|recovery|test\.level|trace\.redaction)\./u;
    const unused = Object.keys(TEXTS.en).filter((id) => !families.test(id) && !code.includes(`"${id}"`));
    assert.deepEqual(unused, []);
  });

  it("names every exit code in its usage", () => {
    for (const text of [TEXTS.en.usage, TEXTS["zh-CN"].usage])
      for (const code of Object.values(EXIT)) assert.ok(text.includes(String(code)));
  });

  it("follows the terminal's language", () => {
    const cases: [Record<string, string>, string][] = [
      [{ LANG: "zh_CN.UTF-8" }, "zh-CN"],
      [{ LANG: "en_GB.UTF-8" }, "en"],
      [{ LANG: "zh_CN.UTF-8", LC_ALL: "en_US.UTF-8" }, "en"],
      // What most containers and rescue shells have: it shows Chinese.
      [{ LANG: "C.UTF-8" }, "zh-CN"],
      [{ LANG: "C" }, "en"],
      [{}, "zh-CN"],
    ];
    for (const [environment, language] of cases) assert.equal(languageOf(environment), language, JSON.stringify(environment));
  });

  it("stands in columns also where characters are two places wide", () => {
    assert.deepEqual(
      table([
        ["设备", "状态"],
        ["reader", "正常"],
      ]),
      ["设备    状态", "reader  正常"],
    );
  });
});
