import assert from "node:assert/strict";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { BOARD_WIRING } from "../../runtime/demo/demo-board.ts";
import { BROWSER } from "../support/browser.ts";
import { KioskPage } from "../support/kiosk-page.ts";
import { openTestHall, type TestHall } from "../support/test-hall.ts";
import { chooseIdCard } from "./visitor.ts";

/** Looked at on each change: a look every half second may always fall between the flashes. */
function wasLit(lamp: Locator): Promise<void> {
  return lamp.evaluate(
    (element) =>
      new Promise<void>((resolve) => {
        const look = () => element.getAttribute("data-lit") === "true" && resolve();
        new MutationObserver(look).observe(element, { attributeFilter: ["data-lit"] });
        look();
      }),
  );
}

const READER_LIGHT = BOARD_WIRING.lights["card-reader"] ?? -1;

describe("the dock beside a demonstration kiosk", function () {
  this.timeout(240_000);
  let hall: TestHall;
  let kiosk: KioskPage;
  let browser: Browser;
  let dock: Page;
  let technician: Page;

  before(async () => {
    hall = await openTestHall();
    kiosk = await KioskPage.open(hall.ports.kiosk);
    browser = await chromium.launch(BROWSER);
    dock = await browser.newPage();
    dock.setDefaultTimeout(60_000);
    await dock.goto(`http://127.0.0.1:${hall.ports.dock}/`);
    technician = await browser.newPage();
    technician.setDefaultTimeout(60_000);
    await technician.goto(`http://127.0.0.1:${hall.ports.kiosk}/technician/`);
    for (const digit of hall.credentials.technicianPin) await technician.locator(`#pin-${digit}`).click();
    await technician.locator("#pin-enter").click();
    await deviceSays("board", "正常", "机柜门", "关好");
  });

  after(async () => {
    await browser?.close();
    await kiosk?.close();
    await hall?.close();
  });

  async function deviceSays(device: string, ...words: readonly string[]): Promise<void> {
    const card = technician.locator(`#device-${device}`).filter({ hasText: new RegExp(words.join("[\\s\\S]*"), "u") });
    try {
      await card.waitFor();
    } catch (cause) {
      // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not seen
      const shown = await technician.locator("body").innerText();
      throw new Error(`waited for ${device} with "${words.join('", "')}"; the technician's page shows: ${shown}`, { cause });
    }
  }

  it("opens the cabinet, and the technician's page says so, until it is shut", async () => {
    await dock.locator("#board-cabinet-door").click();
    await deviceSays("board", "机柜门\\s*打开");
    await dock.locator("#board-cabinet-door").click();
    await deviceSays("board", "机柜门\\s*关好");
  });

  it("forces a box of the locker open, and shuts it", async () => {
    await dock.locator("#box-2 button").click();
    await deviceSays("locker", "打开：2");
    await dock.locator("#box-2 button").click();
    await deviceSays("locker", "全部关好");
  });

  it("pulls each device's cable, which the technician sees, and has it back once plugged in and told to try now", async () => {
    const devices = ["card-reader", "scanner", "board", "locker", "receipt-printer", "certificate-printer"];
    for (const device of devices) await dock.locator(`#cable-${device}`).click();
    for (const device of devices) await deviceSays(device, "离线");
    for (const device of devices) {
      await dock.locator(`#cable-${device}`).click();
      await technician.locator(`#reset-${device}`).click();
    }
    for (const device of devices) await deviceSays(device, "正常");
  });

  it("shows the light at the card reader flashing while a card is asked for, and dark when the card has been read", async () => {
    const { simulator } = hall.hardware.board;
    const shown: boolean[] = [];
    let told = () => {};
    simulator.onActed((request) => {
      if (request.is !== "write-coil" || request.at !== READER_LIGHT) return;
      shown.push(request.on);
      told();
    });
    const flashes = (count: number) =>
      new Promise<void>((resolve) => {
        told = () => shown.length >= count && resolve();
        told();
      });
    const lamp = dock.locator("#lamp-card-reader");
    assert.equal(await lamp.getAttribute("data-lit"), "false");
    const lit = wasLit(lamp);
    await kiosk.touch("button#item-my-cases");
    await chooseIdCard(kiosk);
    await kiosk.sees("identify-card", "请放置身份证");
    await lit;
    await flashes(4);
    assert.deepEqual(shown.slice(0, 4), [true, false, true, false]);
    await dock.locator("#card-resident").click();
    await kiosk.page.locator("screen-identify-card").waitFor({ state: "detached" });
    await deviceSays("board", "灯 读卡器\\s*灭");
    assert.equal(simulator.isOn(READER_LIGHT), false);
    await kiosk.touch("kiosk-toolbar #leave");
    await kiosk.touch("#leave-yes");
    await kiosk.sees("ended");
    // The card was forgotten: the reader calls the person back until it is taken.
    await deviceSays("board", "灯 读卡器\\s*快闪");
    await dock.locator("#remove-card").click();
    await deviceSays("board", "灯 读卡器\\s*灭");
  });
});
