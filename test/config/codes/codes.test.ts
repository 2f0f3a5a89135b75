import assert from "node:assert/strict";
import fc from "fast-check";
import { must } from "../../../base/result.ts";
import { ALPHABETS, type AlphabetName, type CodePattern, commonText, matchPattern } from "../../../config/codes/code-pattern.ts";
import { formatLicenceId, LICENCE_ROOT, parseLicenceId } from "../../../config/codes/licence-id.ts";
import { checkPatterns, loadPatterns } from "../../../config/codes/load-patterns.ts";
import { ALPHABET, checkCharacter } from "../../../config/codes/mod-37-36.ts";
import { resolveCode } from "../../../config/codes/resolve-code.ts";

const patterns = must(loadPatterns("config/catalogue/codes.json"));

const capitals = (min: number, max: number) => fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: min, maxLength: max });
const parts = fc.record({
  licenceType: capitals(21, 21),
  issuer: fc.oneof(capitals(18, 18), capitals(6, 6)),
  serial: capitals(1, 32),
  version: fc.stringMatching(/^[0-9]{3}$/),
});

describe("config/codes: ISO 7064 MOD 37,36", () => {
  it("has the check character of a published example, a Global Release Identifier", () => {
    assert.equal(checkCharacter("A12425GABC1234002"), "M");
  });

  it("finds every single wrong character", () => {
    fc.assert(
      fc.property(capitals(2, 40), fc.nat(), fc.nat(34), (text, where, step) => {
        const at = where % text.length;
        const value = ALPHABET.indexOf(text[at] ?? "");
        const wrong = text.slice(0, at) + ALPHABET[(value + 1 + step) % 36] + text.slice(at + 1);
        assert.notEqual(checkCharacter(wrong), checkCharacter(text));
      }),
    );
  });
});

describe("config/codes: licence identifiers, GB/T 36904", () => {
  const invented = {
    licenceType: "11100000000099999W001",
    issuer: "11990100MB9999999X",
    serial: "20260000403",
    version: "001",
  };

  it("takes an identifier apart and finds its check character right", () => {
    const id = formatLicenceId(invented);
    assert.deepEqual(parseLicenceId(id), { id, ...invented, checkOk: true });
  });

  it("reads back any identifier of its own making", () => {
    fc.assert(
      fc.property(parts, (one) =>
        assert.deepEqual(parseLicenceId(formatLicenceId(one)), { id: formatLicenceId(one), ...one, checkOk: true }),
      ),
    );
  });

  it("warns of a wrong check character and of any other changed one, and refuses none", () => {
    const id = formatLicenceId(invented);
    for (const at of [LICENCE_ROOT.length, LICENCE_ROOT.length + 25, id.length - 1]) {
      const other = id[at] === "7" ? "8" : "7";
      const code = resolveCode(id.slice(0, at) + other + id.slice(at + 1), patterns);
      assert.equal(code.type === "licence-id" && code.checkOk, false);
      assert.equal(code.type, "licence-id");
    }
  });

  const NOT_ONE = [
    ["another root", "1.2.156.3006.2.11100000000099999W001.990100.1.001.0"],
    ["a part too few", `${LICENCE_ROOT}11100000000099999W001.990100.001.0`],
    ["a type of 20 characters", `${LICENCE_ROOT}11100000000099999W00.990100.1.001.0`],
    ["a version of two digits", `${LICENCE_ROOT}11100000000099999W001.990100.1.01.0`],
    ["an empty serial", `${LICENCE_ROOT}11100000000099999W001.990100..001.0`],
    ["small letters", `${LICENCE_ROOT}11100000000099999w001.990100.1.001.0`],
    ["a serial without end", `${LICENCE_ROOT}11100000000099999W001.990100.${"1".repeat(3_000)}.001.0`],
  ] as const;
  for (const [what, text] of NOT_ONE) {
    it(`takes ${what} for plain text`, () => assert.equal(resolveCode(text, patterns).type, "plain"));
  }
});

describe("config/codes: what a scanned text is", () => {
  it("knows a queue ticket, electronic licences and plain text of the sample city", () => {
    const token = "0123456789abcdefghijABCDEFGHIJ-_";
    assert.deepEqual(resolveCode("SLT-A042", patterns), { type: "queue-ticket", pattern: "hall-ticket", number: "A042" });
    assert.deepEqual(resolveCode(`https://yzz.example.cn/v/${token}`, patterns), {
      ...{ type: "electronic-licence", pattern: "business-licence", token },
    });
    assert.deepEqual(resolveCode(`SLM1:${"a1".repeat(20)}`, patterns), {
      ...{ type: "electronic-licence", pattern: "citizen-code", token: "a1".repeat(20) },
    });
    assert.deepEqual(resolveCode("6901234567892", patterns), { type: "plain", text: "6901234567892" });
  });

  it("does not mind blanks around a code, and keeps them in plain text", () => {
    assert.equal(resolveCode("  SLT-A042 ", patterns).type, "queue-ticket");
    assert.deepEqual(resolveCode(" 甲 ", patterns), { type: "plain", text: " 甲 " });
  });

  it("takes a ticket of another length or alphabet for plain text", () => {
    for (const text of ["SLT-A04", "SLT-A042042", "SLT-a042", "slt-A042", "XSLT-A042"])
      assert.equal(resolveCode(text, patterns).type, "plain", text);
  });

  it("answers any text, and a long one made on purpose in no time", () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => assert.ok(resolveCode(text, patterns).type)));
    for (const text of ["SLT-".repeat(100_000), "1".repeat(1_000_000), `${LICENCE_ROOT}${".".repeat(1_000_000)}`])
      assert.equal(resolveCode(text, patterns).type, "plain");
  });
});

describe("config/codes: patterns that a city writes", () => {
  const names = Object.keys(ALPHABETS) as AlphabetName[];
  const pattern: fc.Arbitrary<CodePattern> = fc.record({
    id: fc.constantFrom("one", "other"),
    type: fc.constantFrom("queue-ticket" as const, "electronic-licence" as const),
    prefix: fc.string({ unit: fc.constantFrom(..."AB1-"), minLength: 1, maxLength: 4 }),
    alphabet: fc.constantFrom(...names),
    length: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(3)).map(([min, more]) => ({ min, max: min + more })),
  });

  it("fit exactly what is made by their rule", () => {
    fc.assert(
      fc.property(pattern, fc.nat(), fc.nat(), (one, howMany, which) => {
        const size = one.length.min + (howMany % (one.length.max - one.length.min + 1));
        const letters = ALPHABETS[one.alphabet];
        const rest = Array.from({ length: size }, (_, at) => letters[(which + at) % letters.length]).join("");
        assert.equal(matchPattern(one.prefix + rest, one), rest);
        assert.equal(matchPattern(`${one.prefix}${rest}!`, one), undefined);
        assert.equal(matchPattern(rest.slice(0, one.length.min - 1), { ...one, prefix: "" }), undefined);
      }),
    );
  });

  it("are found to overlap exactly when some text fits both", () => {
    fc.assert(
      fc.property(pattern, pattern, fc.string({ unit: fc.constantFrom(..."AB1-"), minLength: 1, maxLength: 9 }), (one, other, text) => {
        const both = commonText(one, other);
        if (both !== undefined) assert.ok(matchPattern(both, one) !== undefined && matchPattern(both, other) !== undefined);
        else assert.ok(matchPattern(text, one) === undefined || matchPattern(text, other) === undefined);
      }),
      { numRuns: 2_000 },
    );
  });

  const ticket: CodePattern = { id: "ticket", type: "queue-ticket", prefix: "Q", alphabet: "digits", length: { min: 3, max: 4 } };
  const REFUSED: readonly [string, readonly CodePattern[], RegExp][] = [
    ["a second one of the same id", [ticket, { ...ticket, prefix: "R" }], /called ticket/],
    ["two that one text fits", [ticket, { ...ticket, id: "other", prefix: "Q1" }], /"Q1000?0?" fits ticket too/],
    ["a minimum above its maximum", [{ ...ticket, length: { min: 5, max: 4 } }], /min is more than max/],
    ["the prefix of licence identifiers", [{ ...ticket, prefix: "1.2.156." }], /belongs to licence identifiers/],
  ];
  for (const [what, bad, problem] of REFUSED) {
    it(`are refused with ${what}, with a word what to do`, () => {
      const checked = checkPatterns(bad, "codes.json");
      assert.ok(!checked.ok);
      assert.match(checked.error.faults.map((fault) => fault.problem).join(), problem);
    });
  }
});
