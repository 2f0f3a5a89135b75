import { type Browser, chromium, type Page } from "playwright-core";
import { BROWSER } from "../support/browser.ts";
import type { TestHall } from "../support/test-hall.ts";

export interface ShownCase {
  readonly number: string;
  readonly item: string;
  readonly applicant: string;
  readonly delivery: string;
  readonly grade: string;
  readonly issuances: string;
}

/** The city's administrator at the hub's real page. */
export class Administrator {
  readonly #browser: Browser;
  readonly #page: Page;

  static async logIn(hall: TestHall): Promise<Administrator> {
    const browser = await chromium.launch(BROWSER);
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    page.setDefaultTimeout(60_000);
    await page.goto(`http://127.0.0.1:${hall.ports.hub}/admin/`);
    await page.locator("#password").fill(hall.credentials.adminPassword);
    await page.getByRole("button", { name: "进入" }).click();
    await page.locator("section").first().waitFor();
    return new Administrator(browser, page);
  }

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.#page = page;
  }

  /** The rows of this case, once one shows all of `texts`: the page looks again by itself every few seconds. */
  async rowsOf(number: string, ...texts: readonly string[]): Promise<ShownCase[]> {
    let row = this.#page.locator("tr", { hasText: number });
    for (const text of texts) row = row.filter({ hasText: text });
    await row.first().waitFor();
    const rows = await this.#page.locator("tr", { hasText: number }).all();
    return Promise.all(
      rows.map(async (one) => {
        const cells = await one.locator("td").allInnerTexts();
        const [shown = "", item = "", applicant = "", , , delivery = "", grade = "", issuances = ""] = cells;
        return { number: shown, item, applicant, delivery, grade, issuances };
      }),
    );
  }

  /** Waits until the report of numbers without a final state lists this one, with all of `texts`. */
  async openNumber(serial: string, ...texts: readonly string[]): Promise<void> {
    let row = this.#page.locator(`#open-${serial}`);
    for (const text of texts) row = row.filter({ hasText: text });
    await row.waitFor();
  }

  /** Waits until it lists it no more. */
  async noOpenNumber(serial: string): Promise<void> {
    await this.#page.locator(`#open-${serial}`).waitFor({ state: "detached" });
  }

  /** What is written in a kiosk's row. */
  async kiosk(id: string): Promise<string> {
    return (await this.#page.locator(`#kiosk-${id}`).textContent()) ?? "";
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}
