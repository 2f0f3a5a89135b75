import assert from "node:assert/strict";
import { type IppEvePrinter, startIppEvePrinter } from "../support/ippeveprinter.ts";
import { KioskPage } from "../support/kiosk-page.ts";
import { NOTHING_KEPT, nothingOfThePersonStays } from "../support/nothing-left.ts";
import { openTestHall, type TestHall } from "../support/test-hall.ts";
import { Administrator } from "./administrator.ts";
import { plugSerialCable, type SerialCable } from "./serial-cable.ts";
import {
  caseNumberIn,
  chooseIdCard,
  FORM,
  fillBusinessForm,
  flat,
  MASKED,
  proveIdentity,
  putCardDown,
  rateAndLeave,
  readDocument,
  receipt,
  signAndRegister,
  verdictOf,
} from "./visitor.ts";

describe("林晓岚 at the kiosk: real pages, real processes, a serial line, a foreign printer", function () {
  this.timeout(240_000);
  let printer: IppEvePrinter;
  let cable: SerialCable;
  let hall: TestHall;
  let kiosk: KioskPage;
  let administrator: Administrator;

  before(async () => {
    printer = await startIppEvePrinter({ a3: true });
    hall = await openTestHall(async (ports) => {
      cable = await plugSerialCable(ports.cardReader);
      return { cardReader: cable.transport, certificatePrinterUri: printer.uri };
    });
    kiosk = await KioskPage.open(hall.ports.kiosk);
    await kiosk.sees("home", "公积金缴存证明", "个人申报材料查询", "个体工商户智慧登记");
    for (const item of ["fund-certificate", "my-cases", "business-registration"]) await kiosk.page.locator(`button#item-${item}`).waitFor();
    administrator = await Administrator.logIn(hall);
  });

  after(async () => {
    await administrator?.close();
    await kiosk?.close();
    await hall?.close();
    await cable?.unplug();
    await printer?.stop();
  });

  it("prints her fund certificate, whose code the hub calls genuine, and a receipt", async () => {
    await kiosk.touchWords("公积金缴存证明");
    await kiosk.sees("guide", "全程约 3 分钟", "本人身份证");
    await kiosk.touch("#confirm");
    await proveIdentity(hall, kiosk);
    const review = await kiosk.sees("review", "请核对证明内容", MASKED.number, MASKED.name, "示例市云杉软件有限公司", "86,432.15");
    assert.ok(!review.includes("990101199004120029"), "the number is masked on the screen");
    await kiosk.touchWords("没有问题，打印证明");
    const result = await kiosk.sees("result", "证明已打印", "已办结", "请取走证明、凭条和身份证");
    const number = caseNumberIn(result);
    const sheets = printer.printed();
    assert.equal(sheets.length, 1);
    const paper = readDocument(sheets[0] as Buffer);
    assert.deepEqual(paper.codes.map(verifyCode(hall)), ["SLGJJ"]);
    assert.equal(await verdictOf(paper.codes[0] ?? ""), "true");
    assert.match(paper.text, /样\s*张/u);
    const slip = flat((await receipt(hall, (text) => flat(text).includes(number))).text);
    for (const words of ["业务办理回执", MASKED.number, MASKED.name, "已打印"]) assert.ok(slip.includes(words), `${words} in ${slip}`);
    await kiosk.touch("#confirm");
    await rateAndLeave(hall, kiosk, 5);
    await checkAtTheHub(administrator, number, { grade: "5", issued: ["fund-certificate"] });
    nothingOfThePersonStays(hall);
    assert.deepEqual(await kiosk.kept(), NOTHING_KEPT);
  });

  it("shows her own cases and prints the enquiry", async () => {
    await kiosk.touchWords("个人申报材料查询");
    await chooseIdCard(kiosk);
    await putCardDown(hall, kiosk);
    await kiosk.sees("choose", "您想查看哪一件", MASKED.name, "居住证明办理", "食品经营备案");
    await kiosk.touchWords("食品经营备案");
    await kiosk.sees("review", "材料和进度", "经营场所平面图", "待补正", "平面图请标出操作间");
    await kiosk.touchWords("打印查询单");
    const result = await kiosk.sees("result", "查询完成", "请取走查询单", "已办结");
    const number = caseNumberIn(result);
    const slip = flat((await receipt(hall, (text) => flat(text).includes("经营场所平面图"))).text);
    for (const words of [MASKED.number, "食品经营备案", "待补正", number]) assert.ok(slip.includes(words), `${words} in ${slip}`);
    await kiosk.touch("#confirm");
    await rateAndLeave(hall, kiosk, 4);
    await checkAtTheHub(administrator, number, { grade: "4", issued: [] });
    nothingOfThePersonStays(hall);
    assert.deepEqual(await kiosk.kept(), NOTHING_KEPT);
  });

  it("registers her shop and hands her the licence: original, duplicate, and a receipt with the numbers of both blanks", async () => {
    const before = printer.printed().length;
    await kiosk.touchWords("个体工商户智慧登记");
    await kiosk.sees("guide", "个体工商户设立登记", "经营者本人身份证");
    await kiosk.touch("#confirm");
    await proveIdentity(hall, kiosk);
    await fillBusinessForm(kiosk);
    await kiosk.sees("review", "请核对登记信息", `示例市${FORM.tradeName}便利店`, "20,000", FORM.phone, MASKED.number);
    await signAndRegister(kiosk);
    const result = await kiosk.sees("result", "登记完成，执照已打印", "已办结", `示例市${FORM.tradeName}便利店`);
    const number = caseNumberIn(result);
    const sheets = printer.printed().slice(before);
    assert.equal(sheets.length, 2);
    const papers = sheets.map(readDocument);
    for (const { codes, text } of papers) {
      assert.equal(codes.length, 1);
      assert.equal(await verdictOf(codes[0] ?? ""), "true");
      assert.ok(flat(text).includes(`示例市${FORM.tradeName}便利店`));
    }
    const slip = flat((await receipt(hall, (text) => flat(text).includes("领照回执"))).text);
    for (const words of [number, MASKED.number, "SL-Z0000001", "SL-F0000001"]) assert.ok(slip.includes(words), `${words} in ${slip}`);
    await kiosk.touch("#confirm");
    await rateAndLeave(hall, kiosk, 5);
    await checkAtTheHub(administrator, number, { grade: "5", issued: ["SL-Z0000001", "SL-F0000001"] });
    await administrator.rowsOf(number, "已手写签名");
    nothingOfThePersonStays(hall, FORM.phone);
    assert.deepEqual(await kiosk.kept(), NOTHING_KEPT);
    assert.deepEqual(kiosk.complaints, []);
  });
});

/** Once, delivered, masked, rated, with what was printed. */
async function checkAtTheHub(administrator: Administrator, number: string, wanted: { grade: string; issued: readonly string[] }) {
  const rows = await administrator.rowsOf(number, "已送达", wanted.grade, ...wanted.issued);
  assert.equal(rows.length, 1, "exactly once");
  const [row] = rows;
  assert.deepEqual([row?.number, row?.applicant, row?.grade], [number, `${MASKED.name} ${MASKED.number}`, wanted.grade]);
}

/** The part of a code that tells the kind of document; the address before it must be the hub's own. */
function verifyCode(hall: TestHall) {
  const base = `http://127.0.0.1:${hall.ports.hub}/verify/`;
  return (url: string) => (url.startsWith(base) ? (url.slice(base.length).split("-")[0] ?? "") : url);
}
