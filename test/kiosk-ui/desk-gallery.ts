import { chromium } from "playwright-core";
import { ADMIN, CASES, DOCK, TECHNICIAN } from "./desk-samples.ts";
import { BROWSER } from "./gallery.ts";
import { KioskPageServer } from "./kiosk-page-server.ts";

/** Pictures of the staff's pages, for eyes: `node test/kiosk-ui/desk-gallery.ts <built pages> <folder>` */
const [pages = "build/ui", into = "build/gallery"] = process.argv.slice(2);
const browser = await chromium.launch(BROWSER);
for (const name of ["technician", "admin", "dock"]) {
  const server = new KioskPageServer(`${pages}/${name}`);
  server.routes.set("GET /technician/api/overview", () => ({ status: 200, body: TECHNICIAN }));
  server.routes.set("GET /admin/api/overview", () => ({ status: 200, body: ADMIN }));
  server.routes.set("GET /admin/api/cases", () => ({ status: 200, body: { cases: CASES } }));
  server.show(DOCK);
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  await page.goto(await server.listen());
  await page.locator("main").first().waitFor();
  await page.screenshot({ path: `${into}/desk-${name}.png`, fullPage: true });
  server.routes.set("GET /technician/api/overview", () => ({ status: 401, body: {} }));
  server.routes.set("GET /admin/api/overview", () => ({ status: 401, body: {} }));
  await page.reload();
  await page.locator("main").first().waitFor();
  if (name !== "dock") await page.screenshot({ path: `${into}/desk-${name}-login.png` });
  await page.close();
  await server.close();
}
await browser.close();
