import assert from "node:assert/strict";
import { fieldError, tidyValue } from "../../../config/service-items/field-check.ts";
import type { FormFieldSpec } from "../../../config/service-items/item.ts";

const text = { "zh-CN": "提示", en: "Hint" };
const base: FormFieldSpec = {
  name: "x",
  label: text,
  hint: text,
  control: "text",
  schema: { type: "string", minLength: 2, maxLength: 4 },
  required: true,
};
const option = (value: string) => ({ value, label: text });

const CASES: readonly { it: string; field: Partial<FormFieldSpec>; value: string; says: string | null }[] = [
  { it: "a good value", field: {}, value: "晨光", says: null },
  { it: "nothing where something is needed", field: {}, value: "", says: "这一项需要填写" },
  { it: "nothing where nothing is needed", field: { required: false }, value: "", says: null },
  { it: "too little", field: {}, value: "晨", says: "至少需要 2 个字" },
  { it: "too much", field: {}, value: "晨光晨光晨", says: "最多可以填 4 个字" },
  { it: "more than any field takes", field: { schema: { type: "string" } }, value: "x".repeat(501), says: "最多可以填 500 个字" },
  { it: "a rare character counts once", field: { schema: { type: "string", maxLength: 2 } }, value: "𠮷𠮷", says: null },
  { it: "a value of another form", field: { schema: { type: "string", pattern: "^1" } }, value: "234", says: "请检查：提示" },
  { it: "an option", field: { control: "select", schema: { type: "string" }, options: [option("a")] }, value: "a", says: null },
  {
    it: "no option",
    field: { control: "select", schema: { type: "string" }, options: [option("a")] },
    value: "b",
    says: "请从列表中选择一项",
  },
  { it: "a day of the calendar", field: { control: "date", schema: { type: "string" } }, value: "2024-02-29", says: null },
  { it: "an ID number", field: { schema: { type: "string", format: "id-number" } }, value: "990101199001010019", says: null },
  {
    it: "an ID number with a slip of the finger",
    field: { schema: { type: "string", format: "id-number" } },
    value: "990101199001010018",
    says: "号码有误，请对照身份证逐位核对",
  },
  {
    it: "a day that is not",
    field: { control: "date", schema: { type: "string" } },
    value: "2026-02-29",
    says: "这个日期不存在，请重新选择",
  },
];

describe("what a person types into a form", () => {
  for (const one of CASES) {
    it(`${one.it}: ${one.says ?? "is taken"}`, () =>
      assert.equal(fieldError({ ...base, ...one.field }, one.value)?.["zh-CN"] ?? null, one.says));
  }

  it("spaces around go, and digits of an input method become plain", () => {
    assert.equal(tidyValue(base, "  晨 光 "), "晨 光");
    assert.equal(tidyValue({ ...base, control: "digits" }, "１３９ 0000"), "1390000");
  });
});
