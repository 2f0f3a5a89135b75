import { readFileSync } from "node:fs";
import { join } from "node:path";
import { must } from "../../../../base/result.ts";
import { MjpegSplitter } from "../../../../device-drivers/camera/mjpeg-splitter.ts";
import { largest } from "../../../../runtime/face-engine/geometry.ts";
import type { LiveFrame } from "../../../../runtime/face-engine/liveness.ts";
import { PictureDecoder, toGray } from "../../../../runtime/face-engine/picture.ts";
import { openNetworks } from "../stage.ts";

const FACES = "test/fixtures/faces";
export const FRAME_MS = 67;

function pictures(name: string): Buffer[] {
  return new MjpegSplitter().push(readFileSync(join(FACES, `${name}.mjpeg`)));
}

const kept = new Map<string, Promise<readonly LiveFrame[]>>();

/** A fixture clip as liveness sees it, by the real networks; a frame without a face is a failure. With its infrared companion if asked. */
export function framesOf(name: string, { infrared = false } = {}): Promise<readonly LiveFrame[]> {
  const key = `${name} ${infrared}`;
  const frames = kept.get(key) ?? read(name, infrared);
  kept.set(key, frames);
  return frames;
}

async function read(name: string, infrared: boolean): Promise<readonly LiveFrame[]> {
  const { detector } = await openNetworks();
  const decoder = new PictureDecoder();
  const others = infrared ? pictures(`${name}.ir`) : [];
  const frames: LiveFrame[] = [];
  for (const [at, jpeg] of pictures(name).entries()) {
    const picture = must(await decoder.decode(jpeg));
    const face = largest(await detector.detect(picture, 224));
    if (!face) throw new Error(`no face in frame ${at} of ${name}`);
    const gray = toGray(picture, 320);
    const companion = others[at];
    const ir = companion ? toGray(must(await decoder.decode(companion)), 320) : null;
    frames.push({ at: at * FRAME_MS, face, gray, scale: picture.width / gray.width, ir, depth: null, module: null });
  }
  return frames;
}
