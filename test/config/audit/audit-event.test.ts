import assert from "node:assert/strict";
import { auditEvent, checkEvent, definitionOf, type EventName, isEventName } from "../../../config/audit/audit-event.ts";
import { EVENTS } from "../../../config/audit/events.ts";
import type { FieldKind } from "../../../config/audit/field-kinds.ts";

const names = Object.keys(EVENTS).filter(isEventName);

function sample(kind: FieldKind): unknown {
  if (typeof kind !== "string") return kind[0];
  return { id: "0190-abc", sha256: "a".repeat(64), count: 3, ms: 1200, flag: true }[kind];
}

function sampleFields(name: EventName): Record<string, unknown> {
  return Object.fromEntries(Object.entries(definitionOf(name).fields).map(([field, kind]) => [field, sample(kind)]));
}

describe("what the journal may say", () => {
  for (const name of names) {
    it(`${name} is taken with its fields, and with none missing or beside`, () => {
      const fields = sampleFields(name);
      assert.ok(checkEvent(name, fields).ok);
      assert.equal(checkEvent(name, { ...fields, note: "hello" }).ok, false);
      for (const field of Object.keys(fields)) {
        const { [field]: _, ...rest } = fields;
        assert.equal(checkEvent(name, rest).ok, false, field);
      }
    });
  }

  it("every event has a text for the technician in both languages, and completes one that there is", () => {
    for (const name of names) {
      const { text, completes } = definitionOf(name);
      assert.ok(text["zh-CN"] && text.en, name);
      if (completes !== undefined) assert.ok(isEventName(completes), `${name} completes ${completes}`);
    }
  });

  it("no field is named after something of a person", () => {
    const fields = new Set(names.flatMap((name) => Object.keys(definitionOf(name).fields)));
    for (const forbidden of ["name", "idNumber", "number", "address", "birth", "phone", "photo", "text"])
      assert.ok(!fields.has(forbidden), forbidden);
  });

  it("an ID number, a name or a sentence cannot get in, and the refusal does not repeat it", () => {
    for (const value of ["990101199001010019", "11010519491231002X", "周小样", "two words", "x".repeat(200)]) {
      const checked = checkEvent("rating.given", { case: value, grade: 5 });
      assert.ok(!checked.ok, value);
      assert.ok(!JSON.stringify(checked.error).includes(value));
    }
  });

  const BAD: readonly [string, EventName, Record<string, unknown>][] = [
    ["a grade that is no number", "rating.given", { case: "c", grade: "5" }],
    ["a negative count", "rating.given", { case: "c", grade: -1 }],
    ["a word that is not on the list", "hub.changed", { hub: "gone", waiting: 0 }],
    ["a hash that is none", "journal.checkpoint", { entries: 1, head: "abc" }],
    ["a flag that is a text", "settings.loaded", { sha256: "a".repeat(64), production: "yes" }],
  ];
  for (const [what, event, fields] of BAD) it(`${what} is refused`, () => assert.equal(checkEvent(event, fields).ok, false));

  it("an event that nobody declared is refused", () => {
    assert.deepEqual(checkEvent("person.seen", {}), { ok: false, error: [{ at: "/event", problem: "there is no event person.seen" }] });
    assert.equal(checkEvent("toString", {}).ok, false);
  });

  it("the compiler refuses what the check would", () => {
    assert.ok(auditEvent("rating.given", { case: "c", grade: 5 }));
    // @ts-expect-error: the grade is missing
    assert.equal(checkEvent("rating.given", auditEvent("rating.given", { case: "c" }).fields).ok, false);
    // @ts-expect-error: no such word
    auditEvent("hub.changed", { hub: "gone", waiting: 0 });
  });
});
