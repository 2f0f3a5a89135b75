import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { SAMPLE_CARDS } from "../../device-drivers/id-card-reader/sample-cards.ts";
import { KioskPage } from "../support/kiosk-page.ts";
import { nothingOfThePersonStays } from "../support/nothing-left.ts";
import { Technician } from "../support/technician.ts";
import { openTestHall, type TestHall } from "../support/test-hall.ts";
import { Phone } from "./phone.ts";
import { atEnquiryReview, caseNumberIn, flat, MASKED, putCardDown, rateAndLeave, readDocument, receipt, verdictOf } from "./visitor.ts";

/** Stands on the slip of her enquiry and nowhere else. */
const ON_THE_SLIP = "平面图请标出操作间";

describe("what 林晓岚 takes along: on paper, once more, or on her phone", function () {
  this.timeout(240_000);
  let hall: TestHall;
  let kiosk: KioskPage;
  const phones: Phone[] = [];

  before(async () => {
    hall = await openTestHall();
    kiosk = await KioskPage.open(hall.ports.kiosk);
  });

  beforeEach(async () => {
    await kiosk.sees("home", "请选择要办理的事项");
    await kiosk.page.locator("button#item-my-cases").waitFor();
  });

  afterEach(async () => {
    for (const phone of phones.splice(0)) await phone.close();
  });

  after(async () => {
    await kiosk?.close();
    await hall?.close();
  });

  async function scan(): Promise<Phone> {
    const phone = await Phone.scan(kiosk);
    phones.push(phone);
    return phone;
  }

  async function paperIs(there: boolean): Promise<void> {
    await hall.hardware.act({ act: "receipt-fault", fault: "paper-out", on: !there });
    const notice = { [there ? "hasNotText" : "hasText"]: "凭条不打纸，扫码存到手机" };
    await kiosk.page.locator("button#item-my-cases", notice).waitFor();
  }

  /** Neither hub nor kiosk nor their logs hold what was on the slip, nor what opens it. */
  function nobodyElseCanReadIt(phone: Phone, words: string): void {
    const [, key = ""] = phone.address.split("#");
    assert.equal(Buffer.from(key, "base64url").length, 32);
    nothingOfThePersonStays(hall, ON_THE_SLIP, slipNumber(words), key);
  }

  it("without paper the enquiry stays open and says so before; its slip goes to her phone, which alone can read it", async () => {
    await paperIs(false);
    await atEnquiryReview(hall, kiosk);
    await kiosk.touch("#confirm");
    const result = await kiosk.sees("result", "查询完成", "查询单没有打纸", "扫码把“办件进度查询单”存到手机", "已办结");
    assert.ok(!result.includes("已打印") && !result.includes("请取走1份"), result);
    const phone = await scan();
    assert.ok(phone.address.startsWith(`http://127.0.0.1:${hall.ports.hub}/r/`), phone.address);
    const slip = await phone.sees("电子凭条", caseNumberIn(result), MASKED.name, MASKED.number, "食品经营备案", ON_THE_SLIP);
    assert.ok(!slip.includes("补打"), slip);
    assert.deepEqual(hall.hardware.receiptPrinter.papers, []);
    nobodyElseCanReadIt(phone, slip);
    await kiosk.touch("#confirm");
    await rateAndLeave(hall, kiosk, 4);
  });

  it("while the kiosk's line is cut the phone says that the slip has not come yet, and shows it when the line is back", async () => {
    await atEnquiryReview(hall, kiosk);
    await hall.supervisor.stop("sync-agent");
    await kiosk.touch("#confirm");
    const number = caseNumberIn(await kiosk.sees("result", "查询完成", "扫码把“办件进度查询单”存到手机"));
    const phone = await scan();
    await phone.sees("凭条还没有传到", "七天内再打开");
    hall.supervisor.start("sync-agent");
    await new Technician(hall.ports.kiosk, hall.credentials).delivered();
    await phone.touchWords("再看一次");
    nobodyElseCanReadIt(phone, await phone.sees("电子凭条", number, MASKED.name, ON_THE_SLIP));
    await kiosk.touch("#confirm");
    await rateAndLeave(hall, kiosk, 5);
    await paperIs(true);
  });

  it("a lost slip is printed again under its own number, marked, and twice at most", async () => {
    await atEnquiryReview(hall, kiosk);
    await kiosk.touch("#confirm");
    const number = caseNumberIn(await kiosk.sees("result", "查询完成", "请取走查询单", "请取走1份文件"));
    const papers = () => hall.hardware.receiptPrinter.papers.map(({ text }) => flat(text)).filter((text) => text.includes(number));
    assert.equal(papers().length, 1);
    for (const count of [2, 3]) {
      await kiosk.touch("#reprint:enabled");
      await receipt(hall, () => papers().length === count);
    }
    await kiosk.page.locator("#reprint").waitFor({ state: "detached" });
    await kiosk.page.locator("#confirm:enabled").waitFor();
    const [first = "", ...more] = papers();
    assert.ok(!first.includes("补打"), first);
    assert.equal(more.length, 2);
    for (const again of more) {
      assert.ok(again.includes("★补打★"), again);
      assert.equal(slipNumber(again), slipNumber(first));
    }
    await kiosk.touch("#confirm");
    await rateAndLeave(hall, kiosk, 5);
  });

  it("a certificate that the department made comes out on both sides as the department made it, and its file goes to her phone once", async () => {
    await kiosk.touch("button#item-insurance-record");
    await kiosk.sees("guide", "打印社保参保缴费证明");
    await kiosk.touch("#confirm");
    await putCardDown(hall, kiosk);
    await kiosk.sees("choose", "证明哪一段时间", "最近12个月");
    await kiosk.touchWords("最近 12 个月");
    await kiosk.sees("review", "请核对证明内容", MASKED.number, "示例市云杉软件有限公司");
    await kiosk.touch("#confirm");
    await kiosk.sees("result", "证明已打印", "请取走证明、凭条和身份证", "扫码把“参保缴费证明电子文件", "请取走2份文件");
    const [sheet, ...more] = hall.hardware.certificatePrinter.sheets;
    assert.deepEqual([sheet?.pages, sheet?.sides, more.length], [2, "two-sided-long-edge", 0]);
    assert.equal(sha256(sheet?.pdf), sha256(await asTheDepartmentMadeIt(hall)));
    await takeFile(await scan());
    const slip = flat((await receipt(hall, (text) => flat(text).includes("证明期间"))).text);
    for (const words of ["业务办理回执", "已打印", "手机扫码领取", "15分钟内"]) assert.ok(slip.includes(words), `${words} in ${slip}`);
    const [code = ""] = readDocument(sheet?.pdf as Buffer).codes;
    assert.equal(await verdictOf(code), "true");
    const check = await Phone.open(kiosk, code);
    phones.push(check);
    await check.sees("真实有效", "参保缴费证明");
    await kiosk.touch("#confirm");
    await rateAndLeave(hall, kiosk, 5);
    nothingOfThePersonStays(hall);
    assert.deepEqual(kiosk.complaints, []);
  });
});

async function takeFile(phone: Phone): Promise<void> {
  const asked = await phone.sees("文件下载", "请输入身份证号码后四位", "只能下载一次");
  assert.ok(!asked.includes("林") && !asked.includes("990101"), asked);
  await phone.page.fill("#last", "1234");
  await phone.touchWords("下载");
  await phone.sees("不对，还可以试4次");
  await phone.page.fill("#last", SAMPLE_CARDS.resident.number.slice(-4));
  const file = await phone.saves(() => phone.touchWords("下载"));
  assert.match(file.name, /\.ofd$/u);
  assert.equal(file.bytes.toString("latin1", 0, 2), "PK");
  assert.ok(file.bytes.includes(Buffer.from("样张", "utf8")));
  await phone.page.goto(phone.address);
  await phone.sees("这份文件已经下载过一次");
}

/** Asked once more for the same on the same day, the department gives the same bytes. */
async function asTheDepartmentMadeIt(hall: TestHall): Promise<Buffer> {
  const { name, number: idNumber } = SAMPLE_CARDS.resident;
  const answer = await fetch(`http://127.0.0.1:${hall.ports.socialInsurance}/certificate`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, idNumber, months: 12 }),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return Buffer.from(await answer.arrayBuffer());
}

function sha256(bytes: Buffer | undefined): string {
  return createHash("sha256")
    .update(bytes ?? "")
    .digest("hex");
}

/** 凭条编号, which a reprint keeps. */
function slipNumber(words: string): string {
  const found = /凭条编号(\d{8}-[0-9A-Z]{6})/u.exec(flat(words))?.[1];
  if (!found) throw new Error(`no 凭条编号 in: ${words}`);
  return found;
}
