import type { Fault } from "../../base/checked.ts";
import { isCalendarDate } from "../hall-time.ts";
import { parseTemplate, templatePaths } from "../service-items/template.ts";
import { type Box, type CertificateTemplate, type Element, pageSize } from "./certificate-template.ts";
import { tableHeight } from "./elements/table.ts";

/** Laser printers leave a border of 4.2 mm blank. */
const UNPRINTABLE_MM = 5;
const SMALLEST_QR_MM = 20;
/** Boxes that only touch do not overlap. */
const TOUCH_MM = 0.01;
/** What a text sees beside the data. */
const OWN_KEYS: readonly string[] = ["page", "pages", "sheet"];

/** What the schema cannot see: whether the layout can be printed and the texts can be filled. */
export function lintCertificate(template: CertificateTemplate): Fault[] {
  const pages = template.pages.flatMap((page, p) => {
    const at = (index: number) => `/pages/${p}/elements/${index}`;
    const inside = page.elements.flatMap((element, e) => lintElement(element, at(e), pageSize(template)));
    return [...inside, ...overlaps(page.elements, at)];
  });
  return [...pages, ...lintTexts(template), ...lintData(template)];
}

function lintElement(element: Element, at: string, [width, height]: readonly [number, number]): Fault[] {
  const faults: Fault[] = [];
  const box = boxOf(element);
  if (box) {
    const [x, y, w, h] = box;
    const edge = UNPRINTABLE_MM - TOUCH_MM;
    if (x < edge || y < edge || x + w > width - edge || y + h > height - edge) {
      faults.push({ at, problem: `lies outside the printable area (${UNPRINTABLE_MM} mm from each edge of ${width} × ${height} mm)` });
    }
  }
  if (element.kind === "qr" && element.at[2] < SMALLEST_QR_MM)
    faults.push({ at, problem: `a QR code under ${SMALLEST_QR_MM} mm does not scan well` });
  if ((element.kind === "text" || element.kind === "table") && (element.minSize ?? 0) > element.size) {
    faults.push({ at, problem: `minSize ${element.minSize} is larger than size ${element.size}` });
  }
  if (element.kind === "table") faults.push(...lintRows(element, at));
  return faults;
}

function lintRows(table: Extract<Element, { kind: "table" }>, at: string): Fault[] {
  return table.rows.flatMap((row, r) => {
    const given = row.cells.reduce((sum, cell) => sum + (cell.width ?? 0), 0);
    const open = row.cells.filter((cell) => cell.width === undefined);
    const rest = table.at[2] - given;
    const share = open.length > 0 ? rest / open.length : 0;
    const fits = open.length > 0 ? share > 0 : Math.abs(rest) < TOUCH_MM;
    const narrow = row.cells.some(
      (cell) => (cell.width ?? share) <= cell.labelWidth + 2 * table.padding || cell.labelWidth <= 2 * table.padding,
    );
    if (!fits) return [{ at: `${at}/rows/${r}`, problem: `cells of ${given} mm do not fill the table's ${table.at[2]} mm` }];
    return narrow ? [{ at: `${at}/rows/${r}`, problem: "a cell has no room for its label or its value" }] : [];
  });
}

/** The box in which an element draws; null for a watermark, which covers the page. */
function boxOf(element: Element): Box | null {
  switch (element.kind) {
    case "watermark":
      return null;
    case "table":
      return [...element.at, tableHeight(element)];
    case "qr":
      return [...element.at, element.at[2]];
    case "seal":
      return [element.center[0] - element.diameter / 2, element.center[1] - element.diameter / 2, element.diameter, element.diameter];
    case "line": {
      const [[x1, y1], [x2, y2]] = [element.from, element.to];
      return [Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)];
    }
    case "text":
    case "box":
    case "ornament":
      return element.at;
  }
}

/** Texts, tables and codes must not lie on each other; a seal is meant to, and lines and boxes are drawn around them. */
function overlaps(elements: readonly Element[], at: (index: number) => string): Fault[] {
  const solid = elements.flatMap((element, index) => {
    const box = element.kind === "text" || element.kind === "table" || element.kind === "qr" ? boxOf(element) : null;
    return box ? [{ box, index }] : [];
  });
  return solid.flatMap((one, i) =>
    solid
      .slice(i + 1)
      .flatMap((other) => (crosses(one.box, other.box) ? [{ at: at(other.index), problem: `overlaps ${at(one.index)}` }] : [])),
  );
}

function crosses([ax, ay, aw, ah]: Box, [bx, by, bw, bh]: Box): boolean {
  const apart = ax + aw <= bx + TOUCH_MM || bx + bw <= ax + TOUCH_MM || ay + ah <= by + TOUCH_MM || by + bh <= ay + TOUCH_MM;
  return !apart;
}

function lintTexts(template: CertificateTemplate): Fault[] {
  return textsOf(template).flatMap(({ at, text }) => {
    const parsed = parseTemplate(text);
    if (!parsed.ok) return [{ at, problem: `${parsed.error.kind}: ${parsed.error.detail}` }];
    const unknown = rootsOf(text).filter((root) => !Object.hasOwn(template.data, root) && !OWN_KEYS.includes(root));
    return unknown.map((root) => ({ at, problem: `"${root}" is not a key of /data` }));
  });
}

function lintData(template: CertificateTemplate): Fault[] {
  const used = new Set(textsOf(template).flatMap(({ text }) => rootsOf(text)));
  const faults = Object.entries(template.data).flatMap(([key, { sample, pattern }]): Fault[] => {
    const at = `/data/${key}`;
    if (OWN_KEYS.includes(key)) return [{ at, problem: "this key has a meaning of its own; choose another" }];
    if (!used.has(key) && key !== template.dated && key !== template.code) return [{ at, problem: "no text uses this key" }];
    if (pattern === undefined) return [];
    const compiled = compilePattern(pattern);
    if (!compiled) return [{ at, problem: `${pattern} is not a regular expression` }];
    return compiled.test(String(sample)) ? [] : [{ at, problem: "the sample does not have the form of its pattern" }];
  });
  if (template.code !== undefined && !Object.hasOwn(template.data, template.code)) {
    faults.push({ at: "/code", problem: `"${template.code}" is not a key of /data` });
  }
  if (template.sides !== undefined && template.sides !== "one-sided" && template.pages.length === 1) {
    faults.push({ at: "/sides", problem: "one page cannot be printed on two sides" });
  }
  const dated = template.data[template.dated];
  if (!dated) faults.push({ at: "/dated", problem: `"${template.dated}" is not a key of /data` });
  else if (!isCalendarDate(String(dated.sample)))
    faults.push({ at: `/data/${template.dated}`, problem: "the sample is not a date (YYYY-MM-DD)" });
  return faults;
}

function compilePattern(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern, "u");
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

function rootsOf(text: string): string[] {
  return templatePaths(text).map((path) => path.split(".")[0] ?? "");
}

function textsOf(template: CertificateTemplate): { at: string; text: string }[] {
  return template.pages.flatMap((page, p) =>
    page.elements.flatMap((element, e) => {
      const at = `/pages/${p}/elements/${e}`;
      switch (element.kind) {
        case "text":
        case "watermark":
          return [{ at, text: element.text }];
        case "qr":
          return [{ at, text: element.data }];
        case "table":
          return element.rows.flatMap((row, r) => row.cells.map((cell, c) => ({ at: `${at}/rows/${r}/cells/${c}`, text: cell.value })));
        default:
          return [];
      }
    }),
  );
}
