import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { BROWSER } from "../support/browser.ts";
import type { TestHall } from "../support/test-hall.ts";

/** A technician at the kiosk's real console, with a colleague beside them. */
export class TechnicianPage {
  readonly #browser: Browser;
  readonly page: Page;
  readonly #hall: TestHall;

  static async logIn(hall: TestHall): Promise<TechnicianPage> {
    const browser = await chromium.launch(BROWSER);
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 }, reducedMotion: "reduce" });
    page.setDefaultTimeout(60_000);
    await page.goto(`http://127.0.0.1:${hall.ports.kiosk}/technician/`);
    const technician = new TechnicianPage(hall, browser, page);
    await technician.#typePin(hall.credentials.technicianPin);
    await page.locator("open-issuances").waitFor();
    return technician;
  }

  private constructor(hall: TestHall, browser: Browser, page: Page) {
    this.#hall = hall;
    this.#browser = browser;
    this.page = page;
  }

  /** The row of a number without a final state. */
  openNumber(serial: string): Locator {
    return this.page.locator("open-issuances tr", { hasText: serial });
  }

  /** The card of one kind of blanks. */
  blanks(type: string): Locator {
    return this.page.locator(`#blank-${type} article`);
  }

  /** The sum that must come out: `100 = 1 已发 + 2 作废 …`, as it is written. */
  async account(type: string): Promise<string> {
    return ((await this.page.locator(`#sum-${type}`).textContent()) ?? "").replace(/\s+/gu, "");
  }

  /**
   * Through the wizard to the step in which the number is read from paper; `found` as the page's own words for it (`left`, `damaged`, …).
   */
  async lookInto(serial: string, found: string): Promise<void> {
    await this.openNumber(serial).getByRole("button", { name: "去核实" }).click();
    await this.next();
    for (const place of ["outlet", "inside", "tray"]) await this.page.locator(`#look-${place}`).click();
    await this.next();
    await this.page.locator(`#found-${found}`).check();
    await this.next();
  }

  /** On the keys beside the field. `digits`: what stands after the letters, which are there already. */
  async typeNumber(digits: string): Promise<void> {
    for (const digit of digits) await this.page.locator(`number-entry #key-${digit}`).click();
    await this.next();
  }

  async next(): Promise<void> {
    await this.page.locator("#dialog-next").click();
  }

  /** The colleague confirms. */
  async secondConfirms(pin = this.#hall.credentials.secondPin): Promise<void> {
    await this.page.locator("pin-pad#second").waitFor();
    await this.#typePin(pin);
  }

  close(): Promise<void> {
    return this.#browser.close();
  }

  async #typePin(pin: string): Promise<void> {
    for (const digit of pin) await this.page.locator(`#pin-${digit}`).click();
    await this.page.locator("#pin-enter").click();
  }
}
