import assert from "node:assert/strict";
import { checker, describeInvalid, MAX_JSON_BYTES, parseJson, readJson } from "../../base/checked.ts";

type Thing = { port: number; kind: string };
const check = checker<Thing>({
  type: "object",
  required: ["port"],
  additionalProperties: false,
  properties: { port: { type: "integer", minimum: 1 }, kind: { enum: ["a", "b"], default: "a" } },
});

describe("base/checked", () => {
  it("fills defaults in and gives the value back", () => {
    assert.deepEqual(check({ port: 1 }, "t"), { ok: true, value: { port: 1, kind: "a" } });
  });

  it("names every place that is wrong, with what was allowed", () => {
    const result = check({ port: 0, kind: "c", extra: 1 }, "settings.json");
    assert.ok(!result.ok);
    const text = describeInvalid(result.error);
    for (const part of ["settings.json /port", "/kind", '["a","b"]', "(extra)"]) assert.ok(text.includes(part), text);
  });

  it("tells broken JSON, a missing file and a file that is too large apart", () => {
    const broken = parseJson("{", "body");
    assert.equal(broken.ok ? "" : broken.error.kind, "not-json");
    const missing = readJson("/nowhere/at/all.json", check);
    assert.equal(missing.ok ? "" : missing.error.kind, "unreadable");
    const large = parseJson(" ".repeat(MAX_JSON_BYTES + 1), "body");
    assert.equal(large.ok ? "" : large.error.kind, "too-large");
  });
});
