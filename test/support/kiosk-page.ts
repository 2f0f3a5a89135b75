import { type Browser, chromium, type Page } from "playwright-core";
import type { Screen } from "../../runtime/server/api.ts";
import { drawWithFinger } from "../kiosk-ui/pointers.ts";
import { BROWSER } from "./browser.ts";

const WITHIN_MS = 60_000;

/** A person before the real citizen page: sees what is drawn, touches what is there. */
export class KioskPage {
  readonly page: Page;
  readonly #browser: Browser;
  /** Errors and breaches of the content policy. */
  readonly complaints: string[] = [];

  static async open(port: number): Promise<KioskPage> {
    const browser = await chromium.launch(BROWSER);
    const context = await browser.newContext({ viewport: { width: 1080, height: 1920 }, hasTouch: true, reducedMotion: "reduce" });
    context.setDefaultTimeout(WITHIN_MS);
    const kiosk = new KioskPage(browser, await context.newPage());
    await kiosk.#goTo(`http://127.0.0.1:${port}/`);
    return kiosk;
  }

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      // While the runtime starts, or no face is looked at, an answer may be missing.
      const missing = /404|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET/.test(message.text());
      if (message.type() === "error" && !missing) this.complaints.push(message.text());
    });
  }

  /** Waits until a screen of this kind is drawn and shows all these texts; gives all its words. Spaces and line ends do not count. */
  async sees(kind: Screen["kind"], ...texts: readonly string[]): Promise<string> {
    const wanted = texts.map((text) => text.replace(/\s+/gu, ""));
    try {
      const seen = await this.page.waitForFunction(wordsShown, { tag: `screen-${kind}`, wanted }, { timeout: WITHIN_MS });
      return (await seen.jsonValue()) as string;
    } catch (cause) {
      throw new Error(`waited for ${kind} with "${texts.join('", "')}"; the page shows: ${await this.words()}`, { cause });
    }
  }

  /** Everything written on the page, without spaces. */
  async words(): Promise<string> {
    return (await this.page.evaluate(wordsShown, { tag: "", wanted: [] })) || "";
  }

  async touch(control: string): Promise<void> {
    await this.page.locator(control).tap();
  }

  async touchWords(words: string): Promise<void> {
    await this.page.getByRole("button", { name: words }).tap();
  }

  /** With the keyboard on the screen: letters are pinyin, and the wanted word is looked for in the bar and touched. */
  async typePinyin(letters: string, word: string): Promise<void> {
    await this.page.locator("candidate-bar .hint").waitFor();
    for (const letter of letters) await this.touch(`#key-${letter}`);
    const candidates = this.page.locator(".candidate");
    await candidates.first().waitFor();
    const wanted = candidates.filter({ hasText: new RegExp(`^\\s*${word}\\s*$`, "u") });
    while ((await wanted.count()) === 0) await this.touch("#candidates-after");
    await wanted.tap();
  }

  async typeDigits(digits: string): Promise<void> {
    for (const digit of digits) await this.touch(`digit-pad #key-${digit}`);
  }

  /** With a finger, stroke by stroke. */
  async sign(): Promise<void> {
    await drawWithFinger(this.page);
  }

  /** What the browser keeps for this page after it. */
  async kept(): Promise<unknown> {
    return this.page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      cookie: document.cookie,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
    }));
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  async #goTo(address: string): Promise<void> {
    for (;;) {
      const here = await this.page.goto(address).then(
        () => true,
        () => false,
      );
      if (here) return;
    }
  }
}

/**
 * Runs in the page. As it is built of shadow roots with slots, its words are read from the tree as it is drawn.
 * False while the screen `tag` is not there, or does not show all that is wanted.
 */
function wordsShown({ tag, wanted }: { tag: string; wanted: readonly string[] }): string | false {
  const read = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (!(node instanceof HTMLElement) || node.localName === "style") return "";
    const inside = node instanceof HTMLSlotElement ? node.assignedNodes({ flatten: true }) : [...(node.shadowRoot ?? node).childNodes];
    return inside.map(read).join("");
  };
  if (tag && !document.querySelector("kiosk-app")?.shadowRoot?.querySelector(tag)) return false;
  const words = read(document.body).replace(/\s+/gu, "");
  return wanted.every((text) => words.includes(text)) && words;
}
