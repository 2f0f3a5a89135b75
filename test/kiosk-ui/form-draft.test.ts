import assert from "node:assert/strict";
import { FormDraft } from "../../kiosk-ui/citizen/form-draft.ts";
import type { FormField } from "../../runtime/server/api.ts";

const FIELD: FormField = {
  name: "a",
  label: "",
  hint: "",
  control: "text",
  required: true,
  maxLength: 4,
  options: [],
  value: "",
  source: "",
  readOnly: false,
  error: "",
};

function typed(field: FormField, keys: readonly string[]): string {
  const draft = new FormDraft();
  draft.follow([field]);
  for (const key of keys) draft.insert(field, key);
  return draft.value(field);
}

describe("what is typed into a form", () => {
  for (const [control, keys, value] of [
    ["text", ["张", "伟", "和", "李", "娜"], "张伟和李"],
    ["digits", ["1", "a", "2", "X"], "12X"],
    ["date", ["2", "0", "2", "4", "0", "2"], "2024-02"],
    ["date", [..."202402291"], "2024-02-29"],
    ["select", ["x"], ""],
  ] as const) {
    it(`is kept as ${value || "nothing"} after ${keys.join("")} in a ${control} field`, () => {
      assert.equal(typed({ ...FIELD, control }, keys), value);
    });
  }

  it("loses one character at a time, rare ones whole", () => {
    const draft = new FormDraft();
    draft.follow([FIELD]);
    draft.insert(FIELD, "张𠮷");
    draft.erase(FIELD);
    assert.equal(draft.value(FIELD), "张");
  });

  for (const [value, problem] of [
    ["2024-02-29", null],
    ["2023-02-29", "date"],
    ["2024-13-01", "date"],
    ["2024-1", "date"],
    ["", "required"],
  ] as const) {
    it(`is ${problem ?? "accepted"} for the date ${value || "left empty"}`, () => {
      const date = { ...FIELD, control: "date" as const, maxLength: 10 };
      const draft = new FormDraft();
      draft.follow([date]);
      draft.set(date, value);
      assert.equal(draft.problem(date), problem);
    });
  }

  it("stays when the same form is shown in another language, and gives way when the runtime gives another value", () => {
    const draft = new FormDraft();
    draft.follow([FIELD]);
    draft.insert(FIELD, "张伟");
    draft.follow([{ ...FIELD, label: "Name" }]);
    assert.equal(draft.value(FIELD), "张伟");
    draft.follow([{ ...FIELD, value: "李娜" }]);
    assert.equal(draft.value(FIELD), "李娜");
  });

  it("is sent without what the person may not change", () => {
    const draft = new FormDraft();
    const known = { ...FIELD, name: "known", readOnly: true, value: "证" };
    draft.follow([FIELD, known]);
    draft.insert(FIELD, "好 ");
    assert.deepEqual(draft.answers([FIELD, known]), { a: "好" });
  });
});
