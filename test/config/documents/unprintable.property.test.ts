import assert from "node:assert/strict";
import fc from "fast-check";
import { layPages } from "../../../config/documents/certificate.ts";
import type { CertificateTemplate, Element } from "../../../config/documents/certificate-template.ts";
import { sampleData } from "../../../config/documents/documents.ts";
import type { Run } from "../../../config/documents/fonts.ts";
import { certificate, fonts } from "./support.ts";

const fund = certificate("fund-certificate");

/** What paper cannot show, or shows as something else than what was meant. */
const BAD = [
  ["a variation selector", "\u{E0101}"],
  ["a standard variation selector", "\uFE00"],
  ["a joiner", "\u200D"],
  ["an invisible space", "\u200B"],
  ["a direction override", "\u202E"],
  ["an isolate", "\u2066"],
  ["a combining mark", "\u0301"],
  ["an enclosing mark", "\u20DD"],
  ["a Hangul filler", "\u3164"],
  ["a blank braille pattern", "\u2800"],
  ["private use of a Chinese system", "\uE863"],
  ["private use of another plane", "\u{F0001}"],
  ["the replacement character", "\uFFFD"],
  ["the mark for a missing character", "〓"],
  ["a description of a character", "⿰"],
  ["half a character", "\uD842"],
  ["a control character", "\u001B"],
  ["a code point that is nobody's", "\u{E0FFF}"],
] as const;

const HAN: readonly (readonly [number, number])[] = [
  [0x4e00, 0x9fff],
  [0x3400, 0x4dbf],
  [0x20000, 0x2a6df],
  [0xf900, 0xfad9],
  [0x2f800, 0x2fa1d],
];
const pointsOf = ([from, to]: readonly [number, number]) => fc.integer({ min: from, max: to }).map((point) => String.fromCodePoint(point));
const han = fc.oneof(...HAN.map(pointsOf));
/** The faces draw every one of these, so such a name must reach paper. */
const common = pointsOf([0x4e00, 0x9fef]);
const anything = fc
  .integer({ min: 0x21, max: 0x10ffff })
  .map((point) => (point >= 0xd800 && point <= 0xdfff ? "样" : String.fromCodePoint(point)));

const lay = (template: CertificateTemplate, name = "林晓样") => layPages(template, { ...sampleData(template), name }, fonts, "");
const of = (element: Partial<Element> & { kind: Element["kind"] }): CertificateTemplate => {
  const known = fund.pages[0]?.elements.find(({ kind }) => kind === element.kind);
  return { ...fund, pages: [{ elements: [{ ...known, ...element } as Element] }] };
};

describe("characters that must not reach paper", () => {
  for (const [what, character] of BAD) {
    it(`${what} is refused in a name, in a seal, in a label and in a watermark`, () => {
      const table = fund.pages[0]?.elements.find(({ kind }) => kind === "table");
      assert.ok(table?.kind === "table");
      const rows = [{ height: 12, cells: [{ label: `姓${character}名`, labelWidth: 30, value: "样张", align: "left" as const }] }];
      const laid = [
        lay(fund, `林${character}晓`),
        lay(of({ kind: "text", text: `林${character}晓` })),
        lay(of({ kind: "seal", name: `示例市${character}局` })),
        lay(of({ kind: "seal", caption: `样${character}` })),
        lay(of({ kind: "table", rows })),
        lay(of({ kind: "watermark", text: `样${character}张` })),
      ];
      for (const one of laid) assert.ok(!one.ok && ["document.unprintable-character", "document.glyph-missing"].includes(one.error.code));
    });
  }

  it("a name of common characters is laid out, each with an outline", () => {
    fc.assert(
      fc.property(fc.array(common, { minLength: 1, maxLength: 45 }), (characters) => {
        const runs = fonts.runs(characters.join(""), "regular");
        assert.ok(runs.ok, runs.ok ? "" : runs.error.characters.join(""));
        eachWithAnOutline(characters.join(""), runs.value);
      }),
    );
  });

  it("one character that cannot be shown, anywhere in a name, refuses it by that character", () => {
    const bad = fc.constantFrom(...BAD.map(([, character]) => character));
    fc.assert(
      fc.property(fc.array(common, { maxLength: 8 }), bad, fc.array(common, { maxLength: 8 }), (before, character, after) => {
        const runs = fonts.runs([...before, character, ...after].join(""), "regular");
        assert.ok(!runs.ok && runs.error.characters.includes(character));
      }),
    );
  });

  it("any name is laid out with an outline for each of its characters, or refused by the characters that stand in its way", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 4, arbitrary: han }, anything), { minLength: 1, maxLength: 8 }), (characters) => {
        const name = characters.join("");
        const runs = fonts.runs(name, "regular");
        if (runs.ok) return eachWithAnOutline(name, runs.value);
        assert.ok(["document.glyph-missing", "document.unprintable-character"].includes(runs.error.code));
        assert.ok(runs.error.characters.length > 0 && runs.error.characters.every((one) => name.includes(one)));
      }),
      { numRuns: 400 },
    );
  });
});

function eachWithAnOutline(name: string, runs: readonly Run[]): void {
  assert.equal(runs.map(({ text }) => text).join(""), name);
  for (const { face, text } of runs) {
    for (const character of text.replaceAll(/\s/gu, "")) {
      const glyph = face.font.glyphForCodePoint(character.codePointAt(0) ?? 0);
      assert.ok(glyph.id !== 0 && glyph.path.commands.length > 0, `U+${character.codePointAt(0)?.toString(16)}`);
    }
  }
}
