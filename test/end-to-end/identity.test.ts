import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { idCheckCharacter } from "../../config/identity/id-number.ts";
import { SAMPLE_CARDS } from "../../device-drivers/id-card-reader/sample-cards.ts";
import { ROOT } from "../../runtime/demo/hall-files.ts";
import type { Screen } from "../../runtime/server/api.ts";
import { BROWSER } from "../support/browser.ts";
import { KioskPage } from "../support/kiosk-page.ts";
import { NOTHING_KEPT, nothingOfThePersonStays } from "../support/nothing-left.ts";
import { openTestHall, type TestHall } from "../support/test-hall.ts";
import { Administrator } from "./administrator.ts";
import { atFaceConsent, leave, MASKED, provePassword } from "./visitor.ts";

const { number: NUMBER } = SAMPLE_CARDS.resident;
/** Of nobody whom the city knows. */
const SLIP = `99010119900412004${idCheckCharacter("99010119900412004")}`;
const NAME = [
  ["lin", "林"],
  ["xiao", "晓"],
  ["lan", "岚"],
] as const;
/** What tells somebody with a picture how they were found out. */
const REASONS = ["照片", "屏幕", "翻拍", "假", "攻击", "活体", "相似"];

type FaceScreen = Extract<Screen, { kind: "identify-face" }>;

describe("林晓岚's face: real pages, real camera process, real identity service", function () {
  this.timeout(240_000);
  let hall: TestHall;
  let kiosk: KioskPage;
  const looks: FaceScreen[] = [];

  before(async () => {
    hall = await openTestHall();
    hall.citizen.onView(() => {
      const screen = hall.citizen.view?.screen;
      if (screen?.kind === "identify-face") looks.push(screen);
    });
    kiosk = await KioskPage.open(hall.ports.kiosk);
  });

  beforeEach(async () => {
    looks.length = 0;
    await kiosk.sees("home", "请选择要办理的事项");
    for (const item of ["my-cases", "fund-certificate"]) await kiosk.page.locator(`button#item-${item}`).waitFor();
  });

  after(async () => {
    await kiosk?.close();
    await hall?.close();
  });

  async function atRemoteFace(number: string): Promise<void> {
    await kiosk.touch("#item-my-cases");
    await kiosk.sees("methods", "您想怎样核验身份", "刷脸，不用带证件");
    await kiosk.touch("#method-remote-face");
    await kiosk.sees("consent", "是否同意把照片送去核验", "照片会离开这台机器", "核验服务", "如果不同意");
    await kiosk.touch("#agree");
    await kiosk.sees("form", "姓名", "与身份证上的一致");
    for (const [letters, character] of NAME) await kiosk.typePinyin(letters, character);
    await kiosk.touch("#next");
    await typeNumber(number);
  }

  async function typeNumber(number: string): Promise<void> {
    await kiosk.sees("form", "身份证号码", "18 位");
    await kiosk.typeDigits(number);
    await kiosk.touch("#next");
    await kiosk.sees("identify-face", "画面会加密，只送到身份核验服务，本机不保存");
  }

  /** Nobody stands there, so that the look goes on until somebody ends it. */
  async function lookAtNobody(): Promise<void> {
    await hall.hardware.act({ act: "choose-clip", clip: "nobody" });
    await atFaceConsent(hall, kiosk);
    await kiosk.touch("#agree");
    await kiosk.sees("identify-face", "画面不保存、不上传", "请看摄像头");
    await hall.citizen.until("a look", ({ screen }) => screen.kind === "identify-face" && screen.state === "looking");
  }

  function missed(): Promise<unknown> {
    return hall.citizen.until("a failed try", ({ screen }) => screen.kind === "identify-face" && screen.state === "no-match");
  }

  it("shows her cases for her face, name and number: moved as asked, sent encrypted; a wrong number and another's photo are one answer", async () => {
    const registered = join(hall.folders.identity, "a.bmp");
    const photo = (of: string) => join(ROOT, "test", "fixtures", "faces", `id-photo-${of}.bmp`);
    await atRemoteFace(SLIP);
    await kiosk.sees("identify-face", "动作1/3");
    await kiosk.sees("identify-face", "没有通过人脸核验", "还可以再试 2 次");
    await missed();
    const wrongNumber = looks.at(-1);
    await kiosk.touch("#back");
    await kiosk.sees("form", "姓名", SAMPLE_CARDS.resident.name);
    await kiosk.touch("#next");
    await kiosk.sees("form", "身份证号码", SLIP);
    for (const _ of SLIP) await kiosk.touch("digit-pad #key-erase");
    copyFileSync(photo("b"), registered);
    await typeNumber(NUMBER);
    await kiosk.sees("identify-face", "没有通过人脸核验", "还可以再试 2 次");
    await missed();
    assert.deepEqual(looks.at(-1), wrongNumber);
    copyFileSync(photo("a"), registered);
    await kiosk.touch("#retry");
    const cases = await kiosk.sees("choose", "您想查看哪一件", MASKED.name, "食品经营备案");
    assert.ok(!cases.includes(SAMPLE_CARDS.resident.name) && !cases.includes(NUMBER), cases);
    await leave(hall, kiosk);
    nothingOfThePersonStays(hall, SLIP);
    assert.deepEqual(await kiosk.kept(), NOTHING_KEPT);
  });

  it("shows nothing to somebody else who types her name and number: what the screen asks for is not done", async () => {
    await hall.hardware.act({ act: "choose-clip", clip: "live-b" });
    await atRemoteFace(NUMBER);
    const told = await kiosk.sees("identify-face", "还看不清楚，请再试一次", "还可以再试 2 次", "换一种方式");
    assert.ok(!told.includes(MASKED.name), told);
    await kiosk.touch("#refuse");
    await kiosk.sees("guide", "请换一种方式核验", "照片没有保存");
    await kiosk.touch("#confirm");
    await kiosk.sees("methods", "刷脸，不用带证件", "身份证");
    await hall.hardware.act({ act: "choose-clip", clip: "live-a" });
    await leave(hall, kiosk);
    nothingOfThePersonStays(hall);
  });

  it("goes on where it was when the face engine is killed in the middle of a look: no try is lost", async () => {
    await lookAtNobody();
    const { pid } = hall.supervisor.report().find(({ name }) => name === "face-engine") ?? {};
    assert.ok(pid);
    process.kill(pid, "SIGKILL");
    await kiosk.sees("identify-face", "摄像头正在恢复，不用重新开始");
    await hall.hardware.act({ act: "choose-clip", clip: "live-a" });
    await kiosk.sees("review", "请核对证明内容", MASKED.number);
    assert.deepEqual(new Set(looks.map(({ triesLeft }) => triesLeft)), new Set([3]));
    assert.ok(looks.every(({ state }) => ["starting", "looking", "restarting"].includes(state)));
    await leave(hall, kiosk);
  });

  it("stops looking as soon as she touches another way, and asks for the password", async () => {
    await lookAtNobody();
    await kiosk.touch("#refuse");
    await provePassword(kiosk);
    await hall.hardware.act({ act: "choose-clip", clip: "live-a" });
    await leave(hall, kiosk);
    nothingOfThePersonStays(hall);
  });

  it("takes no face any more in a session in which her picture was held up on a screen, and says no word of why; the next session does", async () => {
    await hall.hardware.act({ act: "choose-clip", clip: "screen-attack-a" });
    await atFaceConsent(hall, kiosk);
    await kiosk.touch("#agree");
    const told = await kiosk.sees("guide", "刷脸没有通过", "不影响办理，请改用公积金查询密码");
    const shown = told.replaceAll("身份证照片", "");
    assert.deepEqual(
      REASONS.filter((word) => shown.includes(word)),
      [],
    );
    await kiosk.touch("#confirm");
    await kiosk.sees("form", "公积金查询密码");
    await hall.hardware.act({ act: "choose-clip", clip: "live-a" });
    await askForTheFaceAgain();
    await provePassword(kiosk);
    await leave(hall, kiosk);
    await atFaceConsent(hall, kiosk);
    await kiosk.touch("#agree");
    await kiosk.sees("review", "请核对证明内容");
    await leave(hall, kiosk);
  });

  /** Back to the beginning and through it again, now with the right face: the camera is not even opened. */
  async function askForTheFaceAgain(): Promise<void> {
    await kiosk.touch("#back");
    await kiosk.sees("guide", "刷脸没有通过");
    await kiosk.touch("#back");
    await kiosk.sees("guide", "打印公积金缴存证明");
    await kiosk.touch("#confirm");
    await kiosk.sees("consent", "是否同意刷脸核验");
    looks.length = 0;
    await kiosk.touch("#agree");
    await kiosk.sees("guide", "刷脸没有通过");
    assert.deepEqual(looks, []);
    await kiosk.touch("#confirm");
  }

  describe("afterwards", () => {
    let browser: Browser;
    let administrator: Administrator;

    before(async () => {
      browser = await chromium.launch(BROWSER);
      administrator = await Administrator.logIn(hall);
    });
    after(async () => {
      await administrator?.close();
      await browser?.close();
    });

    it("the technician reads that no face is stored, and what the camera can promise", async () => {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${hall.ports.kiosk}/technician/`);
      for (const digit of hall.credentials.technicianPin) await page.locator(`#pin-${digit}`).click();
      await page.locator("#pin-enter").click();
      const panel = page.locator("#face").filter({ hasText: "内存中没有留下任何人脸" });
      await panel.waitFor({ timeout: 60_000 });
      assert.match((await panel.locator("#stored-faces").textContent()) ?? "", /^\s*0\s*留存的人脸\s*$/u);
      assert.match((await panel.textContent()) ?? "", /彩色镜头加动作/u);
    });

    it("the city's administrator sees the kiosk at work and no alarm", async () => {
      const row = await administrator.kiosk("DEMO-0001");
      assert.match(row, /在线/u);
      assert.doesNotMatch(row, /留存人脸/u);
    });
  });
});
