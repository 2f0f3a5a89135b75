import { readFileSync } from "node:fs";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { must } from "../../base/result.ts";
import { MjpegSplitter } from "../../device-drivers/camera/mjpeg-splitter.ts";
import { SAMPLE_CARDS } from "../../device-drivers/id-card-reader/sample-cards.ts";
import { type Picture, PictureDecoder } from "../../runtime/face-engine/picture.ts";
import { Needles } from "./needles.ts";

const FACES = "test/fixtures/faces";
/** Pixels in a row that make a needle. */
const RUN = 20;

/** Everything of 林晓岚 that a session handles: her face as the camera sends it and as it is drawn, her card's photo, name and number. */
export async function tracesOfResident(): Promise<Needles> {
  const needles = new Needles();
  for (const frame of new MjpegSplitter().push(readFileSync(`${FACES}/live-a.mjpeg`))) {
    // Past the tables that every picture of this camera shares.
    const scan = frame.subarray(frame.indexOf(Buffer.from([0xff, 0xda])) + 14);
    needles.addWindows("frame JPEG", scan, 24, 512);
    addBase64(needles, "frame base64", frame.subarray(-scan.length));
    await addDecoded(needles, "frame", frame);
  }
  const photo = readFileSync(`${FACES}/id-photo-a.bmp`);
  needles.addWindows("card photo BMP", photo.subarray(54), 48, 308);
  addBase64(needles, "card photo base64", photo.subarray(54));
  await addDecoded(needles, "card photo", photo);
  const { name, number, address } = SAMPLE_CARDS.resident;
  for (const [kind, text] of Object.entries({ name, number, address })) needles.addText(kind, text);
  return needles;
}

/** A place in the bytes may fall on any of the three positions in a group of base64. */
function addBase64(needles: Needles, kind: string, bytes: Buffer): void {
  for (const shift of [0, 1, 2]) needles.addWindows(kind, Buffer.from(bytes.subarray(shift).toString("base64"), "latin1"), 32, 768);
}

/** Two decoders: a browser's pixels differ from the face engine's own by a grade here and there. */
async function addDecoded(needles: Needles, kind: string, bytes: Buffer): Promise<void> {
  const decoder = new PictureDecoder();
  const picture = must(await decoder.decode(bytes));
  addPixels(needles, kind, picture);
  decoder.release(picture);
  addPixels(needles, kind, await asABrowserDraws(bytes));
}

/** Pixels of a JPEG, BMP or PNG as Skia decodes it, which is Chromium's own library. */
export async function asABrowserDraws(bytes: Buffer): Promise<Picture> {
  const image = await loadImage(bytes);
  const context = createCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  return { width: image.width, height: image.height, rgba: context.getImageData(0, 0, image.width, image.height).data };
}

/** Runs from the middle of the picture, where the face is, in each order of bytes that programs use. */
export function addPixels(needles: Needles, kind: string, { width, height, rgba }: Picture): void {
  for (let y = Math.floor(height * 0.25); y < height * 0.75; y += 12) {
    for (const x of [0.45, 0.55]) {
      const at = (y * width + Math.floor(width * x)) * 4;
      const run = rgba.subarray(at, at + RUN * 4);
      for (const [name, channels] of ORDERS) needles.add(`${kind} ${name}`, inOrder(run, channels));
    }
  }
}

const ORDERS = [
  ["RGBA", [0, 1, 2, 3]],
  ["BGRA", [2, 1, 0, 3]],
  ["RGB", [0, 1, 2]],
  ["BGR", [2, 1, 0]],
] as const;

function inOrder(rgba: Uint8ClampedArray, channels: readonly number[]): Buffer {
  const pixels = rgba.length / 4;
  return Buffer.from(Array.from({ length: pixels }, (_, at) => channels.map((channel) => rgba[at * 4 + channel] ?? 0)).flat());
}
