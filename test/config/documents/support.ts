import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
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
export const CERTIFICATES = ["fund-certificate", "licence-original", "licence-duplicate", "licence-copy"] as const;

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
  legalRepresentative: "张䶮𬭩𠮷㑇𨭎",
  provider: "示例市云溪区市场登记局望春街道登记站",
  authority: "示例市云溪区市场登记局望春街道登记站",
};

export function nastyData(template: CertificateTemplate): Record<string, string | number> {
  const sample = sampleData(template);
  return Object.fromEntries(Object.entries(sample).map(([key, value]) => [key, NASTY[key] ?? value]));
}

const run = promisify(execFile);

/** What two independent readers of PDF say of a file. */
export interface Inspected {
  readonly warnings: string;
  /** Share of dark pixels, page by page. */
  readonly ink: readonly number[];
  /** Page by page. */
  readonly codes: readonly (readonly string[])[];
  readonly info: string;
  readonly fonts: string;
}

export async function inspect(pdf: Buffer): Promise<Inspected> {
  const folder = await mkdtemp(join(tmpdir(), "zizhu-pdf-"));
  try {
    const file = join(folder, "page.pdf");
    await writeFile(file, pdf);
    const drawn = await run("mutool", ["draw", "-q", "-r", "100", "-c", "gray", "-F", "pgm", "-o", join(folder, "page-%02d.pgm"), file]);
    const images = (await readdir(folder)).filter((name) => name.endsWith(".pgm")).sort();
    const [info, listed] = await Promise.all([run("pdfinfo", [file]), run("pdffonts", [file])]);
    const ink: number[] = [];
    const codes: string[][] = [];
    for (const image of images) {
      ink.push(inkOf(await readFile(join(folder, image))));
      codes.push(await scan(join(folder, image)));
    }
    const warnings = `${drawn.stderr}${info.stderr}${listed.stderr}`.replaceAll(/^warning: ICC support is not available\n/gm, "");
    return { warnings, ink, codes, info: info.stdout, fonts: listed.stdout };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** `zbarimg` ends with 4 when there is no code; it complains of a message bus that a test machine does not have. */
async function scan(image: string): Promise<string[]> {
  try {
    const { stdout } = await run("zbarimg", ["-q", "--raw", "--nodbus", image]);
    return stdout.trim().split("\n");
  } catch (cause) {
    if ((cause as { code?: number }).code === 4) return [];
    throw cause;
  }
}

function inkOf(pgm: Buffer): number {
  const [, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.subarray(0, 64).toString("latin1")) ?? [];
  const size = Number(width) * Number(height);
  return pgm.subarray(pgm.length - size).reduce((dark, pixel) => dark + (pixel < 128 ? 1 : 0), 0) / size;
}
