import qrcode from "qrcode";
import { err, ok, type Result } from "../../../base/result.ts";
import type { QrElement } from "../certificate-template.ts";
import { type Flaw, flaw } from "../failure.ts";
import { type Mark, mm, rectangle } from "../mark.ts";

/** ISO/IEC 18004 §6.3.8. */
const QUIET_MODULES = 4;
// A phone held by hand reads 0.33 mm from paper; 0.4 leaves room for a worn drum.
const SMALLEST_MODULE_MM = 0.4;

/** A QR code as one path of rectangles, so that no printer rounds single dots apart. */
export function layQr(element: QrElement, data: string): Result<Mark[], Flaw> {
  if (!/^[\x21-\x7e]+$/.test(data))
    return err(flaw("document.qr-not-ascii", "a QR code holds an address: printable ASCII, no spaces, not empty"));
  const [x, y, side] = element.at;
  const modules = modulesOf(data, element.level);
  const module = modules ? side / (modules.size + 2 * QUIET_MODULES) : 0;
  if (!modules || module < SMALLEST_MODULE_MM) {
    return err(
      flaw(
        "document.qr-too-dense",
        `${data.length} characters at level ${element.level} give modules of ${module.toFixed(2)} mm; enlarge the code`,
      ),
    );
  }
  let path = "";
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue;
      const start = column;
      while (column + 1 < modules.size && modules.get(row, column + 1)) column++;
      const length = column - start + 1;
      path += `M${mm(x + (QUIET_MODULES + start) * module)} ${mm(y + (QUIET_MODULES + row) * module)}h${mm(length * module)}v${mm(module)}h${mm(-length * module)}z`;
    }
  }
  return ok([
    { kind: "path", path: rectangle(x, y, side, side), fill: "#ffffff", opacity: 1 },
    { kind: "path", path, fill: element.color, opacity: 1, qr: { at: element.at, data, modules: modules.size + 2 * QUIET_MODULES } },
  ]);
}

function modulesOf(data: string, level: QrElement["level"]): { size: number; get(row: number, column: number): number } | null {
  try {
    return qrcode.create(data, { errorCorrectionLevel: level }).modules;
  } catch (cause) {
    // The library's only way to say that no symbol is large enough.
    if (String(cause).includes("too big")) return null;
    throw cause;
  }
}
