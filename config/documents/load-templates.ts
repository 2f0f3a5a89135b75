import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { type Check, type Fault, type Invalid, readJson } from "../../base/checked.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { checkCertificateTemplate } from "./certificate-schema.ts";
import type { CertificateTemplate } from "./certificate-template.ts";
import { lintCertificate } from "./lint-certificate.ts";
import { lintReceipt } from "./lint-receipt.ts";
import { checkReceiptParts, checkReceiptTemplate, type LineTemplate, type ReceiptParts, type ReceiptTemplate } from "./receipt-template.ts";

/** Every document that this kiosk can make, by template id. */
export interface Templates {
  readonly certificates: ReadonlyMap<string, CertificateTemplate>;
  readonly receipts: ReadonlyMap<string, ReceiptTemplate>;
}

const PARTS = "parts.json";

/**
 * Reads `<folder>/<id>.json` (certificates) and `<folder>/receipts/<id>.json`, whose shared lines stand in `receipts/parts.json`.
 * All or nothing: one bad template refuses the whole folder, with every fault of every file.
 */
export function loadTemplates(folder: string): Result<Templates, readonly Invalid[]> {
  const receiptFolder = join(folder, "receipts");
  const faults: Invalid[] = [];
  const certificates = readAll(folder, checkCertificateTemplate, faults);
  const parts = existsSync(join(receiptFolder, PARTS)) ? readJson(join(receiptFolder, PARTS), checkReceiptParts) : ok<ReceiptParts>({});
  if (!parts.ok) faults.push(parts.error);
  const receipts = readAll(receiptFolder, checkReceiptTemplate, faults).map(({ path, template }) => ({
    path,
    template: parts.ok ? { ...template, lines: putParts(template.lines, parts.value, path, "/lines", faults) } : template,
  }));
  for (const { path, template } of certificates) note(path, lintCertificate(template), faults);
  for (const { path, template } of receipts) note(path, lintReceipt(template), faults);
  if (faults.length > 0) return err(faults);
  return ok({ certificates: byId(certificates), receipts: byId(receipts) });
}

interface Read<T> {
  readonly path: string;
  readonly template: T;
}

function readAll<T extends { readonly id: string }>(folder: string, check: Check<T>, faults: Invalid[]): Read<T>[] {
  const names = list(folder, faults);
  return names.flatMap((name) => {
    const path = join(folder, name);
    const read = readJson(path, check);
    if (!read.ok) faults.push(read.error);
    else if (read.value.id !== basename(name, ".json"))
      note(path, [{ at: "/id", problem: `must be the file's name, ${basename(name, ".json")}` }], faults);
    return read.ok ? [{ path, template: read.value }] : [];
  });
}

function list(folder: string, faults: Invalid[]): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json") && name !== PARTS)
      .sort();
  } catch (cause) {
    faults.push({ kind: "unreadable", what: folder, faults: [{ at: "", problem: String(cause) }] });
    return [];
  }
}

function putParts(lines: readonly LineTemplate[], parts: ReceiptParts, path: string, at: string, faults: Invalid[]): LineTemplate[] {
  return lines.map((line, index) => {
    const here = `${at}/${index}`;
    if (line.kind === "block") return { ...line, lines: putParts(line.lines, parts, path, `${here}/lines`, faults) };
    if (line.kind !== "part") return line;
    const { when, each } = line;
    const part = parts[line.part];
    if (!part) note(path, [{ at: here, problem: `${PARTS} has no "${line.part}"` }], faults);
    // A part inside a part would be a template language; one level is enough.
    if (part?.some((inner) => inner.kind === "part")) note(path, [{ at: here, problem: `"${line.part}" holds another part` }], faults);
    return { kind: "block", lines: part ?? [], ...(when === undefined ? {} : { when }), ...(each === undefined ? {} : { each }) };
  });
}

function note(what: string, list: readonly Fault[], faults: Invalid[]): void {
  if (list.length > 0) faults.push({ kind: "wrong-shape", what, faults: list });
}

function byId<T extends { readonly id: string }>(list: readonly Read<T>[]): Map<string, T> {
  return new Map(list.map(({ template }) => [template.id, template]));
}
