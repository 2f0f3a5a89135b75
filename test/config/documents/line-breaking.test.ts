import assert from "node:assert/strict";
import fc from "fast-check";
import { breakLines, type Piece, splitPieces } from "../../../config/documents/line-breaking.ts";

const measure = (text: string) => [...text].reduce((sum, character) => sum + (character < "\u2000" ? 0.5 : 1), 0);
const pieces = (text: string): Piece[] => splitPieces(text).map((piece) => ({ text: piece, em: measure(piece), count: [...piece].length }));
const lines = (text: string, em: number) => breakLines(pieces(text), em, 0, measure).map((line) => line.text);

describe("breaking lines", () => {
  const CASES: readonly [string, number, readonly string[]][] = [
    ["", 5, [""]],
    ["住房公积金", 3, ["住房公", "积金"]],
    // 避头尾: the comma goes down with the character before it, the bracket up with the one after.
    ["住房公积，金", 4, ["住房公", "积，金"]],
    ["住房公（积金）", 4, ["住房公", "（积金）"]],
    ["截至2026年1月5日", 4, ["截至2026", "年1月5日"]],
    ["余额 12,345.60 元", 5, ["余额", "12,345.60", "元"]],
    ["Window 12 opens", 4, ["Window", "12 opens"]],
    ["ABCDEFGHIJ", 2, ["ABCD", "EFGH", "IJ"]],
    ["𠮷𠮷𠮷", 2, ["𠮷𠮷", "𠮷"]],
  ];
  for (const [text, em, expected] of CASES) {
    it(`“${text}” over ${em} em becomes ${expected.length} lines`, () => assert.deepEqual(lines(text, em), expected));
  }

  const anyText = fc.string({ unit: fc.constantFrom("市", "民", "，", "。", "（", "）", "a", "1", " ", "𠮷", "䶮", "·") });

  it("no character is lost or doubled, whatever the text and the width", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 20 }), (text, em) => {
        assert.equal(lines(text, em).join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
      }),
    );
  });

  it("no line is wider than its box when the box is wider than one character", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 20 }), (text, em) => {
        for (const line of lines(text, em)) assert.ok(measure(line) <= em, line);
      }),
    );
  });

  it("no line begins with closing punctuation when there is room to avoid it", () => {
    const sentence = fc.array(fc.constantFrom("市民", "中心，", "办理。", "（样张）")).map((words) => words.join(""));
    fc.assert(
      fc.property(sentence, fc.integer({ min: 6, max: 12 }), (text, em) => {
        for (const line of lines(text, em)) assert.doesNotMatch(line, /^[，。）]|（$/);
      }),
    );
  });
});
