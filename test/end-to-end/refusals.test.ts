import assert from "node:assert/strict";
import { KioskPage } from "../support/kiosk-page.ts";
import { NOTHING_KEPT, nothingOfThePersonStays } from "../support/nothing-left.ts";
import { openTestHall, type TestHall } from "../support/test-hall.ts";
import {
  atFaceConsent,
  caseNumberIn,
  chooseIdCard,
  flat,
  leave,
  MASKED,
  proveIdentity,
  provePassword,
  putCardDown,
  rateAndLeave,
  receipt,
  takeCardAndGo,
} from "./visitor.ts";

describe("what does not go as planned at the kiosk", function () {
  this.timeout(240_000);
  let hall: TestHall;
  let kiosk: KioskPage;

  before(async () => {
    hall = await openTestHall();
    kiosk = await KioskPage.open(hall.ports.kiosk);
  });

  beforeEach(async () => {
    await kiosk.sees("home", "请选择要办理的事项");
    for (const item of ["my-cases", "fund-certificate", "business-registration"]) await kiosk.page.locator(`button#item-${item}`).waitFor();
  });

  after(async () => {
    await kiosk?.close();
    await hall?.close();
  });

  it("a person who does not want their face looked at proves themself with the fund's password", async () => {
    await atFaceConsent(hall, kiosk);
    await kiosk.touch("#refuse");
    await provePassword(kiosk);
    await leave(hall, kiosk);
    nothingOfThePersonStays(hall);
  });

  it("somebody else's face opens nothing: it is said, and the other way is asked for", async () => {
    await hall.hardware.act({ act: "choose-clip", clip: "live-b" });
    await atFaceConsent(hall, kiosk);
    await kiosk.touch("#agree");
    await kiosk.sees("guide", "刷脸没有通过", "刚才的画面没有保存");
    await kiosk.touch("#confirm");
    await provePassword(kiosk);
    await hall.hardware.act({ act: "choose-clip", clip: "live-a" });
    await leave(hall, kiosk);
  });

  it("nobody before the camera: it is said, a second try is offered and the other way stays open", async () => {
    await hall.hardware.act({ act: "choose-clip", clip: "nobody" });
    await atFaceConsent(hall, kiosk);
    await kiosk.touch("#agree");
    await kiosk.sees("identify-face", "没有看清您的脸", "还可以再试 2 次", "换一种方式");
    await hall.hardware.act({ act: "choose-clip", clip: "live-a" });
    await kiosk.touch("#retry");
    await kiosk.sees("review", "请核对证明内容");
    await leave(hall, kiosk);
  });

  it("an expired card is refused in words that say what to do", async () => {
    await kiosk.touch("#item-my-cases");
    await chooseIdCard(kiosk);
    await putCardDown(hall, kiosk, "expired");
    await kiosk.sees("identify-card", "身份证已过有效期", "换领身份证");
    await kiosk.touch("screen-identify-card #refuse");
    await kiosk.sees("methods", "您想怎样核验身份");
    await leave(hall, kiosk);
  });

  it("a certificate that the printer gives up is never called printed: the slip says so and how to get it", async () => {
    await kiosk.touch("#item-fund-certificate");
    await kiosk.sees("guide", "打印公积金缴存证明");
    await kiosk.touch("#confirm");
    await proveIdentity(hall, kiosk);
    await kiosk.sees("review", "请核对证明内容");
    await hall.hardware.act({ act: "certificate-fault", fault: "aborts-next-job", on: true });
    await kiosk.touch("#confirm");
    const number = caseNumberIn(await kiosk.sees("result", "没有全部打印出来", "已办好，未全部打印", "重新打印，不收费"));
    const slip = flat((await receipt(hall, (text) => flat(text).includes(number))).text);
    for (const words of ["公积金缴存证明", "未打印", "凭办件编号到窗口或其他自助终端重新打印"])
      assert.ok(slip.includes(words), `${words} in ${slip}`);
    assert.ok(!slip.includes("已打印"), slip);
    await kiosk.touch("#confirm");
    await rateAndLeave(hall, kiosk, 4);
  });

  it("an unplugged certificate printer takes its items off the page, and gives them back with the plug", async () => {
    await hall.hardware.act({ act: "cable", device: "certificate-printer", pluggedIn: false });
    for (const item of ["fund-certificate", "business-registration"]) {
      await kiosk.page.locator(`div#item-${item}`, { hasText: "证照打印机故障，暂时不能办理" }).filter({ hasText: "号窗口" }).waitFor();
    }
    await kiosk.page.locator("button#item-my-cases").waitFor();
    await hall.hardware.act({ act: "cable", device: "certificate-printer", pluggedIn: true });
  });

  it("a page that is loaded anew shows the same person the same step", async () => {
    await atFaceConsent(hall, kiosk);
    await kiosk.page.reload();
    await kiosk.sees("consent", "不刷脸，用公积金查询密码", MASKED.name);
    await kiosk.touch("#refuse");
    await kiosk.sees("form", "公积金查询密码");
    await leave(hall, kiosk);
  });

  it("a trembling finger acts once: the second touch of the same screen does not answer the next", async () => {
    await kiosk.page.locator("#item-fund-certificate").dblclick();
    await kiosk.sees("guide", "打印公积金缴存证明");
    await kiosk.page.locator("#confirm").dblclick();
    await putCardDown(hall, kiosk);
    await kiosk.sees("consent");
    await kiosk.page.locator("#refuse").dblclick();
    await kiosk.sees("form", "公积金查询密码");
    const starts = hall.citizen.seen.slice(-4);
    assert.deepEqual(starts, ["guide", "identify-card", "consent", "form"]);
    await leave(hall, kiosk);
    assert.deepEqual(kiosk.complaints, []);
  });
});

describe("a person who walks away", function () {
  this.timeout(240_000);
  let hall: TestHall;
  let kiosk: KioskPage;

  before(async () => {
    hall = await openTestHall({ session: { idleMs: 10_000, countdownMs: 5_000 } });
    kiosk = await KioskPage.open(hall.ports.kiosk);
  });

  after(async () => {
    await kiosk?.close();
    await hall?.close();
  });

  it("is asked once more in large words; then the session ends, and nothing of them is left", async () => {
    await kiosk.page.locator("button#item-my-cases").tap();
    await chooseIdCard(kiosk);
    await putCardDown(hall, kiosk);
    await kiosk.sees("choose", MASKED.name, "食品经营备案");
    await kiosk.sees("choose", "您还在办理吗？", "时间到后将自动退出，并清除您的个人信息");
    await kiosk.sees("ended", "时间到，已自动退出", "您的个人信息已从本机清除");
    await takeCardAndGo(hall, kiosk);
    assert.ok(!(await kiosk.words()).includes(MASKED.name));
    assert.deepEqual(await kiosk.kept(), NOTHING_KEPT);
    nothingOfThePersonStays(hall);
  });
});
