import { PrinterTypes, ThermalPrinter } from "node-thermal-printer";
import { create as createQr } from "qrcode";
import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { ReceiptDocument, ReceiptLine } from "../../config/documents/receipt.ts";
import { encodeGb18030, prints } from "./character-sets.ts";
import * as command from "./commands.ts";
import { layoutPair, layoutRule, layoutText, type TextRow } from "./layout.ts";
import { PAPERS, type PaperWidthMm } from "./papers.ts";
import type { PrinterProfile } from "./profile.ts";
import { canDraw, drawRow } from "./raster.ts";

/** Which line of the document (from 0) cannot be printed, and why. */
export interface EncodeError {
  readonly line: number;
  readonly problem: "qr-not-ascii" | "qr-too-long";
}

export interface EncodedReceipt {
  readonly bytes: Buffer;
  /** Offsets at which a row (text, image, code) has ended: where a job may be broken off without leaving half a command. */
  readonly rowEnds: readonly number[];
}

/** A code smaller than this is not read by old telephones; larger than this is waste of paper. */
const QR_MODULE_DOTS = { least: 3, most: 8 };
// The quiet zone of ISO/IEC 18004 is four modules on each side.
const QR_QUIET_MODULES = 8;

/** The receipt from `ESC @` to the cut, without the request for a proof. Text is GB 18030; what the printer's font lacks is drawn. */
export function encodeReceipt(
  document: ReceiptDocument,
  profile: PrinterProfile,
  paperWidthMm: PaperWidthMm,
): Result<EncodedReceipt, EncodeError> {
  // The package only collects bytes here: its own text, QR and cut lose rare characters, count bytes wrongly or reset the printer.
  const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: "" });
  const rowEnds: number[] = [];
  printer.add(Buffer.concat([command.INITIALISE, command.PLAIN_ASCII, command.CHINESE_MODE]));
  printer.add(automaticStatus(profile));
  for (const [index, line] of document.lines.entries()) {
    const encoded = encodeLine(line, profile, paperWidthMm);
    if (!encoded.ok) return err({ line: index, problem: encoded.error });
    for (const row of encoded.value) {
      printer.add(row);
      rowEnds.push(printer.getBuffer().length);
    }
  }
  printer.add(Buffer.concat([command.FEED_AND_CUT, presentation(profile)]));
  return ok({ bytes: printer.getBuffer(), rowEnds });
}

/** What makes this unit tell its state by itself; nothing where it is asked. */
export function automaticStatus(profile: PrinterProfile): Buffer {
  if (!profile.automaticStatus.is) return Buffer.alloc(0);
  return profile.status.is === "DLE EOT 20" ? command.AUTOMATIC_FULL_STATUS : command.AUTOMATIC_STATUS;
}

function presentation({ presenter }: PrinterProfile): Buffer {
  return presenter.is === "none" ? Buffer.alloc(0) : Buffer.from(presenter.is.present, "hex");
}

function encodeLine(line: ReceiptLine, profile: PrinterProfile, paperWidthMm: PaperWidthMm): Result<Buffer[], EncodeError["problem"]> {
  const { columns } = PAPERS[paperWidthMm];
  switch (line.kind) {
    case "text":
      return ok(encodeRows(layoutText(readable(line, profile), columns), profile, columns));
    case "pair":
      return ok(encodeRows(layoutPair(readable(line, profile), columns), profile, columns));
    case "rule":
      return ok(encodeRows([layoutRule(columns)], profile, columns));
    case "feed":
      return ok([command.feedLines(line.lines)]);
    case "qr":
      return encodeQr(line.data, PAPERS[paperWidthMm].dots);
    default:
      return unreachable(line);
  }
}

/** A character that neither the printer nor our font has is named instead of left out: the clerk can find it in the person's file. */
function readable<L extends ReceiptLine>(line: L, profile: PrinterProfile): L {
  const name = (text: string) => {
    // Nearly all receipts end here, without touching the font.
    if ([...text].every((character) => prints(profile.characters.is, character))) return text;
    return text.replace(/[^\p{Cc}\p{Cf}\p{Cs}\p{Variation_Selector}\u2028\u2029]/gu, (character) =>
      prints(profile.characters.is, character) || canDraw(character) ? character : `〔U+${hex(character)}〕`,
    );
  };
  if (line.kind === "text") return { ...line, text: name(line.text) };
  if (line.kind === "pair") return { ...line, left: name(line.left), right: name(line.right) };
  return line;
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}

function encodeRows(rows: readonly TextRow[], profile: PrinterProfile, columns: number): Buffer[] {
  return rows.map((row) => encodeRow(row, profile, columns));
}

function encodeRow(row: TextRow, profile: PrinterProfile, columns: number): Buffer {
  const printsAll = [...row.text].every((character) => prints(profile.characters.is, character));
  if (!printsAll) return command.rasterImage(drawRow(row, columns));
  const text = [encodeGb18030(row.text), command.LINE_FEED];
  return Buffer.concat([...styled(row, profile, true), ...text, ...styled(row, profile, false)]);
}

function styled(row: TextRow, profile: PrinterProfile, on: boolean): Buffer[] {
  const parts: Buffer[] = [];
  if (row.align !== "left") parts.push(command.align(on ? row.align : "left"));
  if (row.bold) parts.push(command.bold(on));
  if (row.double) {
    parts.push(command.doubleSize(on));
    if (profile.doubleChinese.is === "FS W") parts.push(command.doubleChinese(on));
  }
  return parts;
}

function encodeQr(data: string, dots: number): Result<Buffer[], EncodeError["problem"]> {
  if (!/^[\x21-\x7e]+$/.test(data)) return err("qr-not-ascii");
  const modules = qrModules(data);
  const size = Math.min(QR_MODULE_DOTS.most, Math.floor((dots * 0.6) / ((modules ?? dots) + QR_QUIET_MODULES)));
  if (size < QR_MODULE_DOTS.least) return err("qr-too-long");
  return ok([Buffer.concat([command.align("center"), command.qrCode(data, size), command.align("left")])]);
}

function qrModules(data: string): number | undefined {
  try {
    return createQr(data, { errorCorrectionLevel: "M" }).modules.size;
  } catch {
    // The package throws for one reason on ASCII: no version of the code holds that much.
    return undefined;
  }
}
