import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Paper } from "../../device-drivers/escpos/simulator/simulator.ts";
import type { KioskPage } from "../support/kiosk-page.ts";
import type { TestHall } from "../support/test-hall.ts";

/** 林晓岚 of the sample cards, as she may be shown. */
export const MASKED = { name: "林**", number: "990101********0029" } as const;

/** Puts the card down once the screen asks for it, and has the face checked: 林晓岚 stands before the camera. */
export async function proveIdentity(hall: TestHall, kiosk: KioskPage): Promise<void> {
  await putCardDown(hall, kiosk);
  await kiosk.sees("consent", "是否同意刷脸核验", "不保存", "如果不同意", "同样能办");
  await kiosk.touch("#agree");
}

/** The fund's certificate, up to the question whether a face may be looked at. */
export async function atFaceConsent(hall: TestHall, kiosk: KioskPage): Promise<void> {
  await kiosk.touch("button#item-fund-certificate");
  await kiosk.sees("guide", "打印公积金缴存证明");
  await kiosk.touch("#confirm");
  await putCardDown(hall, kiosk);
  await kiosk.sees("consent", "不刷脸，用公积金查询密码");
}

const PASSWORD = "246810";

/** The fund's password in place of a face. */
export async function provePassword(kiosk: KioskPage): Promise<void> {
  await kiosk.sees("form", "公积金查询密码", "6 位数字");
  await kiosk.typeDigits(PASSWORD);
  assert.ok(!(await kiosk.words()).includes(PASSWORD), "a password is not shown");
  await kiosk.touch("#next");
  await kiosk.sees("review", "请核对证明内容", MASKED.number);
}

/** Where there are several ways to say who one is: by ID card. */
export async function chooseIdCard(kiosk: KioskPage): Promise<void> {
  await kiosk.sees("methods", "身份证");
  await kiosk.touch("#method-id-card");
}

export async function putCardDown(hall: TestHall, kiosk: KioskPage, card = "resident"): Promise<void> {
  await kiosk.sees("identify-card", "请放置身份证");
  await hall.hardware.act({ act: "insert-card", card });
}

/** Rates, sees the farewell, takes the card, and waits until the next person's home page is there. */
export async function rateAndLeave(hall: TestHall, kiosk: KioskPage, grade: number): Promise<void> {
  await kiosk.sees("evaluate", "请评价本次服务");
  await kiosk.touch(`#grade-${grade}`);
  await kiosk.touch("#rate");
  await kiosk.sees("ended", "办理完成，谢谢", "您的个人信息已从本机清除");
  await takeCardAndGo(hall, kiosk);
}

/** Leaves in the middle, with whatever card lies there. */
export async function leave(hall: TestHall, kiosk: KioskPage): Promise<void> {
  await kiosk.touch("kiosk-toolbar #leave");
  await kiosk.touch("#leave-yes");
  await kiosk.sees("ended", "已退出办理");
  await takeCardAndGo(hall, kiosk);
}

/** The page loads itself anew for the next person. */
export async function takeCardAndGo(hall: TestHall, kiosk: KioskPage): Promise<void> {
  const loaded = kiosk.page.waitForEvent("load");
  await hall.hardware.act({ act: "remove-card" });
  await loaded;
  await kiosk.sees("home", "请选择要办理的事项");
}

export const FORM = { tradeName: "春风", phone: "19900000001", capital: "20000", employees: "2" } as const;

/** The business form, question by question, on the keyboards of the screen. */
export async function fillBusinessForm(kiosk: KioskPage): Promise<void> {
  await kiosk.sees("form", "字号", "2 到 10 个汉字");
  await kiosk.typePinyin("chunfeng", FORM.tradeName);
  await kiosk.touch("#next");
  await kiosk.sees("form", "行业");
  await kiosk.touch("#option-grocery");
  await kiosk.touch("#next");
  await kiosk.sees("form", "经营范围");
  await kiosk.page.getByRole("radio", { name: "日用百货销售" }).tap();
  await kiosk.touch("#next");
  await kiosk.sees("form", "经营场所", "示例市临江区样张路18号3幢502室", "身份证住址");
  await kiosk.touch("#next");
  await kiosk.sees("form", "手机号码");
  await kiosk.touch("digit-pad #key-clear");
  await kiosk.typeDigits(FORM.phone);
  await kiosk.touch("#next");
  await kiosk.sees("form", "资金数额");
  await kiosk.typeDigits(FORM.capital);
  await kiosk.touch("#next");
  await kiosk.sees("form", "从业人数");
  await kiosk.typeDigits(FORM.employees);
  await kiosk.touch("#next");
}

/** From the review on: signs with a finger and hands the registration in. */
export async function signAndRegister(kiosk: KioskPage): Promise<void> {
  await kiosk.touchWords("以上属实，去签名");
  await kiosk.sees("sign", "我保证所填内容真实", "请在框内手写签名", "不方便在屏幕上签名");
  await kiosk.touchWords("签好了，提交登记");
  await kiosk.sees("sign", "还没有签名");
  await kiosk.sign();
  await kiosk.touchWords("签好了，提交登记");
}

/** The first paper for which `test` holds, cut already or to come. */
export function receipt(hall: TestHall, test: (text: string) => boolean): Promise<Paper> {
  const printer = hall.hardware.receiptPrinter;
  const found = printer.papers.find(({ text }) => test(text));
  if (found) return Promise.resolve(found);
  return new Promise((resolve) => printer.onPaper((paper) => test(paper.text) && resolve(paper)));
}

/** Up to what a case of hers is, with the button below that prints it. */
export async function atEnquiryReview(hall: TestHall, kiosk: KioskPage): Promise<void> {
  await kiosk.touch("button#item-my-cases");
  await chooseIdCard(kiosk);
  await putCardDown(hall, kiosk);
  await kiosk.sees("choose", "食品经营备案");
  await kiosk.touchWords("食品经营备案");
  await kiosk.sees("review", "材料和进度");
}

/** A receipt's words on one line: its columns break and pad them. */
export function flat(text: string): string {
  return text.replace(/\s+/gu, "");
}

/** What a phone reads from a printed document, and the words on it. */
export function readDocument(pdf: Buffer): { codes: string[]; text: string } {
  const folder = mkdtempSync(join(tmpdir(), "zizhu-paper-"));
  try {
    writeFileSync(join(folder, "a.pdf"), pdf);
    execFileSync("pdftoppm", ["-r", "200", "-gray", join(folder, "a.pdf"), join(folder, "page")]);
    const pages = execFileSync("sh", ["-c", `ls ${folder}/page*`], { encoding: "utf8" })
      .trim()
      .split("\n");
    return {
      codes: pages.flatMap(codesOn),
      text: execFileSync("pdftotext", ["-layout", join(folder, "a.pdf"), "-"], { encoding: "utf8" }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a camera reads from a picture on disk. None is no mistake: the back of a sheet often has no code. */
export function codesOn(page: string): string[] {
  const read = spawnSync("zbarimg", ["--raw", "-q", "--nodbus", page], { encoding: "utf8" });
  assert.ok(read.status === 0 || read.status === NO_CODE, read.stderr);
  return read.stdout.split("\n").filter((line) => line !== "");
}

/** zbarimg's exit status for a picture in which it found nothing. */
const NO_CODE = 4;

export async function verdictOf(url: string): Promise<string> {
  const answer = await fetch(url, { headers: { accept: "application/json" } });
  return ((await answer.json()) as { verdict: string }).verdict;
}

/** The case number on a result screen. */
export function caseNumberIn(words: string): string {
  const found = /办件编号([0-9A-Z]{20,50}?)(?=[^0-9A-Z])/u.exec(words)?.[1];
  if (!found) throw new Error(`no case number in: ${words}`);
  return found;
}
