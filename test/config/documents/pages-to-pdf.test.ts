import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCanvas } from "@napi-rs/canvas";
import { must } from "../../../base/result.ts";
import { type PicturePage, pagesToPdf } from "../../../config/documents/pages-to-pdf.ts";

const HEAD = { title: "样张", dated: new Date(Date.UTC(2026, 0, 5)) };

function picture(widthPx: number, heightPx: number, paper: PicturePage["paper"], shade: string): PicturePage {
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext("2d");
  context.fillStyle = shade;
  context.fillRect(0, 0, widthPx, heightPx);
  context.fillStyle = "#000";
  context.fillRect(10, 10, 40, 20);
  return { jpeg: canvas.toBuffer("image/jpeg", 85), widthPx, heightPx, paper };
}

const PAGES = [
  picture(210, 297, "a4", "#eee"),
  picture(297, 210, "a4", "#ddd"),
  picture(171, 108, "id-card", "#ccf"),
  picture(200, 300, "other", "#fee"),
];

describe("config/documents: pictures of pages in one PDF", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "zz-pages-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const written = async (pages: readonly PicturePage[]) => {
    const file = join(folder, "pages.pdf");
    writeFileSync(file, must(await pagesToPdf(pages, HEAD)));
    return file;
  };

  it("has the pages in order, each in its paper's size, lying where the picture lies", async () => {
    const file = await written(PAGES);
    const info = execFileSync("pdfinfo", ["-l", "9", file], { encoding: "utf8" });
    const sizes = [...info.matchAll(/Page +\d+ size: +([\d.]+) x ([\d.]+)/gu)].map(([, width, height]) =>
      [width, height].map((points) => Math.round((Number(points) * 25.4) / 72)),
    );
    assert.deepEqual(sizes, [
      [210, 297],
      [297, 210],
      [86, 54],
      [210, 297],
    ]);
    assert.match(info, /Title: +样张/u);
    assert.equal(execFileSync("mutool", ["info", file], { encoding: "utf8" }).match(/DCT/gu)?.length, PAGES.length);
  });

  it("holds the pictures as they were taken, not encoded anew", async () => {
    const file = await written(PAGES);
    execFileSync("pdfimages", ["-j", file, join(folder, "page")]);
    const taken = readdirSync(folder).filter((name) => name.endsWith(".jpg"));
    assert.deepEqual(
      taken.sort().map((name) => readFileSync(join(folder, name)).equals(PAGES[taken.indexOf(name)]?.jpeg as Buffer)),
      [true, true, true, true],
    );
  });

  it("is the same file for the same pages, leaves the pictures alone, and can be drawn without a warning", async () => {
    const before = PAGES.map(({ jpeg }) => Buffer.from(jpeg));
    assert.ok(must(await pagesToPdf(PAGES, HEAD)).equals(must(await pagesToPdf(PAGES, HEAD))));
    assert.deepEqual(
      PAGES.map(({ jpeg }) => jpeg),
      before,
    );
    const file = await written(PAGES);
    const said = spawnSync("mutool", ["draw", "-r", "20", "-o", join(folder, "page-%d.png"), file], { encoding: "utf8" });
    // Debian builds mutool without colour profiles; of the file it must have nothing to say.
    const warnings = said.stderr.split("\n").filter((line) => /warning|error/iu.test(line) && !line.includes("ICC support"));
    assert.deepEqual([said.status, warnings], [0, []]);
  });

  it("refuses no pages, too many, too much, and what is no picture, and says how much would do", async () => {
    const page = PAGES[0] as PicturePage;
    const limits = { pages: 2, bytes: 3 * page.jpeg.length };
    const refused = async (pages: readonly PicturePage[], most = limits) => {
      const made = await pagesToPdf(pages, HEAD, most);
      return made.ok ? "made" : made.error;
    };
    assert.equal(await refused([page, page]), "made");
    assert.deepEqual(await refused([]), { code: "no-pages" });
    assert.deepEqual(await refused([page, page, page]), { code: "too-many-pages", pages: 3, most: 2 });
    const bytes = 2 * page.jpeg.length;
    assert.deepEqual(await refused([page, page], { pages: 9, bytes: bytes - 1 }), { code: "too-large", bytes, most: bytes - 1 });
    for (const jpeg of [Buffer.alloc(0), Buffer.from("GIF89a..."), page.jpeg.subarray(0, -3)]) {
      assert.deepEqual(await refused([page, { ...page, jpeg }]), { code: "no-picture", page: 1 });
    }
    // Begins and ends like one, and has nothing in between.
    assert.deepEqual(await refused([{ ...page, jpeg: Buffer.from([0xff, 0xd8, 0, 0, 0xff, 0xd9]) }]), { code: "no-picture", page: 0 });
  });
});
