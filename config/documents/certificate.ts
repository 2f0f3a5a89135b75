import { createHash } from "node:crypto";
import { err, ok, type Result } from "../../base/result.ts";
import { isCalendarDate } from "../hall-time.ts";
import { type CertificateTemplate, type Media, pageSize, type Sides } from "./certificate-template.ts";
import { layElement } from "./elements/lay-element.ts";
import { examineCertificate } from "./examine-certificate.ts";
import type { DocumentCode, DocumentFailure } from "./failure.ts";
import type { Fonts } from "./fonts.ts";
import type { Mark } from "./mark.ts";
import { paintPdf } from "./paint-pdf.ts";

export interface Certificate {
  readonly pdf: Buffer;
  readonly pages: number;
  /** Of `pdf`, in hex. The same template, data and fonts give the same. */
  readonly sha256: string;
  readonly media: Media;
  readonly sides: Sides;
  /** The number under which it can be verified (`CertificateTemplate.code`); "" when it has none. */
  readonly code: string;
}

/** Longer than any field of a record that a page could hold. */
const MAX_VALUE_CHARACTERS = 2_000;

/** A blank's number as the ledger writes it; it becomes part of an address. */
const SHEET = /^[0-9A-Za-z-]{0,40}$/;

/** A certificate that has been looked at as it will come out. `sheet`: number of the blank it goes on, "" for plain paper. */
export async function renderCertificate(
  template: CertificateTemplate,
  data: Readonly<Record<string, unknown>>,
  deps: { readonly fonts: Fonts },
  sheet: string,
): Promise<Result<Certificate, DocumentFailure>> {
  const made = await makeCertificate(template, data, deps, sheet);
  if (!made.ok) return made;
  const { certificate, pages } = made.value;
  const looked = await examineCertificate(certificate.pdf, { pages, size: pageSize(template) });
  if (looked.ok) return ok(certificate);
  certificate.pdf.fill(0);
  return err({ ...looked.error, template: template.id, at: "pdf" });
}

/** The certificate before anybody looked at it, and the marks it was made of. */
export async function makeCertificate(
  template: CertificateTemplate,
  data: Readonly<Record<string, unknown>>,
  deps: { readonly fonts: Fonts },
  sheet: string,
): Promise<Result<{ readonly certificate: Certificate; readonly pages: readonly (readonly Mark[])[] }, DocumentFailure>> {
  const wrong = checkData(template, data) ?? checkSheet(template, sheet);
  if (wrong) return err(wrong);
  const pages = layPages(template, data, deps.fonts, sheet);
  if (!pages.ok) return pages;
  // Midnight in the hall.
  const dated = new Date(`${dateOf(data[template.dated])}T00:00:00+08:00`);
  const pdf = await paintPdf(pages.value, pageSize(template), { title: template.name["zh-CN"], dated });
  const sha256 = createHash("sha256").update(pdf).digest("hex");
  const code = template.code === undefined ? "" : String(data[template.code]);
  const { media, sides = "one-sided" } = template;
  return ok({ certificate: { pdf, pages: pages.value.length, sha256, media, sides, code }, pages: pages.value });
}

/** The document as marks on pages: all that can go wrong goes wrong here, before a byte of PDF exists. */
export function layPages(
  template: CertificateTemplate,
  data: Readonly<Record<string, unknown>>,
  fonts: Fonts,
  sheet: string,
): Result<Mark[][], DocumentFailure> {
  const pages: Mark[][] = [];
  for (const [p, page] of template.pages.entries()) {
    const marks: Mark[] = [];
    const scope = { ...data, page: p + 1, pages: template.pages.length, sheet };
    for (const [e, element] of page.elements.entries()) {
      const laid = layElement(element, scope, pageSize(template), fonts);
      if (!laid.ok) return err({ ...laid.error, template: template.id, at: `/pages/${p}/elements/${e}` });
      marks.push(...laid.value);
    }
    pages.push(marks);
  }
  return ok(pages);
}

function checkData(template: CertificateTemplate, data: Readonly<Record<string, unknown>>): DocumentFailure | null {
  const fail = (code: DocumentCode, key: string, problem: string): DocumentFailure => ({
    code,
    template: template.id,
    at: `data/${key}`,
    problem,
    characters: [],
  });
  for (const [key, { pattern }] of Object.entries(template.data)) {
    const value = data[key];
    if (value === undefined || value === null || value === "")
      return fail("document.data-missing", key, "the item's mapping gave no value");
    if (typeof value === "number" ? !Number.isFinite(value) : typeof value !== "string") {
      return fail("document.data-wrong", key, `a text or a number is wanted, not ${Array.isArray(value) ? "a list" : typeof value}`);
    }
    if (String(value).length > MAX_VALUE_CHARACTERS)
      return fail("document.data-wrong", key, `more than ${MAX_VALUE_CHARACTERS} characters`);
    if (pattern && !new RegExp(pattern, "u").test(String(value)))
      return fail("document.data-wrong", key, `the value does not have the form ${pattern}`);
  }
  if (!isCalendarDate(dateOf(data[template.dated])))
    return fail("document.data-wrong", template.dated, "a date is wanted: 2026-01-05 or 2026年1月5日");
  const extra = Object.keys(data).find((key) => !Object.hasOwn(template.data, key));
  return extra === undefined
    ? null
    : fail("document.data-unexpected", extra, "the template does not know this key: check the item's mapping");
}

function checkSheet(template: CertificateTemplate, sheet: string): DocumentFailure | null {
  if (SHEET.test(sheet)) return null;
  const problem = "a blank's number has letters, digits and hyphens, at most 40: check the stock";
  return { code: "document.data-wrong", template: template.id, at: "sheet", problem, characters: [] };
}

/** 2026年1月5日 → 2026-01-05; anything else stays as it is. */
function dateOf(value: unknown): string {
  return String(value).replace(
    /^(\d{4})年(\d{1,2})月(\d{1,2})日$/,
    (_, year: string, month: string, day: string) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`,
  );
}
