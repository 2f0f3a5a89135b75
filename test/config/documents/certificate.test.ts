import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { must } from "../../../base/result.ts";
import { renderCertificate } from "../../../config/documents/certificate.ts";
import { Documents, sampleData } from "../../../config/documents/documents.ts";
import { Fonts, houseFonts, openFonts } from "../../../config/documents/fonts.ts";
import { certificate, fonts, inspect, nastyData, templates } from "./support.ts";

const fund = certificate("fund-certificate");
const licence = certificate("licence-original");
const good = sampleData(fund);
const render = (data: Record<string, unknown>) => renderCertificate(fund, data, { fonts }, "");

async function failureOf(data: Record<string, unknown>) {
  const made = await render(data);
  assert.ok(!made.ok, "expected a refusal");
  return made.error;
}

describe("rendering a certificate", () => {
  it("the same data give the same bytes on another day, beside other documents, and with freshly opened fonts", async () => {
    const first = must(await render(good));
    const [again, , beside] = await Promise.all([
      render(good),
      renderCertificate(licence, nastyData(licence), { fonts }, ""),
      renderCertificate(fund, good, { fonts: must(openFonts()) }, ""),
    ]);
    assert.ok(must(again).pdf.equals(first.pdf));
    assert.ok(must(beside).pdf.equals(first.pdf));
    assert.equal(first.sha256, createHash("sha256").update(first.pdf).digest("hex"));
    assert.match(first.pdf.toString("latin1"), /D:20260104160000Z/, "the file's date is the document's own, at midnight in the hall");
  });

  it("any change of the data changes the fingerprint", async () => {
    const hashes = new Set([must(await render(good)).sha256]);
    for (const key of ["name", "balance", "certificateNumber"])
      hashes.add(must(await render({ ...good, [key]: String(good[key]).slice(0, -1) })).sha256);
    assert.equal(hashes.size, 4);
  });

  it("says how many sheets of which paper are needed", async () => {
    const a4 = must(await render(good));
    const a3 = must(await renderCertificate(licence, sampleData(licence), { fonts }, ""));
    assert.deepEqual([a4.pages, a4.media, a3.pages, a3.media], [1, "iso_a4_210x297mm", 1, "iso_a3_297x420mm"]);
  });

  it("names the number under which it can be verified, and the sides it is printed on", async () => {
    const copy = certificate("licence-copy");
    const made = must(await renderCertificate(copy, sampleData(copy), { fonts }, ""));
    assert.deepEqual([made.code, made.sides, made.pages], ["SLFZ-2026-000042", "two-sided-long-edge", 2]);
    assert.deepEqual([must(await render(good)).sides, must(await render(good)).code], ["one-sided", good["certificateNumber"]]);
  });

  it("the number of the blank is part of the document; one that could bend an address is refused", async () => {
    const [plain, one, other] = await Promise.all(["", "A0001", "A0002"].map((sheet) => renderCertificate(fund, good, { fonts }, sheet)));
    assert.ok(plain && one && other);
    assert.equal(new Set([must(plain).sha256, must(one).sha256, must(other).sha256]).size, 3);
    for (const sheet of ["A 1", "A&b=1", "甲1", "1".repeat(41)]) {
      const made = await renderCertificate(fund, good, { fonts }, sheet);
      assert.ok(!made.ok && made.error.code === "document.data-wrong" && made.error.at === "sheet");
    }
  });

  it("formatted and plain values print alike", async () => {
    const plain = must(
      await render({ ...good, monthlyBase: 12000, balance: "86432.15", issuedOn: "2026年1月5日", depositedSince: "2019年7月" }),
    );
    assert.equal(plain.sha256, must(await render(good)).sha256);
  });
});

describe("rare characters", () => {
  it("䶮 𬭩 㑇 come from the base font, 𠮷 from the fallback", async () => {
    const base = (await inspect(must(await render({ ...good, name: "张䶮𬭩㑇" })).pdf)).fonts;
    const fallback = (await inspect(must(await render({ ...good, name: "张𠮷" })).pdf)).fonts;
    assert.doesNotMatch(base, /NotoSansCJK/);
    assert.match(fallback, /NotoSansCJKsc-Regular/);
  });

  it("a character that no font has is refused by name, in whichever field it stands", async () => {
    for (const key of ["name", "employer", "status"]) {
      const failure = await failureOf({ ...good, [key]: `林𪚥晓𠀀𪚥` });
      assert.equal(failure.code, "document.glyph-missing");
      assert.deepEqual(failure.characters, ["𪚥", "𠀀"]);
      assert.match(failure.problem, /𪚥 \(U\+2A6A5\), 𠀀 \(U\+20000\)/);
      assert.match(failure.at, /^\/pages\/0\/elements\/\d+$/);
      assert.ok(!failure.problem.includes("林"), "the rest of the name stays out of the message");
    }
  });

  it("without the fallback fonts 𠮷 is refused, never printed as a box", async () => {
    const files = houseFonts();
    const bare = must(openFonts({ ...files, fallback: { regular: [], bold: [{ path: "/no/such/font.ttc" }] } }));
    assert.ok(bare instanceof Fonts);
    const made = await renderCertificate(fund, { ...good, name: "张𠮷" }, { fonts: bare }, "");
    assert.ok(!made.ok && made.error.code === "document.glyph-missing");
    assert.deepEqual(made.error.characters, ["𠮷"]);
  });

  it("a font file that cannot be read is named", () => {
    const opened = openFonts({
      base: { regular: { path: "/no/such.ttf" }, bold: { path: "/no/such.ttf" } },
      fallback: { regular: [], bold: [] },
    });
    assert.ok(!opened.ok && opened.error.code === "document.font-unreadable");
    assert.match(opened.error.problem, /\/no\/such\.ttf/);
  });
});

describe("data that must not reach paper", () => {
  const CASES: readonly [string, Record<string, unknown>, string, string | RegExp][] = [
    ["a missing key", { ...good, name: undefined }, "document.data-missing", "data/name"],
    ["null", { ...good, employer: null }, "document.data-missing", "data/employer"],
    ["an empty text", { ...good, accountNumber: "" }, "document.data-missing", "data/accountNumber"],
    ["a list", { ...good, status: ["正常"] }, "document.data-wrong", "data/status"],
    ["an object", { ...good, status: {} }, "document.data-wrong", "data/status"],
    ["true", { ...good, status: true }, "document.data-wrong", "data/status"],
    ["not a number", { ...good, balance: Number.NaN }, "document.data-wrong", "data/balance"],
    ["an unmasked ID number", { ...good, idNumberMasked: "990101199001010025" }, "document.data-wrong", "data/idNumberMasked"],
    ["a balance in words", { ...good, balance: "很多" }, "document.data-wrong", "data/balance"],
    ["a date that is none", { ...good, issuedOn: "2026-02-30" }, "document.data-wrong", "data/issuedOn"],
    ["a page-long value", { ...good, name: "长".repeat(2_001) }, "document.data-wrong", "data/name"],
    ["a key the template does not know", { ...good, phone: "1" }, "document.data-unexpected", "data/phone"],
    ["a name longer than its cell", { ...good, name: "长".repeat(60) }, "document.text-overflow", /elements/],
    ["a code that is not ASCII", { ...good, verifyUrl: "https://示例.example" }, "document.qr-not-ascii", /elements/],
    ["a code with a space", { ...good, verifyUrl: "https://a.example/ b" }, "document.qr-not-ascii", /elements/],
    ["a code too dense to scan", { ...good, verifyUrl: `https://a.example/${"9f".repeat(700)}` }, "document.qr-too-dense", /elements/],
    ["a code beyond any symbol", { ...good, verifyUrl: `https://a.example/${"f".repeat(1_970)}` }, "document.qr-too-dense", /elements/],
    ["a printer's escape", { ...good, name: "林\u001b@" }, "document.unprintable-character", /elements/],
    ["a direction override", { ...good, name: "林\u202e晓" }, "document.unprintable-character", /elements/],
    ["an invisible space", { ...good, name: "林\u200b晓" }, "document.unprintable-character", /elements/],
    ["half a character", { ...good, name: "林\ud842" }, "document.unprintable-character", /elements/],
    ["a private-use character", { ...good, name: "林\ue000" }, "document.unprintable-character", /elements/],
    ["a balance that cannot be formatted", { ...good, balance: ",," }, "document.data-wrong", /balance/],
  ];
  for (const [what, data, code, at] of CASES) {
    it(`${what} is refused`, async () => {
      const failure = await failureOf(Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)));
      assert.equal(failure.code, code);
      if (typeof at === "string") assert.equal(failure.at, at);
      else assert.match(failure.at, at);
      assert.equal(failure.template, "fund-certificate");
    });
  }

  it("an expression that gives nothing is refused: no certificate with a blank in it", async () => {
    const [page] = fund.pages;
    assert.ok(page);
    const elements = page.elements.map((one) =>
      one.kind === "text" ? { ...one, text: one.text.replace("{{ certificateNumber }}", "{{ money(status) }}") } : one,
    );
    const made = await renderCertificate({ ...fund, pages: [{ elements }] }, good, { fonts }, "");
    assert.ok(!made.ok && made.error.code === "document.data-missing");
    assert.match(made.error.problem, /money\(status\)/);
  });

  it("an unknown template is refused, not guessed", async () => {
    const documents = new Documents(templates, fonts);
    const made = await documents.renderCertificate("no-such", good, "");
    assert.ok(!made.ok && made.error.code === "document.template-unknown");
    const receipt = documents.composeReceipt("no-such", {}, "en");
    assert.ok(!receipt.ok && receipt.error.code === "document.template-unknown");
  });
});
