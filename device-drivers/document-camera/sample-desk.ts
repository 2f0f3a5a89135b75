import { createRequire } from "node:module";
import { createCanvas, GlobalFonts } from "@napi-rs/canvas";
import { encodeJpeg } from "./jpeg.ts";
import { blank, type Picture, type Point, type Quad } from "./picture.ts";

const FONT = "Zizhu sample";
GlobalFonts.registerFromPath(
  createRequire(import.meta.url).resolve("@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf"),
  FONT,
);

const LINES = [
  "样张　营业执照副本",
  "名称　示例市甲乙丙有限公司",
  "类型　有限责任公司",
  "住所　示例市示例路 1 号",
  "仅供测试，不作任何证明",
];

/** A sheet as it is, flat: title, lines, a stamp's place. Ratio of A4 upright, or of an ID card lying. */
export function flatSheet(paper: "a4" | "id-card", longPx: number): Picture {
  const [width, height] = paper === "a4" ? [Math.round((longPx * 210) / 297), longPx] : [longPx, Math.round((longPx * 53.98) / 85.6)];
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = paper === "a4" ? "#f4f3ee" : "#d5e4ea";
  context.fillRect(0, 0, width, height);
  context.fillStyle = "#1c1c20";
  const rows = paper === "a4" ? 22 : 8;
  const row = height / (rows + 4);
  for (let n = 0; n < rows; n++) {
    context.font = `${Math.round(row * (n === 0 ? 1 : 0.7))}px "${FONT}"`;
    context.fillText(LINES[n % LINES.length] ?? "", width * 0.1, row * (n + 2.5), width * 0.8);
  }
  context.fillStyle = "#b03028";
  context.fillRect(width * 0.68, height * 0.76, width * 0.2, height * 0.1);
  return pictureOf(canvas.getContext("2d").getImageData(0, 0, width, height).data, width, height);
}

export interface SampleSheet {
  readonly flat: Picture;
  /** Where its corners lie in the picture. */
  readonly corners: Quad;
}

export interface SampleDesk {
  readonly width: number;
  readonly height: number;
  readonly sheets: readonly SampleSheet[];
  /** Level of the mat. */
  readonly mat?: number;
  /** By how much the light grows from left to right and from top to bottom, as a part. */
  readonly slopeX?: number;
  readonly slopeY?: number;
  readonly light?: number;
  /** Standard deviation in levels. */
  readonly noise?: number;
  /** A soft shadow over part of the desk, and a lamp's mirror image. */
  readonly shadow?: Point;
  readonly glare?: Point;
  readonly hand?: Point;
  readonly seed?: number;
}

const SHADOW = 0.62;

/** What a camera above the desk sees. Drawn with a projection of its own, so that the driver's is tested against another. */
export function drawDesk(desk: SampleDesk): Picture {
  const { width, height, sheets, mat = 42, light = 1, slopeX = 0, slopeY = 0, noise = 0 } = desk;
  const picture = blank(width, height);
  for (let at = 0; at < picture.rgba.length; at += 4) picture.rgba.set([mat, mat, mat, 255], at);
  for (const sheet of sheets) lay(picture, sheet);
  if (desk.hand) disc(picture, desk.hand, width * 0.13, [176, 128, 104]);
  const random = noiseFrom(desk.seed ?? 1);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const grain = noise === 0 ? 0 : noise * random();
      const lit = light * (1 + slopeX * (x / width - 0.5) + slopeY * (y / height - 0.5)) * shade(desk, x, y);
      for (let colour = at; colour < at + 3; colour++) picture.rgba[colour] = (picture.rgba[colour] ?? 0) * lit + grain;
    }
  }
  if (desk.glare) disc(picture, desk.glare, width * 0.06, [255, 255, 255]);
  return picture;
}

export function sampleJpeg(desk: SampleDesk): Buffer {
  return encodeJpeg(drawDesk(desk));
}

/** The corners of a sheet of these sides, turned about its middle and leaned back by a lens that does not look straight down. */
export function corners(middle: Point, width: number, height: number, turned = 0, leanX = 0, leanY = 0): Quad {
  const [sine, cosine] = [Math.sin(turned), Math.cos(turned)];
  const at = (u: number, v: number): Point => {
    const [x, y] = [u * width * cosine - v * height * sine, u * width * sine + v * height * cosine];
    const depth = 1 + leanX * x + leanY * y;
    return { x: middle.x + x / depth, y: middle.y + y / depth };
  };
  return [at(-0.5, -0.5), at(0.5, -0.5), at(0.5, 0.5), at(-0.5, 0.5)];
}

/** Every pixel from four places in it, so that edges are as soft as a lens makes them. */
function lay(picture: Picture, { flat, corners: quad }: SampleSheet): void {
  const inverse = toUnitSquare(quad);
  const [left, right] = [Math.min(...quad.map(({ x }) => x)), Math.max(...quad.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...quad.map(({ y }) => y)), Math.max(...quad.map(({ y }) => y))];
  for (let y = Math.max(0, Math.floor(top)); y <= Math.min(picture.height - 1, Math.ceil(bottom)); y++) {
    for (let x = Math.max(0, Math.floor(left)); x <= Math.min(picture.width - 1, Math.ceil(right)); x++) {
      const at = (y * picture.width + x) * 4;
      let [hits, red, green, blue] = [0, 0, 0, 0];
      for (let part = 0; part < 4; part++) {
        const [u, v] = inverse(x + ((part & 1) - 0.5) / 2, y + ((part >> 1) - 0.5) / 2);
        if (u < 0 || v < 0 || u >= 1 || v >= 1) continue;
        const from = (Math.floor(v * flat.height) * flat.width + Math.floor(u * flat.width)) * 4;
        hits += 1;
        red += flat.rgba[from] ?? 0;
        green += flat.rgba[from + 1] ?? 0;
        blue += flat.rgba[from + 2] ?? 0;
      }
      const under = 4 - hits;
      picture.rgba[at] = ((picture.rgba[at] ?? 0) * under + red) / 4;
      picture.rgba[at + 1] = ((picture.rgba[at + 1] ?? 0) * under + green) / 4;
      picture.rgba[at + 2] = ((picture.rgba[at + 2] ?? 0) * under + blue) / 4;
    }
  }
}

/**
 * Where in the sheet a point of the picture is: by its areas against three corners, each as a part of what the fourth corner has.
 * The fourth of a square is -1, 1 and 1 of the others.
 */
function toUnitSquare([p, q, r, s]: Quad): (x: number, y: number) => readonly [u: number, v: number] {
  const area = (a: Point, b: Point, x: number, y: number) => (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
  const [wholeP, wholeQ, wholeS] = [area(q, s, r.x, r.y), area(s, p, r.x, r.y), area(p, q, r.x, r.y)];
  return (x, y) => {
    const [ofP, ofQ, ofS] = [-area(q, s, x, y) / wholeP, area(s, p, x, y) / wholeQ, area(p, q, x, y) / wholeS];
    const total = ofP + ofQ + ofS;
    return [ofQ / total, ofS / total];
  };
}

function disc(picture: Picture, { x: midX, y: midY }: Point, radius: number, colour: readonly [number, number, number]): void {
  for (let y = Math.max(0, Math.floor(midY - radius)); y < Math.min(picture.height, midY + radius); y++) {
    for (let x = Math.max(0, Math.floor(midX - radius)); x < Math.min(picture.width, midX + radius); x++) {
      if (Math.hypot(x - midX, y - midY) < radius) picture.rgba.set(colour, (y * picture.width + x) * 4);
    }
  }
}

function shade({ shadow, width }: SampleDesk, x: number, y: number): number {
  if (!shadow) return 1;
  const near = Math.hypot(x - shadow.x, y - shadow.y) / (width * 0.3);
  return 1 - (1 - SHADOW) * Math.exp(-near * near);
}

/** Evenly spread with a standard deviation of 1, from a generator that repeats itself for the same seed. */
function noiseFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 32 - 0.5) * Math.sqrt(12);
  };
}

function pictureOf(rgba: Uint8ClampedArray, width: number, height: number): Picture {
  return { width, height, rgba };
}
