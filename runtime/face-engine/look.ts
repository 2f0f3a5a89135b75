import type { FrameSet } from "../../device-drivers/camera/frame-set.ts";
import type { Guidance } from "./api.ts";
import { cutChip, lightAndSharpness } from "./chip.ts";
import type { FaceDetector } from "./detector.ts";
import type { FaceBuffers } from "./face-buffers.ts";
import type { Face } from "./geometry.ts";
import type { LiveFrame, LivenessPlan } from "./liveness.ts";
import { type GrayPicture, type Picture, type PictureDecoder, toGray } from "./picture.ts";
import { judgePixels, judgePose } from "./quality.ts";

export interface Eyes {
  readonly decoder: PictureDecoder;
  readonly detector: FaceDetector;
  readonly buffers: FaceBuffers;
}

export interface LiveEyes extends Eyes, Pick<LivenessPlan, "cut"> {}

/** What one frame shows. */
export interface Sight {
  readonly people: number;
  /** Null: fit to be compared. */
  readonly guidance: Guidance | null;
  /** Null where it is of no use. */
  readonly seen: Seen | null;
}

export interface Seen {
  readonly frame: LiveFrame;
  /** The face cut out. */
  readonly chip: Picture;
  readonly sharpness: number;
}

/** About this wide liveness sees the frame. */
const GRAY_WIDTH = 320;

/**
 * Gate of one frame. `anyPose`: a frame of one person is of use however they stand, because a movement was asked for; only one without
 * guidance is compared. Undefined: spoilt on the cable. The set's bytes stay the caller's; what comes out is entered in `buffers`.
 */
export async function lookAt(set: FrameSet, anyPose: boolean, eyes: LiveEyes): Promise<Sight | undefined> {
  const { decoder, detector, buffers } = eyes;
  const picture = await decoder.decode(set.jpeg);
  if (!picture.ok) return undefined;
  buffers.keep(picture.value.rgba);
  try {
    const { face, people, guidance } = judgePose(await detector.detect(picture.value, 224), picture.value);
    if (!face || (guidance && !anyPose)) return { people, guidance, seen: null };
    const chip = cutChip(picture.value, face);
    buffers.keep(chip.rgba);
    const pixels = lightAndSharpness(chip);
    const amiss = guidance ?? judgePixels(pixels);
    const frame = amiss && !anyPose ? null : await liveFrame(set, face, picture.value, eyes);
    if (frame) return { people, guidance: amiss, seen: { frame, chip, sharpness: pixels.sharpness } };
    buffers.wipe(chip.rgba);
    return amiss ? { people, guidance: amiss, seen: null } : undefined;
  } finally {
    wipePicture(picture.value, eyes);
  }
}

/** Null where the infrared picture was spoilt on the cable. */
async function liveFrame(set: FrameSet, face: Face, picture: Picture, eyes: LiveEyes): Promise<LiveFrame | null> {
  const { buffers, cut } = eyes;
  const ir = set.ir && (await grayOf(set.ir, eyes));
  if (set.ir && !ir) return null;
  const gray = toGray(picture, GRAY_WIDTH);
  buffers.keep(gray.luma);
  const depth = set.depth && { ...set.depth, mm: buffers.keep(set.depth.mm.slice()) };
  const crops = cut(picture, face);
  for (const crop of crops) buffers.keep(crop.picture.rgba);
  return { at: set.at, face, gray, scale: picture.width / gray.width, ir, depth, module: set.module, crops };
}

async function grayOf(jpeg: Buffer, eyes: Eyes): Promise<GrayPicture | null> {
  const { decoder, buffers } = eyes;
  const picture = await decoder.decode(jpeg);
  if (!picture.ok) return null;
  buffers.keep(picture.value.rgba);
  const gray = toGray(picture.value, GRAY_WIDTH);
  buffers.keep(gray.luma);
  wipePicture(picture.value, eyes);
  return gray;
}

/** Wipes decoded pixels, and lets the next picture have their buffer. */
export function wipePicture(picture: Picture, { decoder, buffers }: Pick<Eyes, "decoder" | "buffers">): void {
  buffers.wipe(picture.rgba);
  decoder.release(picture);
}
