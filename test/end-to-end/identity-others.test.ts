import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { photoFileName } from "../../device-drivers/id-card-reader/photo-decoder.ts";
import { SAMPLE_CARDS, samplePhotoBlock } from "../../device-drivers/id-card-reader/sample-cards.ts";
import { ROOT } from "../../runtime/demo/hall-files.ts";
import { KioskPage } from "../support/kiosk-page.ts";
import { NOTHING_KEPT, nothingOfThePersonStays } from "../support/nothing-left.ts";
import { openTestHall, type TestHall } from "../support/test-hall.ts";
import { Administrator } from "./administrator.ts";
import {
  caseNumberIn,
  chooseIdCard,
  FORM,
  flat,
  MASKED,
  putCardDown,
  rateAndLeave,
  readDocument,
  receipt,
  takeCardAndGo,
  verdictOf,
} from "./visitor.ts";

const { child, rareName: spouse } = SAMPLE_CARDS;
const CHILD = { name: "许**", number: "990101********0012" } as const;
const SPOUSE = { name: "张**", number: "990101********0011" } as const;

describe("more than one person, or a business, at the kiosk", function () {
  this.timeout(240_000);
  let hall: TestHall;
  let kiosk: KioskPage;
  let administrator: Administrator;

  before(async () => {
    hall = await openTestHall();
    // One person stands before the camera for both spouses: the second card has her photo too.
    const photo = join(ROOT, "test", "fixtures", "faces", "id-photo-a.bmp");
    copyFileSync(photo, join(hall.folders.kiosk, "photos", photoFileName(samplePhotoBlock(spouse))));
    kiosk = await KioskPage.open(hall.ports.kiosk);
    administrator = await Administrator.logIn(hall);
  });

  beforeEach(async () => {
    await kiosk.sees("home", "请选择要办理的事项");
    for (const item of ["child-record", "joint-withdrawal", "licence-info", "my-cases"]) {
      await kiosk.page.locator(`button#item-${item}`).waitFor();
    }
  });

  after(async () => {
    await administrator?.close();
    await kiosk?.close();
    await hall?.close();
  });

  async function begin(item: string, title: string): Promise<void> {
    await kiosk.touch(`#item-${item}`);
    await kiosk.sees("guide", title);
    await kiosk.touch("#confirm");
  }

  /** Takes away what lies there and lays another card down. */
  async function changeCard(card: string): Promise<void> {
    await hall.hardware.act({ act: "remove-card" });
    await hall.hardware.act({ act: "insert-card", card });
  }

  /** Delivered once; the applicant is masked, of the others there is only what they are. */
  async function isAtTheHub(number: string, applicant: string, role: string, ...never: readonly string[]): Promise<void> {
    const rows = await administrator.rowsOf(number, "已送达", "5");
    assert.deepEqual(
      rows.map((row) => flat(row.applicant)),
      [flat(`${applicant}另有 ${role}`)],
    );
    nothingOfThePersonStays(hall, FORM.phone, ...never);
    assert.deepEqual(await kiosk.kept(), NOTHING_KEPT);
  }

  it("registers a child's bus card: the guardian proves who they are, with another card than the child's, and agrees for the child", async () => {
    await begin("child-record", "少儿公交卡年检登记");
    await kiosk.sees("identify-card", "孩子", "身份证");
    await hall.hardware.act({ act: "insert-card", card: "child" });
    await kiosk.sees("guide", "请监护人上前", "监护人的身份证");
    await kiosk.touch("#confirm");
    await kiosk.sees("identify-card", "请监护人放上身份证");
    await changeCard("child");
    await kiosk.sees("identify-card", "这张身份证已经核验过", "请换成监护人的身份证", "还可以再试 2 次");
    await changeCard("resident");
    await kiosk.touch("#retry");
    await kiosk.sees("consent", "监护人：是否同意为孩子登记");
    await kiosk.touch("#agree");
    await kiosk.sees("consent", "监护人：是否同意刷脸核验", "只看监护人，不看孩子", "不刷脸，继续登记");
    await kiosk.touch("#refuse");
    await kiosk.sees("form", "公交卡号");
    await kiosk.typeDigits("9900000001");
    await kiosk.touch("#next");
    await kiosk.sees("form", "就读学校", "可以不填");
    await kiosk.touch("#next");
    await kiosk.sees("form", "联系手机号码");
    await kiosk.typeDigits(FORM.phone);
    await kiosk.touch("#next");
    await kiosk.sees("review", "请核对登记内容", CHILD.name, CHILD.number, MASKED.name);
    await kiosk.touchWords("没有问题，登记");
    const number = caseNumberIn(await kiosk.sees("result", "已登记", "两个工作日"));
    const slip = flat((await receipt(hall, (text) => flat(text).includes(number))).text);
    for (const words of [CHILD.name, CHILD.number, "监护人", MASKED.name, MASKED.number])
      assert.ok(slip.includes(words), `${words} in ${slip}`);
    await kiosk.touch("#confirm");
    await rateAndLeave(hall, kiosk, 5);
    await isAtTheHub(number, `${CHILD.name} ${CHILD.number}`, "监护人", child.name, child.number);
  });

  it("takes an application by both spouses: each with card, consent, face and signature", async () => {
    await begin("joint-withdrawal", "夫妻共同提取公积金申请");
    await putCardDown(hall, kiosk);
    await kiosk.sees("consent", "是否同意刷脸核验");
    await kiosk.touch("#agree");
    await kiosk.sees("identify-face", "动作1/3");
    await kiosk.sees("guide", "请共同申请人上前");
    await changeCard("rareName");
    await kiosk.touch("#confirm");
    await kiosk.sees("consent", "共同申请人：是否同意刷脸核验");
    await kiosk.touch("#agree");
    await kiosk.sees("identify-face", "请共同申请人看屏幕上方的摄像头", "动作1/3");
    await kiosk.sees("form", "提取原因");
    await kiosk.touch("#option-rent");
    await kiosk.touch("#next");
    await kiosk.sees("form", "提取金额");
    await kiosk.typeDigits("18000");
    await kiosk.touch("#next");
    await kiosk.sees("form", "申请人手机号码");
    await kiosk.typeDigits(FORM.phone);
    await kiosk.touch("#next");
    const review = await kiosk.sees("review", "请两位一起核对", ...Object.values(MASKED), ...Object.values(SPOUSE), "租房", "18,000");
    assert.ok(!review.includes(SAMPLE_CARDS.resident.name) && !review.includes(spouse.name), review);
    await kiosk.touchWords("没有问题，去签名");
    await kiosk.sees("sign", "请申请人签名");
    await kiosk.sign();
    await kiosk.touchWords("签好了");
    await kiosk.sees("sign", "请共同申请人签名", "请在框内手写签名");
    await kiosk.sign();
    await kiosk.touchWords("签好了，提交申请");
    const number = caseNumberIn(await kiosk.sees("result", "申请已登记", "两张身份证"));
    const slip = flat((await receipt(hall, (text) => flat(text).includes(number))).text);
    for (const words of [...Object.values(MASKED), "共同申请人", ...Object.values(SPOUSE)])
      assert.ok(slip.includes(words), `${words} in ${slip}`);
    await kiosk.touch("#confirm");
    await rateAndLeave(hall, kiosk, 5);
    await isAtTheHub(number, `${MASKED.name} ${MASKED.number}`, "共同申请人", spouse.name, spouse.number);
  });

  it("shows a business what is registered of it for its electronic licence, prints the copies it wants of that, and says what is wrong with a code", async () => {
    await begin("licence-info", "企业登记信息查询");
    await kiosk.sees("identify-licence", "请出示电子营业执照码");
    await hold("business-licence-expired");
    await kiosk.sees("identify-licence", "这个码已经失效", "请在手机上刷新", "还可以再试 2 次");
    await kiosk.touch("#retry");
    await hold("business-licence-unknown");
    await kiosk.sees("identify-licence", "没有查到这个营业执照", "还可以再试 1 次");
    await kiosk.touch("#retry");
    await hold("business-licence");
    await kiosk.sees("review", "本企业的登记信息", "示例市晨光文具店", "何样帆", "示例市东湖区学苑路8号102室");
    await kiosk.touch("#confirm");
    await kiosk.sees("form", "打印电子营业执照复制件吗", "正反两面", "不打印复制件");
    await kiosk.touch("#option-2");
    await kiosk.touch("#next");
    const number = caseNumberIn(await kiosk.sees("result", "查询完成", "复制件（样张），共2份", "请取走登记信息单", "请取走3份文件"));
    const copies = hall.hardware.certificatePrinter.sheets;
    assert.deepEqual(
      copies.map(({ pages, sides }) => [pages, sides]),
      Array.from({ length: 2 }, () => [2, "two-sided-long-edge"]),
    );
    const { codes, text } = readDocument(copies[0]?.pdf as Buffer);
    assert.match(flat(text), /复制件编号：SLFZ-\d{4}-000001/u);
    assert.match(codes[0] ?? "", /\/verify\/SLFZ-\d{4}-000001$/u);
    assert.equal(await verdictOf(codes[0] ?? ""), "true");
    const slip = flat((await receipt(hall, (words) => flat(words).includes(number))).text);
    for (const words of ["示例市晨光文具店", "何样帆", "2024年3月12日", "复制件编号", "已打印"])
      assert.ok(slip.includes(words), `${words} in ${slip}`);
    await kiosk.touch("#confirm");
    await rateAndLeave(hall, kiosk, 5);
    await administrator.rowsOf(number, "已送达", "5");
  });

  /** Before the window until it has been read: whoever holds a phone there too early holds it there a little longer. */
  async function hold(code: string): Promise<void> {
    const isRead = () =>
      hall.citizen.until("a code read", ({ screen }) => screen.kind !== "identify-licence" || screen.state !== "show-code", 1_000);
    await hall.citizen.until("a look for a code", ({ screen }) => screen.kind === "identify-licence" && screen.state === "show-code");
    for (let shown = false; !shown; ) {
      await hall.hardware.act({ act: "show-code", code });
      shown = await isRead().then(
        () => true,
        () => false,
      );
    }
  }

  it("ends at once when somebody else's card lies there, and shows them nothing of the first", async () => {
    await kiosk.touch("#item-my-cases");
    await chooseIdCard(kiosk);
    await putCardDown(hall, kiosk);
    await kiosk.sees("choose", MASKED.name, "食品经营备案");
    await kiosk.touchWords("食品经营备案");
    await kiosk.sees("review", "材料和进度");
    await changeCard("rareName");
    const told = await kiosk.sees("ended", "身份证被更换，办理已停止", "您的个人信息已从本机清除");
    for (const words of [MASKED.name, SPOUSE.name, "食品经营备案"]) assert.ok(!told.includes(words), told);
    await takeCardAndGo(hall, kiosk);
    nothingOfThePersonStays(hall, spouse.name, spouse.number);
    assert.deepEqual(await kiosk.kept(), NOTHING_KEPT);
    assert.deepEqual(kiosk.complaints, []);
  });
});
