import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCanvas, type Image, loadImage } from "@napi-rs/canvas";
import { KioskPage } from "../support/kiosk-page.ts";
import { openTestHall, type TestHall } from "../support/test-hall.ts";
import { putCardDown } from "./visitor.ts";

/** `node test/end-to-end/readme-picture.ts [folder]`: citizen-ui.png, four screens of a real fund certificate being printed. */
const WIDTH = 1_600;
const MARGIN = 24;
const BACKGROUND = "#dfe5ec";

const into = process.argv[2] ?? join(import.meta.dirname, "..", "..", "docs");
mkdirSync(into, { recursive: true });
const hall = await openTestHall();
const kiosk = await KioskPage.open(hall.ports.kiosk);
try {
  const screens = await takeScreens(hall, kiosk);
  for (const [at, screen] of screens.entries()) if (process.argv[3] === "all") writeFileSync(join(into, `screen-${at}.png`), screen);
  writeFileSync(join(into, "citizen-ui.png"), await sideBySide(screens));
} finally {
  await kiosk.close();
  await hall.close();
}

async function takeScreens(hall: TestHall, kiosk: KioskPage): Promise<Buffer[]> {
  const take = () => kiosk.page.screenshot({ animations: "disabled" });
  await kiosk.page.locator("button#item-fund-certificate").waitFor();
  await kiosk.page.locator("button#item-my-cases").waitFor();
  await kiosk.page.locator("button#item-business-registration").waitFor();
  const home = await take();
  await kiosk.touch("#item-fund-certificate");
  await kiosk.touch("#confirm");
  await putCardDown(hall, kiosk);
  await kiosk.sees("consent");
  await kiosk.touch("#agree");
  await kiosk.page.locator("live-preview canvas:not(.waiting)").waitFor();
  await kiosk.page
    .getByRole("status")
    .filter({ hasText: /核验|不动/ })
    .waitFor();
  const face = await take();
  await kiosk.sees("review", "请核对证明内容");
  const review = await take();
  await kiosk.touch("#confirm");
  await kiosk.sees("result", "证明已打印");
  return [home, face, review, await take()];
}

async function sideBySide(screens: readonly Buffer[]): Promise<Buffer> {
  const images: Image[] = await Promise.all(screens.map((screen) => loadImage(screen)));
  const width = (WIDTH - MARGIN * (images.length + 1)) / images.length;
  const height = Math.round((width * 1920) / 1080);
  const canvas = createCanvas(WIDTH, height + 2 * MARGIN);
  const paper = canvas.getContext("2d");
  paper.fillStyle = BACKGROUND;
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.imageSmoothingQuality = "high";
  images.forEach((image, at) => {
    const left = MARGIN + at * (width + MARGIN);
    paper.save();
    paper.beginPath();
    paper.roundRect(left, MARGIN, width, height, 10);
    paper.clip();
    paper.drawImage(image, left, MARGIN, width, height);
    paper.restore();
  });
  return canvas.toBuffer("image/png");
}
