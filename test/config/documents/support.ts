import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { must } from "../../../base/result.ts";
import type { CertificateTemplate } from "../../../config/documents/certificate-template.ts";
import { sampleData } from "../../../config/documents/documents.ts";
import { openFonts } from "../../../config/documents/fonts.ts";
import { loadTemplates } from "../../../config/documents/load-templates.ts";

export const CATALOGUE = new URL("../../../config/catalogue/documents", import.meta.url).pathname;
export const templates = must(loadTemplates(CATALOGUE));
export const fonts = must(openFonts());
export const CERTIFICATES = ["fund-certificate", "licence-original", "licence-duplicate"] as const;

export function certificate(id: string): CertificateTemplate {
  const template = templates.certificates.get(id);
  if (!template) throw new Error(`the catalogue has no ${id}`);
  return template;
}

/** The longest and rarest that a record may hold: 4-byte characters, Extension A, 45-character names and addresses. */
export const NASTY: Readonly<Record<string, string>> = {
  name: "张䶮𬭩𠮷㑇·阿卜杜热合曼",
  employer: "示例市𠮷㑇䶮云杉高新技术产业开发区智慧政务软件与信息系统集成服务股份有限公司第二分公司",
  status: "封存（异地转移中）",
  balance: "12,345,678,901.25",
  fullName: "示例市云溪区望春街道𠮷㑇䶮小满全麦手工面包与云杉咖啡饮品联合经营店（个体工商户）",
  operator: "张䶮𬭩𠮷㑇",
  address: "示例市云溪区望春街道青石板社区居民委员会第十二村民小组望春路一千零一十八号附三号西区",
  scope: "许可项目：食品销售；食品生产；餐饮服务。（依法须经批准的项目，经相关部门批准后方可开展经营活动）一般项目：日用百货销售；".repeat(
    4,
  ),
  authority: "示例市云溪区市场登记局望春街道登记站",
};

export function nastyData(template: CertificateTemplate): Record<string, string | number> {
  const sample = sampleData(template);
  return Object.fromEntries(Object.entries(sample).map(([key, value]) => [key, NASTY[key] ?? value]));
}

const run = promisify(execFile);

/** What two independent readers of PDF say of a file: warnings, ink, codes, page sizes. */
export async function inspect(pdf: Buffer): Promise<{
  warnings: string;
  /** Share of dark pixels of the first page. */
  ink: number;
  codes: string[];
  info: string;
  fonts: string;
}> {
  const folder = await mkdtemp(join(tmpdir(), "zizhu-pdf-"));
  try {
    const file = join(folder, "page.pdf");
    const image = join(folder, "page.pgm");
    await writeFile(file, pdf);
    const drawn = await run("mutool", ["draw", "-q", "-r", "100", "-c", "gray", "-F", "pgm", "-o", image, file, "1"]);
    const [info, listed, raster, scan] = await Promise.all([
      run("pdfinfo", [file]),
      run("pdffonts", [file]),
      run("cat", [image], { encoding: "buffer", maxBuffer: 64 * 1024 * 1024 }),
      // zbarimg complains of a message bus that a test machine does not have.
      run("zbarimg", ["-q", "--raw", "--nodbus", image]),
    ]);
    const warnings = `${drawn.stderr}${info.stderr}${listed.stderr}`.replaceAll(/^warning: ICC support is not available\n/gm, "");
    return { warnings, ink: inkOf(raster.stdout), codes: scan.stdout.trim().split("\n"), info: info.stdout, fonts: listed.stdout };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function inkOf(pgm: Buffer): number {
  const [, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.subarray(0, 64).toString("latin1")) ?? [];
  const size = Number(width) * Number(height);
  return pgm.subarray(pgm.length - size).reduce((dark, pixel) => dark + (pixel < 128 ? 1 : 0), 0) / size;
}
