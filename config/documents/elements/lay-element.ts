import { ok, type Result } from "../../../base/result.ts";
import { unreachable } from "../../../base/unreachable.ts";
import type { Element } from "../certificate-template.ts";
import type { Flaw } from "../failure.ts";
import { fitText } from "../fit-text.ts";
import type { Fonts } from "../fonts.ts";
import { type Mark, mm, polyline, rectangle } from "../mark.ts";
import { sayComplete } from "../say.ts";
import { layOrnament } from "./ornament.ts";
import { layQr } from "./qr.ts";
import { laySeal } from "./seal.ts";
import { layTable } from "./table.ts";
import { layWatermark } from "./watermark.ts";

/** Turns one element with its data into marks. `page`: width and height in millimetres. */
export function layElement(element: Element, scope: unknown, page: readonly [number, number], fonts: Fonts): Result<Mark[], Flaw> {
  switch (element.kind) {
    case "text": {
      const text = sayComplete(element.text, scope);
      return text.ok ? fitText(text.value, element, element.at, fonts) : text;
    }
    case "line":
      return ok([{ kind: "path", path: polyline([element.from, element.to], false), stroke: element, opacity: 1 }]);
    case "box": {
      const path = element.radius > 0 ? rounded(element.at, element.radius) : rectangle(...element.at);
      const stroke = element.width > 0 ? { stroke: { color: element.color, width: element.width } } : {};
      return ok([{ kind: "path", path, ...(element.fill ? { fill: element.fill } : {}), ...stroke, opacity: 1 }]);
    }
    case "table":
      return layTable(element, scope, fonts);
    case "qr": {
      const data = sayComplete(element.data, scope);
      return data.ok ? layQr(element, data.value) : data;
    }
    case "seal":
      return laySeal(element, fonts);
    case "watermark": {
      const text = sayComplete(element.text, scope);
      return text.ok ? layWatermark(element, text.value, page, fonts) : text;
    }
    case "ornament":
      return ok(layOrnament(element));
    default:
      return unreachable(element);
  }
}

function rounded([x, y, width, height]: readonly [number, number, number, number], radius: number): string {
  const r = mm(radius);
  const arc = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${mm(dx)} ${mm(dy)}`;
  const across = mm(width - 2 * radius);
  const down = mm(height - 2 * radius);
  return `M${mm(x + radius)} ${mm(y)}h${across}${arc(radius, radius)}v${down}${arc(-radius, radius)}h-${across}${arc(-radius, -radius)}v-${down}${arc(radius, -radius)}z`;
}
