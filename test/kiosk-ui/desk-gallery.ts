import { chromium, type Page } from "playwright-core";
import { BROWSER } from "../support/browser.ts";
import { BLANK_BOOK, FINDINGS, OPEN_NUMBERS, RECONCILIATION, STATEMENT } from "./blank-samples.ts";
import { ADMIN, CASES, DOCK, TECHNICIAN } from "./desk-samples.ts";
import { KioskPageServer } from "./kiosk-page-server.ts";

/** Pictures of the staff's pages, for eyes: `node test/kiosk-ui/desk-gallery.ts <built pages> <folder>` */
const [pages = "build/ui", into = "build/gallery"] = process.argv.slice(2);
const browser = await chromium.launch(BROWSER);
for (const name of ["technician", "admin", "dock"]) {
  const server = new KioskPageServer(`${pages}/${name}`);
  server.routes.set("GET /technician/api/overview", () => ({
    status: 200,
    body: { ...TECHNICIAN, secondFor: ["resolve", "load-blanks"] },
  }));
  server.routes.set("GET /admin/api/overview", () => ({ status: 200, body: ADMIN }));
  server.routes.set("GET /admin/api/cases", () => ({ status: 200, body: { cases: CASES } }));
  server.routes.set("GET /technician/api/statement", () => ({ status: 200, body: STATEMENT }));
  server.routes.set("GET /admin/api/blanks", () => ({ status: 200, body: BLANK_BOOK }));
  server.routes.set("GET /admin/api/blanks/open", () => ({ status: 200, body: OPEN_NUMBERS }));
  server.routes.set("GET /admin/api/reconciliation", () => ({ status: 200, body: RECONCILIATION }));
  server.routes.set("GET /admin/api/findings", () => ({ status: 200, body: FINDINGS }));
  server.show(DOCK);
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  await page.goto(await server.listen());
  await page.locator("main").first().waitFor();
  await page.screenshot({ path: `${into}/desk-${name}.png`, fullPage: true });
  if (name === "technician") await walk(page, "wide");
  if (name === "technician") {
    await page.setViewportSize({ width: 1080, height: 1920 });
    await page.reload();
    await page.locator("#settle-i-7").waitFor();
    await page.screenshot({ path: `${into}/desk-technician-touch.png`, fullPage: true });
    await walk(page, "touch");
  }
  server.routes.set("GET /technician/api/overview", () => ({ status: 401, body: {} }));
  server.routes.set("GET /admin/api/overview", () => ({ status: 401, body: {} }));
  await page.reload();
  await page.locator("main").first().waitFor();
  if (name !== "dock") await page.screenshot({ path: `${into}/desk-${name}-login.png` });
  await page.close();
  await server.close();
}
await browser.close();

/** Through the wizard, and through one dialog of the blanks: a picture of each step. */
async function walk(page: Page, look: string): Promise<void> {
  const take = (step: string) => page.screenshot({ path: `${into}/desk-${look}-${step}.png` });
  const next = () => page.locator("#dialog-next").click();
  await page.locator("#settle-i-7").click();
  await take("wizard-1");
  await next();
  for (const place of ["outlet", "inside"]) await page.locator(`#look-${place}`).click();
  await take("wizard-2");
  await page.locator("#look-tray").click();
  await next();
  await page.locator("#found-unused").check();
  await take("wizard-3");
  await next();
  await page.locator("number-entry input").fill("SL0001039");
  await take("wizard-4");
  await next();
  await take("wizard-stopped");
  await page.locator("#wizard-again").click();
  await page.locator("number-entry input").fill("SL0001038");
  await next();
  await take("wizard-5");
  await next();
  await page.keyboard.type("1234");
  await take("wizard-6");
  await page.keyboard.press("Escape");
  await page.locator("#load-blanks-business-licence").click();
  await page.locator("number-entry [name=first]").fill("SL0001101");
  await page.locator("number-entry [name=count]").fill("50");
  await take("load-1");
  await page.locator("#entry-letters").waitFor({ state: "detached" });
  await next();
  await take("load-2");
  await page.keyboard.press("Escape");
}
