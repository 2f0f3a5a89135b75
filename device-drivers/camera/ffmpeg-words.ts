import type { CameraFailure } from "./camera.ts";

/** What ffmpeg says on standard error, in the kernel's words for errno → what it means for the camera. The first that fits counts. */
const WORDS: readonly (readonly [RegExp, CameraFailure["code"]])[] = [
  // A UVC camera serves one reader.
  [/resource busy/iu, "camera.busy"],
  // Our own user's rights; not a camera that is not to be trusted.
  [/permission denied|operation not permitted/iu, "camera.unreadable"],
  [/no such (file|device)|input\/output error/iu, "camera.unplugged"],
  // Not a camera at all, or one that has no JPEG of its own.
  [/inappropriate ioctl|not a video capture device|invalid argument|cannot find a proper format/iu, "camera.unreadable"],
];

/** Why a run of ffmpeg, or of an adapter that passes the kernel's words on, ended; an end without a word is a camera that went away. */
export function failureIn(exitCode: number | null, complaint: string, program = "ffmpeg"): CameraFailure {
  const code = WORDS.find(([words]) => words.test(complaint))?.[1] ?? "camera.unplugged";
  return { code, detail: `${program} ended with ${exitCode ?? "a signal"}: ${complaint || "no message"}` };
}
