import { mkdir, readFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import type { Display } from "../../runtime/server/api.ts";
import { BROWSER } from "../support/browser.ts";
import { KioskPageServer } from "./kiosk-page-server.ts";
import { SCREENS, viewOf } from "./views.ts";

/**
 * Pictures of every screen, for eyes:
 * `node test/kiosk-ui/gallery.ts <folder of the built pages> <folder for the pictures> [looks] [screens]`
 */
const PORTRAIT = { width: 1080, height: 1920 };
const LANDSCAPE = { width: 1920, height: 1080 };
type Look = { readonly size: { width: number; height: number }; readonly display: Partial<Display> };
export const LOOKS: Readonly<Record<string, Look>> = {
  standard: { size: PORTRAIT, display: {} },
  senior: { size: PORTRAIT, display: { size: "senior" } },
  en: { size: PORTRAIT, display: { language: "en" } },
  "senior-en": { size: PORTRAIT, display: { size: "senior", language: "en" } },
  contrast: { size: PORTRAIT, display: { contrast: "high" } },
  low: { size: PORTRAIT, display: { reach: "low" } },
  landscape: { size: LANDSCAPE, display: {} },
  "landscape-senior": { size: LANDSCAPE, display: { size: "senior" } },
  "landscape-low": { size: LANDSCAPE, display: { reach: "low" } },
};

async function take(pages: string, into: string, looks: readonly string[], names: readonly string[]): Promise<void> {
  const server = new KioskPageServer(`${pages}/citizen`);
  if (process.env["PREVIEW"]) server.preview = await readFile(process.env["PREVIEW"]);
  server.voice = `${pages}/voice`;
  const address = await server.listen();
  const browser = await chromium.launch(BROWSER);
  await mkdir(into, { recursive: true });
  for (const lookName of looks) {
    const look = LOOKS[lookName];
    if (!look) throw new Error(`no look ${lookName}`);
    const page = await browser.newPage({ viewport: look.size, reducedMotion: "reduce" });
    page.on("console", (message) => console.log(lookName, message.type(), message.text()));
    page.on("pageerror", (error) => console.log(lookName, error.stack));
    const base = viewOf("home");
    server.show({ ...base, display: { ...base.display, ...look.display } });
    await page.goto(address);
    for (const name of names) {
      const view = viewOf(name);
      server.show({ ...view, display: { ...view.display, ...look.display } });
      await page.waitForFunction(
        ([kind, revision]) => {
          const app = document.querySelector("kiosk-app") as unknown as {
            client: { view: { revision: number } | null };
            updateComplete: Promise<boolean>;
          } | null;
          return (
            app?.client.view?.revision === revision &&
            document.querySelector("kiosk-app")?.shadowRoot?.querySelector(`screen-${kind}`) !== null
          );
        },
        [view.screen.kind, view.revision] as const,
      );
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: `${into}/${lookName}-${name}.png`, animations: "disabled" });
    }
    await page.close();
  }
  await browser.close();
  await server.close();
}

if (import.meta.main) {
  const [pages = "build/ui", into = "build/gallery", looks = Object.keys(LOOKS).join(), names = Object.keys(SCREENS).join()] =
    process.argv.slice(2);
  await take(pages, into, looks.split(","), names.split(","));
}
