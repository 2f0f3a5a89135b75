import assert from "node:assert/strict";
import fc from "fast-check";
import { Pinyin } from "../../kiosk-ui/keyboard/pinyin-engine.ts";
import { pinyinTable } from "../../kiosk-ui/keyboard/pinyin-table.ts";

const MOST_BYTES = 1_500_000;

const FIRST: readonly (readonly [string, string])[] = [
  ["nihao", "你好"],
  ["shenfenzheng", "身份证"],
  ["sfz", "身份证"],
  ["zhangwei", "张伟"],
  ["ouyang", "欧阳"],
  ["xi'an", "西安"],
  ["gongjijin", "公积金"],
  ["jiedaobanshichu", "街道办事处"],
  ["shilishi", "示例市"],
  ["zhongg", "中国"],
  ["de", "的"],
  // No dictionary has these: words are put together.
  ["womenyaobanlijuzhuzheng", "我们要办理居住证"],
  ["bulingshenfenzheng", "补领身份证"],
];

// A person who looks at one page of the bar sees about seven.
const AMONG_SEVEN: readonly (readonly [string, string])[] = [
  ["lv", "绿"],
  ["nv", "女"],
  ["hang", "行"],
  ["xing", "行"],
  ["dan", "单"],
  ["shan", "山"],
  ["xiaoqu", "小区"],
  ["danyuan", "单元"],
];

describe("the pinyin keyboard", () => {
  let table = "";
  let pinyin: Pinyin;

  before(function () {
    this.timeout(60_000);
    table = pinyinTable();
    pinyin = new Pinyin(table);
  });

  it("fits its dictionary into one and a half megabytes", () => {
    assert.ok(Buffer.byteLength(table) <= MOST_BYTES, String(Buffer.byteLength(table)));
  });

  for (const [letters, word] of FIRST) {
    it(`offers ${word} first for ${letters}`, () => assert.equal(pinyin.candidates(letters)[0]?.text, word));
  }

  for (const [letters, word] of AMONG_SEVEN) {
    it(`offers ${word} on the first page for ${letters}`, () => {
      const shown = pinyin.candidates(letters).slice(0, 7);
      assert.ok(
        shown.some(({ text }) => text === word),
        shown.map(({ text }) => text).join(" "),
      );
    });
  }

  it("can type every character of the basic block, so that no name is left out", () => {
    const typed = new Set([...table.replaceAll(/[^\u4e00-\u9fa5]/g, "")]);
    assert.ok(typed.size > 20_500, String(typed.size));
  });

  it("puts a long name together piece by piece", () => {
    const letters = "zhugekongmingzhu";
    const name = pinyin.candidates(letters).find(({ text }) => text === "诸葛");
    assert.deepEqual(name, { text: "诸葛", used: 5 });
  });

  it("uses at least one letter and never more than were typed, whatever was typed, and repeats nothing", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z']{0,11}$/), (letters) => {
        const found = pinyin.candidates(letters);
        assert.ok(found.every(({ used, text }) => used >= 1 && used <= letters.length && text.length > 0));
        assert.equal(new Set(found.map(({ text }) => text)).size, found.length);
      }),
      { numRuns: 200 },
    );
  });
});
