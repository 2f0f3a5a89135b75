import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import type { KioskPage } from "../support/kiosk-page.ts";
import { codesOn, flat } from "./visitor.ts";

/** The narrowest that is still in use. */
const SCREEN = { width: 360, height: 740 } as const;
const WITHIN_MS = 60_000;

/** A visitor's own phone: its camera reads the code on a screen or a paper, its browser opens what it says. */
export class Phone {
  readonly page: Page;
  readonly #context: BrowserContext;
  /** What the code said, its fragment too. */
  readonly address: string;

  /** Points the camera at the kiosk's screen as it is drawn, on which there must be one code. */
  static async scan(kiosk: KioskPage): Promise<Phone> {
    const codes = codesIn(await kiosk.page.screenshot());
    assert.equal(codes.length, 1, `one code on the screen, not ${codes.length}: ${await kiosk.words()}`);
    return Phone.open(kiosk, codes[0] ?? "");
  }

  /** `near`: whose browser it borrows; it shares nothing else with it. */
  static async open(near: KioskPage, address: string): Promise<Phone> {
    const browser = near.page.context().browser();
    if (!browser) throw new Error("the kiosk's browser is gone");
    const context = await browser.newContext({ viewport: SCREEN, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
    context.setDefaultTimeout(WITHIN_MS);
    const phone = new Phone(context, await context.newPage(), address);
    await phone.page.goto(address);
    return phone;
  }

  private constructor(context: BrowserContext, page: Page, address: string) {
    this.#context = context;
    this.page = page;
    this.address = address;
  }

  /** Waits until all these words are to be seen; gives everything on the page. Spaces do not count. Nothing may stand out to the side. */
  async sees(...texts: readonly string[]): Promise<string> {
    try {
      const seen = await this.page.waitForFunction(wordsWith, texts.map(flat), { timeout: WITHIN_MS });
      const overhang = await this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overhang <= 0, `${overhang} px too wide for a phone`);
      return (await seen.jsonValue()) as string;
    } catch (cause) {
      throw new Error(`waited for "${texts.join('", "')}"; the phone shows: ${await this.page.evaluate(wordsWith, [])}`, { cause });
    }
  }

  async touchWords(words: string): Promise<void> {
    await this.page.getByRole("button", { name: words }).tap();
  }

  /** What the browser saved when `touch` was done. */
  async saves(touch: () => Promise<void>): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const coming = this.page.waitForEvent("download");
    await touch();
    const download = await coming;
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }

  close(): Promise<void> {
    return this.#context.close();
  }
}

/** What a camera reads from a picture. */
function codesIn(picture: Buffer): string[] {
  const folder = mkdtempSync(join(tmpdir(), "zizhu-camera-"));
  try {
    writeFileSync(join(folder, "screen.png"), picture);
    return codesOn(join(folder, "screen.png"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs in the page. */
function wordsWith(wanted: readonly string[]): string | false {
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not seen
  const words = document.body.innerText.replace(/\s+/gu, "");
  return wanted.every((text) => words.includes(text)) && words;
}
