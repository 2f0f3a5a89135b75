import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { goThrough } from "../support/citizen-journey.ts";
import { KioskPage } from "../support/kiosk-page.ts";
import { nothingOfThePersonStays } from "../support/nothing-left.ts";
import { plainFaceCatalogue } from "../support/plain-face-catalogue.ts";
import { openTestHall, type TestHall } from "../support/test-hall.ts";
import { Administrator } from "./administrator.ts";
import { TechnicianPage } from "./technician-page.ts";
import {
  caseNumberIn,
  FORM,
  fillBusinessForm,
  flat,
  MASKED,
  proveIdentity,
  rateAndLeave,
  readDocument,
  receipt,
  signAndRegister,
  takeCardAndGo,
} from "./visitor.ts";

const ORIGINAL = "business-licence-original";
const DUPLICATE = "business-licence-duplicate";
const [LOST, NEXT, SECOND] = ["SL-Z0000001", "SL-Z0000002", "SL-F0000001"] as const;

describe("numbered sheets whose end nobody saw", function () {
  this.timeout(240_000);
  let folder: string;
  let hall: TestHall;
  let kiosk: KioskPage;
  let technician: TechnicianPage | undefined;
  let administrator: Administrator;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "zizhu-sheets-"));
    hall = await openTestHall({ catalogue: plainFaceCatalogue(join(folder, "catalogue"), ["business-registration"]) });
    kiosk = await KioskPage.open(hall.ports.kiosk);
    await kiosk.page.locator("button#item-business-registration").waitFor();
    administrator = await Administrator.logIn(hall);
  });

  afterEach(async () => {
    await technician?.close();
    technician = undefined;
  });

  after(async () => {
    await administrator?.close();
    await kiosk?.close();
    await hall?.close();
    rmSync(folder, { recursive: true });
  });

  /** What the hub says to whoever scans the sheet that came out. */
  async function check(): Promise<{ verdict: string; paper: string }> {
    const [address = ""] = readDocument(hall.hardware.certificatePrinter.sheets[0]?.pdf as Buffer).codes;
    assert.ok(address.endsWith(`?sheet=${LOST}`), address);
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    const { verdict, paper } = (await answer.json()) as { verdict: string; paper: string };
    return { verdict, paper };
  }

  it("the line breaks while the licence is sent: she is told plainly, nothing is called printed, and the tray is held", async () => {
    await kiosk.touch("button#item-business-registration");
    await kiosk.sees("guide");
    await kiosk.touch("#confirm");
    await proveIdentity(hall, kiosk);
    await fillBusinessForm(kiosk);
    await kiosk.sees("review", "请核对登记信息", `示例市${FORM.tradeName}便利店`);
    await hall.hardware.act({ act: "certificate-fault", fault: "loses-next-job", on: true });
    await signAndRegister(kiosk);
    const result = await kiosk.sees("result", "执照没有全部打印", "待核对", LOST, "我们不猜", "不用重新办理", "请到人工窗口说一声");
    for (const words of ["已打印", "等待打印"]) assert.ok(!result.includes(words), `${words} in ${result}`);
    const number = caseNumberIn(result);
    const slip = flat((await receipt(hall, (text) => flat(text).includes(number))).text);
    for (const words of ["待工作人员核实", LOST, "未打印", MASKED.number]) assert.ok(slip.includes(words), `${words} in ${slip}`);
    assert.ok(!slip.includes("已打印"), slip);
    await kiosk.touch("#confirm");
    await rateAndLeave(hall, kiosk, 3);
    await kiosk.page.locator("div#item-business-registration", { hasText: "空白证照要由工作人员处理" }).waitFor();
    await kiosk.page.locator("button#item-fund-certificate").waitFor();
    await administrator.openNumber(LOST, "待查", "不知道有没有印出来");
    assert.deepEqual(await check(), { verdict: "unsure", paper: "being-checked" });
  });

  it("two technicians find the sheet and withdraw it: the tray is free, the books add up, and whoever scans the sheet is told", async () => {
    technician = await TechnicianPage.logIn(hall);
    const { page } = technician;
    await technician.openNumber(LOST).filter({ hasText: "不知道有没有印出来" }).waitFor();
    await technician.blanks(ORIGINAL).filter({ hasText: "有号码待查，纸盒暂停" }).waitFor();
    await technician.lookInto(LOST, "left");
    await technician.typeNumber("0000002");
    await page.locator("#wizard-stopped", { hasText: `纸上是 ${NEXT}` }).waitFor();
    await page.locator("#wizard-again").click();
    await page.locator("number-entry #key-clear").click();
    await page.locator("number-entry input").fill(LOST);
    await technician.next();
    await page.locator("#confirm-words", { hasText: `${LOST}：已写“作废”并放进废件箱` }).waitFor();
    await technician.next();
    await technician.secondConfirms(hall.credentials.technicianPin);
    await page.getByRole("alert").filter({ hasText: "这是登录人自己的密码" }).waitFor();
    await technician.secondConfirms();
    await page.locator("#open-none").waitFor();
    await technician.blanks(ORIGINAL).filter({ hasText: NEXT }).filter({ hasNotText: "纸盒暂停" }).waitFor();
    assert.equal(await technician.account(ORIGINAL), "100装入=0已发+1作废+0退回+99余相符");
    await kiosk.page.locator("button#item-business-registration").waitFor();
    await administrator.noOpenNumber(LOST);
    assert.deepEqual(await check(), { verdict: "void", paper: "withdrawn" });
  });

  it("the next licence gets the next number; its owner walks away, so it is on the list, but keeps nobody waiting", async () => {
    await waitedForBriefly(hall, kiosk);
    const { citizen, hardware } = hall;
    await hardware.act({ act: "insert-card", card: "resident" });
    await goThrough(citizen, "business-registration", { tradeName: "秋风", capital: FORM.capital, employees: FORM.employees }, "result");
    await kiosk.sees("result", "登记完成，执照已打印", NEXT, SECOND);
    await kiosk.sees("ended");
    await takeCardAndGo(hall, kiosk);
    await kiosk.page.locator("button#item-business-registration").waitFor();
    technician = await TechnicianPage.logIn(hall);
    for (const serial of [NEXT, SECOND]) await technician.openNumber(serial).filter({ hasText: "已印好，没看到有人取走" }).waitFor();
    assert.equal(await technician.account(ORIGINAL), "100装入=0已发+1作废+0退回+1已印待取+98余相符");
    assert.equal(await technician.blanks(DUPLICATE).filter({ hasText: "纸盒暂停" }).count(), 0);
    // She took both with her: nowhere is either, and on each tray lies the next.
    for (const [serial, digits] of [
      [NEXT, "0000003"],
      [SECOND, "0000002"],
    ] as const) {
      await technician.lookInto(serial, "taken");
      await technician.typeNumber(digits);
      await technician.next();
      await technician.secondConfirms();
      // While the wizard is open the list shows no number.
      await technician.page.locator("resolve-wizard").waitFor({ state: "detached" });
      // Its row shows no number while it is being settled.
      await technician.page.locator("#wizard").waitFor({ state: "detached" });
      await technician.openNumber(serial).waitFor({ state: "detached" });
    }
    assert.equal(await technician.account(ORIGINAL), "100装入=1已发+1作废+0退回+98余相符");
    assert.equal(await technician.account(DUPLICATE), "100装入=1已发+0作废+0退回+99余相符");
    nothingOfThePersonStays(hall, FORM.phone);
    assert.deepEqual(kiosk.complaints, []);
  });
});

/** The kiosk is started anew with as little patience as the settings allow, and its page has come back. */
async function waitedForBriefly(hall: TestHall, kiosk: KioskPage): Promise<void> {
  const card = kiosk.page.locator("button#item-business-registration");
  const file = join(hall.folders.kiosk, "settings.json");
  const settings = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  await hall.supervisor.stop("runtime");
  await card.waitFor({ state: "detached" });
  writeFileSync(file, JSON.stringify({ ...settings, session: { idleMs: 10_000, countdownMs: 5_000 } }));
  hall.supervisor.start("runtime");
  // Whoever walks away is waited for 15 s: a page that came late would miss all that is shown meanwhile.
  await card.waitFor();
}
