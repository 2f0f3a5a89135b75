import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluate, expression, isTrue } from "../../../config/service-items/expression.ts";
import { render, renderOrDash, templatePaths } from "../../../config/service-items/template.ts";

const scope = {
  identity: { name: "欧阳小样", number: "990101199001010019" },
  factors: ["id-card"],
  fetched: { a: { n: 12345.6, rows: [{ t: "x" }, { t: "y" }] } },
};

const VALUES: readonly [string, unknown][] = [
  ["identity.name", "欧阳小样"],
  ["identity.age", null],
  ["mask_id(identity.number)", "990101********0019"],
  ["mask_name(identity.name)", "欧***"],
  ["mask_id(identity.none)", ""],
  ["money(fetched.a.n)", "12,345.60"],
  ["money('50000')", "50,000.00"],
  ["money(`-1234.5`)", "-1,234.50"],
  ["money('abc')", ""],
  ["money(identity.none)", ""],
  ["date_cn('2026-01-05')", "2026年1月5日"],
  ["date_cn('2026-01')", "2026年1月"],
  // 20:00 UTC is already the next day in the hall.
  ["date_cn('2026-01-05T20:00:00Z')", "2026年1月6日"],
  ["date_iso('2026-01-05T20:00:00Z')", "2026-01-06"],
  ["age('2012-01-06', '2026-01-05T23:59:59+08:00')", 13],
  ["age('2012-01-06', '2026-01-05T23:59:59+08:00') < `14`", true],
  ["age('2012-01-05', '2026-01-05T00:00:00+08:00') < `14`", false],
  // Who asks for those under an age also gets those whose age cannot be told.
  ["age(identity.none, '2026-01-05T00:00:00+08:00') < `14`", true],
  ["age('1990-01-01', identity.none)", -1],
  ["date_en('2026-01-05')", "5 January 2026"],
  ["date_cn('soon')", "soon"],
  ["date_cn('2026-02-30')", "2026-02-30"],
  ["join('、', fetched.a.rows[*].t)", "x、y"],
  ["contains(factors, 'face')", false],
];

const REFUSED: readonly [string, string][] = [
  ["identity.", "syntax"],
  ["", "syntax"],
  ["pad_left(identity.name, `100000000`, 'x')", "not-allowed"],
  ["replace(identity.name, 'a', 'b')", "not-allowed"],
  ["nothing(identity.name)", "not-allowed"],
  ["let $x = identity in $x", "not-allowed"],
  ["fetched.a.rows[*].[$.fetched.a.rows[*]]", "not-allowed"],
  [Array(30).fill("[@, @][]").join(" | "), "not-allowed"],
  [Array(20).fill("join('', [@, @])").join(" | "), "not-allowed"],
  [`${"a".repeat(501)}`, "too-long"],
  [`${"!".repeat(60)}identity`, "too-deep"],
];

describe("expressions over what is known", () => {
  for (const [text, value] of VALUES)
    it(`${text} is ${JSON.stringify(value)}`, () => assert.deepEqual(evaluate(text, scope), { ok: true, value }));

  for (const [text, kind] of REFUSED) {
    it(`${text.slice(0, 50)} is refused: ${kind}`, () => {
      const made = expression(text);
      assert.equal(made.ok ? "ok" : made.error.kind, kind);
    });
  }

  it("a value of the wrong type is a fault that says so, not a crash", () => {
    const value = evaluate("length(identity.none)", scope);
    assert.ok(!value.ok && value.error.kind === "evaluation" && value.error.detail.includes("null"));
  });

  it("a value larger than any screen is refused", () => {
    const value = evaluate("[@, @]", "x".repeat(40_000));
    assert.equal(value.ok ? "ok" : value.error.kind, "too-large");
  });

  it("what is empty, absent or cannot be told is not true", () => {
    const truths = [
      "identity.name",
      "factors",
      "factors[0] == 'id-card'",
      "identity.none",
      "`false`",
      "''",
      "`[]`",
      "length(identity.none)",
    ];
    assert.deepEqual(
      truths.map((text) => isTrue(text, scope)),
      [true, true, true, false, false, false, false, false],
    );
  });

  it("what JavaScript keeps in every object is no fact", () => {
    for (const text of ["constructor", "__proto__", "toString", "identity.constructor", "identity.__proto__", "identity.name.length"]) {
      const value = evaluate(text, scope);
      assert.deepEqual(value.ok ? (value.value ?? null) : null, null, text);
    }
  });

  it("no text makes it throw", () => {
    const pieces = fc.constantFrom(
      "identity",
      ".",
      "name",
      "[",
      "]",
      "*",
      "`1`",
      "'x'",
      "(",
      ")",
      "&",
      "|",
      "?",
      "money",
      "{",
      "}",
      ":",
      ",",
      "@",
      "$",
      "==",
      "-",
      "`",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((all) => all.join("")),
        ),
        (text) => void evaluate(text, scope),
      ),
    );
  });

  it("the facts that it starts from are named, and nothing that belongs to a row", () => {
    const paths = (text: string) => {
      const made = expression(text);
      return made.ok ? made.value.paths.map((path) => path.join(".")) : [];
    };
    assert.deepEqual(paths("a.b.c"), ["a.b.c"]);
    assert.deepEqual(paths("f.x[*].join(' ', [name, state])"), ["f.x"]);
    assert.deepEqual(paths("f.x[?state == 'y'].name | [0]"), ["f.x"]);
    assert.deepEqual(paths("money(a.b) || (c == 'd' && e.f)"), ["a.b", "c", "e.f"]);
    assert.deepEqual(paths("sort_by(a.rows, &b)"), ["a.rows"]);
    assert.deepEqual(paths("[a.b, c]"), ["a.b", "c"]);
  });
});

describe("texts with values", () => {
  it("each {{ }} gives way to its value", () => {
    assert.deepEqual(render("您好，{{ identity.name }}：{{money(fetched.a.n)}} 元", scope), {
      ok: true,
      value: "您好，欧阳小样：12,345.60 元",
    });
  });

  it("a value is not read as a template again", () => {
    assert.deepEqual(render("{{ x }}", { x: "{{ y }}", y: "no" }), { ok: true, value: "{{ y }}" });
  });

  for (const bad of ["{{ a", "a }}", "{{ }}", "{{ a. }}", "}} {{"]) {
    it(`"${bad}" is refused`, () => assert.equal(render(bad, scope).ok, false));
  }

  it("a list is not a text", () => {
    const value = render("{{ factors }}", scope);
    assert.equal(value.ok ? "ok" : value.error.kind, "not-text");
  });

  it("a screen shows — where a value cannot be told", () => {
    assert.equal(renderOrDash("共 {{ length(identity.none) }} 件", scope), "共 — 件");
  });

  it("two languages may say one fact in their own way", () => {
    assert.deepEqual(templatePaths("{{ date_cn(a.b) }}申报"), templatePaths("handed in on {{ date_en(a.b) }}"));
  });
});
