import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeInvalid } from "../../../base/checked.ts";
import { Documents } from "../../../config/documents/documents.ts";
import { loadTemplates } from "../../../config/documents/load-templates.ts";
import { CATALOGUE, CERTIFICATES, fonts, templates } from "./support.ts";

// biome-ignore lint/suspicious/noExplicitAny: the point is to break documents in ways their type forbids
type Json = any;

describe("the catalogue's document templates", () => {
  it("all load", () => {
    assert.deepEqual([...templates.certificates.keys()].sort(), [...CERTIFICATES].sort());
    const receipts = [
      "application-receipt",
      "case-receipt",
      "fund-receipt",
      "handoff-slip",
      "insurance-receipt",
      "licence-info-receipt",
      "licence-receipt",
      "registration-queued-receipt",
    ];
    assert.deepEqual([...templates.receipts.keys()].sort(), receipts);
  });
  it("all can be laid out with the data they bring along", () => {
    assert.deepEqual(new Documents(templates, fonts).rehearse(), []);
  });
  it("all say 样张, so that nobody takes them for real", () => {
    for (const template of templates.certificates.values()) {
      const kinds = template.pages.flatMap((page) => page.elements).filter((one) => JSON.stringify(one).match(/样\u3000?张/));
      assert.ok(
        kinds.some((one) => one.kind === "watermark") &&
          kinds.some((one) => one.kind === "text") &&
          kinds.some((one) => one.kind === "seal"),
        template.id,
      );
    }
    for (const template of templates.receipts.values()) assert.match(JSON.stringify(template.lines), /样张/, template.id);
  });
});

describe("the catalogue's service items", () => {
  const folder = join(CATALOGUE, "../items");
  for (const file of readdirSync(folder)) {
    it(`${file} prints only documents that exist, with exactly the data they want`, () => {
      const item: Json = JSON.parse(readFileSync(join(folder, file), "utf8"));
      for (const step of item.steps) {
        if (step.receipt) assert.ok(templates.receipts.has(step.receipt), step.receipt);
        for (const print of step.prints ?? []) {
          if (print.kind === "receipt") assert.ok(templates.receipts.has(print.template), print.template);
          else if (print.kind === "certificate")
            assert.deepEqual(Object.keys(print.data).sort(), Object.keys(templates.certificates.get(print.template)?.data ?? {}).sort());
        }
      }
    });
  }
});

describe("a broken template", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zizhu-templates-"));
    cpSync(CATALOGUE, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const edit = (file: string, change: (json: Json) => void) => {
    const path = join(folder, file);
    const json: Json = JSON.parse(readFileSync(path, "utf8"));
    change(json);
    writeFileSync(path, JSON.stringify(json));
  };
  const faults = () => {
    const loaded = loadTemplates(folder);
    assert.ok(!loaded.ok, "expected a refusal");
    return loaded.error.map(describeInvalid).join("\n");
  };

  const FUND = "fund-certificate.json";
  const elements = (json: Json): Json[] => json.pages[0].elements;
  const first = (json: Json, kind: string): Json => elements(json).find((one) => one.kind === kind);
  const CERTIFICATE_CASES: readonly [string, (json: Json) => void, RegExp][] = [
    ["another schema number", (json) => (json.schema = 2), /\/schema: must be equal to constant/],
    ["no id", (json) => delete json.id, /must have required property 'id'/],
    ["an id that is not the file's", (json) => (json.id = "other"), /\/id: must be the file's name, fund-certificate/],
    ["an id with a slash", (json) => (json.id = "../x"), /\/id: must match pattern/],
    ["an unknown key", (json) => (json.colour = "red"), /additional properties \(colour\)/],
    ["a name in one language", (json) => delete json.name.en, /\/name: must have required property 'en'/],
    ["an unknown paper", (json) => (json.media = "letter"), /\/media: .*iso_a4_210x297mm/],
    ["no pages", (json) => (json.pages = []), /\/pages: must NOT have fewer than 1 items/],
    ["an unknown kind of element", (json) => elements(json).push({ kind: "image" }), /\/kind: .*"watermark"/],
    ["an unknown key in an element", (json) => (first(json, "qr").colour = "#000000"), /elements\/\d+: .*\(colour\)/],
    ["a colour by name", (json) => (first(json, "line").color = "red"), /\/color: must match pattern/],
    ["a box of three numbers", (json) => first(json, "text").at.pop(), /\/at: must NOT have fewer than 4 items/],
    ["type too small to read", (json) => (first(json, "text").size = 4), /\/size: must be >= 6/],
    ["a font weight we do not have", (json) => (first(json, "text").weight = "light"), /\/weight: .*"regular","bold"/],
    ["an unknown seal pattern", (json) => (first(json, "seal").pattern = "emblem"), /\/pattern: .*"star"/],
    ["minSize above size", (json) => (first(json, "table").minSize = 30), /minSize 30 is larger than size 12/],
    ["an element beside the page", (json) => (first(json, "text").at = [190, 20, 40, 8]), /outside the printable area/],
    ["an element in the printer's blank border", (json) => (first(json, "qr").at = [2, 193, 30]), /outside the printable area/],
    ["two texts on each other", (json) => elements(json).push({ ...first(json, "text") }), /overlaps \/pages\/0\/elements\/\d+/],
    ["a code over the table", (json) => (first(json, "qr").at = [100, 120, 30]), /overlaps/],
    ["a code too small to scan", (json) => (first(json, "qr").at[2] = 19), /under 20 mm/],
    ["cells wider than their table", (json) => (first(json, "table").rows[0].cells[0].width = 200), /do not fill|no room/],
    [
      "a cell without room for its value",
      (json) => (first(json, "table").rows[0].cells[0].labelWidth = 82),
      /no room for its label or its value/,
    ],
    ["an expression that does not compile", (json) => (first(json, "qr").data = "{{ verifyUrl[ }}"), /elements\/\d+: syntax/],
    ["braces left open", (json) => (first(json, "qr").data = "{{ verifyUrl"), /\{\{ without \}\}/],
    ["a function that is not allowed", (json) => (first(json, "qr").data = "{{ pad_left(verifyUrl, `9`) }}"), /pad_left/],
    ["a key that the data do not have", (json) => (first(json, "qr").data = "{{ url }}"), /"url" is not a key of \/data/],
    ["a key that no text uses", (json) => (json.data.phone = { sample: "1" }), /\/data\/phone: no text uses this key/],
    ["a sample against its own pattern", (json) => (json.data.balance.sample = "viel"), /sample does not have the form/],
    ["a pattern that is none", (json) => (json.data.balance.pattern = "("), /not a regular expression/],
    ["a number to verify that is not there", (json) => (json.code = "number"), /\/code: "number" is not a key/],
    ["two sides for one page", (json) => (json.sides = "two-sided-long-edge"), /\/sides: one page/],
    ["an unknown way to turn the paper", (json) => (json.sides = "both"), /\/sides: .*"one-sided"/],
    ["a key with a meaning of its own", (json) => (json.data.sheet = { sample: "1" }), /\/data\/sheet: .*meaning of its own/],
    ["a date taken from nowhere", (json) => (json.dated = "issued"), /\/dated: "issued" is not a key/],
    ["a sample date that is none", (json) => (json.data.issuedOn.sample = "soon"), /\/data\/issuedOn: the sample is not a date/],
  ];
  for (const [what, change, message] of CERTIFICATE_CASES) {
    it(`with ${what} is refused, and the place is named`, () => {
      edit(FUND, change);
      const said = faults();
      assert.match(said, message);
      assert.match(said, /fund-certificate\.json/);
    });
  }

  const RECEIPT_CASES: readonly [string, (json: Json) => void, RegExp][] = [
    ["an unknown kind of line", (json) => json.lines.push({ kind: "table" }), /\/kind: must be one of text, pair/],
    ["an unknown key in a line", (json) => json.lines.push({ kind: "rule", width: 3 }), /\(width\)/],
    ["words in one language only", (json) => json.lines.push({ kind: "text", text: "谢谢" }), /must be given in each language/],
    [
      "languages that tell different facts",
      (json) => json.lines.push({ kind: "text", text: { "zh-CN": "{{ now }}", en: "now" } }),
      /only one language names now/,
    ],
    ["a condition that does not compile", (json) => json.lines.push({ kind: "rule", when: "a ==" }), /\/when: syntax/],
    ["a list that does not compile", (json) => json.lines.push({ kind: "block", each: "][", lines: [{ kind: "rule" }] }), /\/each: syntax/],
    [
      "a fault inside a block",
      (json) => json.lines.push({ kind: "block", lines: [{ kind: "qr", data: "{{ }}" }] }),
      /\/lines\/\d+\/lines\/0\/data: syntax/,
    ],
    ["a part that does not exist", (json) => json.lines.push({ kind: "part", part: "no-such" }), /parts\.json has no "no-such"/],
  ];
  for (const [what, change, message] of RECEIPT_CASES) {
    it(`(receipt) with ${what} is refused, and the place is named`, () => {
      edit("receipts/fund-receipt.json", change);
      const said = faults();
      assert.match(said, message);
      assert.match(said, /fund-receipt\.json/);
    });
  }

  it("a part inside a part is refused", () => {
    edit("receipts/parts.json", (json) => json.foot.push({ kind: "part", part: "head" }));
    assert.match(faults(), /"foot" holds another part/);
  });

  it("files that are no JSON, and folders that are not there, are named; every fault is told at once", () => {
    writeFileSync(join(folder, "fund-certificate.json"), "{");
    rmSync(join(folder, "receipts"), { recursive: true });
    const said = faults();
    assert.match(said, /fund-certificate\.json/);
    assert.match(said, /receipts.*ENOENT/);
  });
});
