import assert from "node:assert/strict";
import { createCanvas } from "@napi-rs/canvas";
import fc from "fast-check";
import { must } from "../../../base/result.ts";
import { encodeJpeg, openJpeg } from "../../../device-drivers/document-camera/jpeg.ts";
import { blurOf } from "../../../device-drivers/document-camera/judge-page.ts";
import { makePage, makePreview, type PageWish } from "../../../device-drivers/document-camera/make-page.ts";
import { paperOf } from "../../../device-drivers/document-camera/paper.ts";
import { type Grey, greyOf, type Picture } from "../../../device-drivers/document-camera/picture.ts";
import { corners, drawDesk, flatSheet, type SampleDesk, sampleJpeg } from "../../../device-drivers/document-camera/sample-desk.ts";

const SIZE = { width: 960, height: 720 };
const A4 = flatSheet("a4", 640);
const CARD = flatSheet("id-card", 240);
const MIDDLE = { x: 480, y: 360 };
const DARK = { background: "dark" } as const;
const COLOUR: PageWish = { colour: "colour", straighten: true };

/** An upright sheet, not quite straight, in good light. */
const lying = (turned = 0.08) => ({ flat: A4, corners: corners(MIDDLE, 432, 611, turned, 6e-5, 4e-5) });
const jpegOf = (desk: Omit<SampleDesk, "width" | "height">) => sampleJpeg({ ...SIZE, light: 0.92, noise: 3, ...desk });
const page = (jpeg: Buffer, wish = COLOUR, desk: Parameters<typeof makePage>[2] = DARK) => must(makePage(jpeg, wish, desk));

function pixels(base64: string): Picture {
  const opened = must(openJpeg(Buffer.from(base64, "base64")));
  return opened.part(0, 0, opened.width, opened.height);
}

function smallGrey(picture: Picture, width: number): Grey {
  return greyOf(must(openJpeg(encodeJpeg(picture))).small(width));
}

/** Pearson's r of two pictures of one size. */
function correlation(one: Grey, other: Grey): number {
  assert.deepEqual([one.width, one.height], [other.width, other.height]);
  const mean = ({ levels }: Grey) => levels.reduce((sum, level) => sum + level, 0) / levels.length;
  const [a, b] = [mean(one), mean(other)];
  let [ab, aa, bb] = [0, 0, 0];
  one.levels.forEach((level, at) => {
    const [x, y] = [level - a, (other.levels[at] ?? 0) - b];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  });
  return ab / Math.sqrt(aa * bb);
}

/** A page and its original at the same size: print of two pixels' width must lie on itself. */
function likeness(jpeg: string, flat: Picture): number {
  const seen = smallGrey(pixels(jpeg), 220);
  const wanted = smallGrey(flat, 220);
  const rows = Math.min(seen.height, wanted.height);
  const cut = (one: Grey): Grey => ({ width: 220, height: rows, levels: one.levels.subarray(0, 220 * rows) });
  return correlation(cut(seen), cut(wanted));
}

describe("document-camera: from a picture to a page", () => {
  it("a page laid anyhow comes out upright and straight: its print lies where it lies in the original", () => {
    fc.assert(
      fc.property(fc.double({ min: -0.3, max: 0.3, noNaN: true }), fc.double({ min: -1e-4, max: 1e-4, noNaN: true }), (turned, lean) => {
        const sheet = { flat: A4, corners: corners(MIDDLE, 396, 560, turned, lean, lean / 2) };
        const made = page(jpegOf({ sheets: [sheet] }));
        assert.deepEqual([made.straightened, made.paper, made.warnings], [true, "a4", []]);
        const like = likeness(made.jpeg, A4);
        assert.ok(like > 0.85, `likeness ${like.toFixed(3)}`);
      }),
      { numRuns: 15 },
    );
  });

  it("and one that lies on its head does not look like the original, so the measure above can fail", () => {
    const [a, b, c, d] = lying().corners;
    const made = page(jpegOf({ sheets: [{ flat: A4, corners: [c, d, a, b] }] }));
    assert.ok(made.straightened && likeness(made.jpeg, A4) < 0.4);
  });

  it("an ID card is told from a sheet of A4, lying or standing", () => {
    for (const turned of [0.1, Math.PI / 2 - 0.1]) {
      const made = page(jpegOf({ sheets: [{ flat: CARD, corners: corners(MIDDLE, 240, 151, turned) }] }));
      assert.deepEqual([made.paper, made.widthPx > made.heightPx], ["id-card", turned < 1]);
    }
  });

  it("with the desk's measure A5 is no A4, and without it nobody can tell", () => {
    assert.deepEqual(
      [paperOf(700, 990, undefined), paperOf(700, 990, 0.3), paperOf(700, 990, 0.21), paperOf(800, 990, undefined)],
      ["a4", "a4", "other", "other"],
    );
  });

  it("grey is grey, and black-white is black or white but for what JPEG makes of it", () => {
    const jpeg = jpegOf({ sheets: [lying()], light: 0.6, slopeX: 0.9, shadow: { x: 400, y: 300 } });
    const grey = pixels(page(jpeg, { colour: "grey", straighten: true }).jpeg);
    assert.ok(spreadOf(grey) <= 2);
    assert.ok(spreadOf(pixels(page(jpeg).jpeg)) > 60);
    const { levels } = greyOf(pixels(page(jpeg, { colour: "black-white", straighten: true }).jpeg));
    const between = levels.filter((level) => level > 60 && level < 195).length / levels.length;
    const ink = levels.filter((level) => level <= 60).length / levels.length;
    assert.ok(between < 0.06, `${between.toFixed(3)} between`);
    // Paper in this shadow is as dark as ink in this light: one threshold for all would make it black.
    assert.ok(ink > 0.02 && ink < 0.2, `${ink.toFixed(3)} ink`);
  });

  it("without straightening it is the picture as it was taken", () => {
    const made = page(jpegOf({ sheets: [lying()] }), { colour: "colour", straighten: false });
    assert.deepEqual([made.widthPx, made.heightPx, made.straightened, made.paper, made.warnings], [960, 720, false, "unknown", []]);
  });

  const WARNINGS = {
    "no-edges": jpegOf({ sheets: [] }),
    "several-sheets": jpegOf({
      sheets: [
        { flat: A4, corners: corners({ x: 300, y: 360 }, 360, 509) },
        { flat: CARD, corners: corners({ x: 750, y: 360 }, 240, 151) },
      ],
    }),
    "cut-off": jpegOf({ sheets: [{ flat: A4, corners: corners({ x: 480, y: 560 }, 432, 611) }] }),
    blurred: blurredBy(3, { ...SIZE, sheets: [lying()], light: 0.92 }),
    "too-dark": jpegOf({ sheets: [lying()], light: 0.34 }),
    glare: jpegOf({ sheets: [lying()], light: 0.85, glare: { x: 480, y: 330 } }),
  } as const;
  for (const [warning, jpeg] of Object.entries(WARNINGS)) {
    it(`warns of ${warning}, and of nothing else`, () => {
      const made = page(jpeg);
      // Of an empty desk one thing more is true.
      const also = warning === "no-edges" ? ["too-dark"] : [];
      assert.deepEqual(made.warnings, [warning, ...also]);
      assert.equal(made.straightened, warning !== "no-edges" && warning !== "cut-off");
    });
  }

  it("measures blur in pixels, whatever is printed", () => {
    for (const sigma of [1.5, 2.5, 4]) {
      const measured = blurOf(greyOf(must(openJpeg(blurredBy(sigma, { ...SIZE, sheets: [lying()] }))).part(0, 0, 960, 720)));
      assert.ok(Math.abs(measured / sigma - 1) < 0.35, `${measured.toFixed(2)} for ${sigma}`);
    }
    assert.equal(blurOf({ width: 64, height: 64, levels: new Uint8Array(64 * 64).fill(200) }), 0);
  });

  it("a preview is as wide as was asked for, and never wider than the camera's picture", () => {
    for (const [asked, given] of [
      [320, 320],
      [1_920, 960],
    ]) {
      const seen = pixels(must(makePreview(jpegOf({ sheets: [lying()] }), asked ?? 0)).jpeg);
      assert.deepEqual([seen.width, seen.height], [given, ((given ?? 0) * 3) / 4]);
    }
  });

  it("what is no picture is told, not thrown", () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from([0xff, 0xd8, 0xff, 0xd9]), Buffer.alloc(5_000, 0x41)]) {
      assert.deepEqual(makePage(bytes, COLOUR, DARK), { ok: false, error: "undecodable" });
      assert.deepEqual(makePreview(bytes, 320), { ok: false, error: "undecodable" });
    }
  });
});

/** How far the colours of a pixel are apart, in the middle of the page at the most. */
function spreadOf({ rgba }: Picture): number {
  let most = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    const colours = [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0];
    most = Math.max(most, Math.max(...colours) - Math.min(...colours));
  }
  return most;
}

function blurredBy(sigma: number, desk: SampleDesk): Buffer {
  const sharp = must(openJpeg(encodeJpeg(drawDesk(desk)))).part(0, 0, desk.width, desk.height);
  const canvas = createCanvas(desk.width, desk.height);
  const context = canvas.getContext("2d");
  const under = createCanvas(desk.width, desk.height);
  const pixelsUnder = under.getContext("2d").createImageData(desk.width, desk.height);
  pixelsUnder.data.set(sharp.rgba);
  under.getContext("2d").putImageData(pixelsUnder, 0, 0);
  context.filter = `blur(${sigma}px)`;
  context.drawImage(under, 0, 0);
  return encodeJpeg({ width: desk.width, height: desk.height, rgba: context.getImageData(0, 0, desk.width, desk.height).data });
}
