import type { Clock } from "../../base/clock.ts";
import type { Camera } from "../camera/camera.ts";
import { V4l2Camera } from "../camera/v4l2.ts";

// Everything that this kind takes from the camera's: the way through ffmpeg to pictures. They are pictures of the desk here, and the
// process is this one's own.
export type { Camera, CameraFailure, CameraFrame } from "../camera/camera.ts";
export { LiveView } from "../camera/live-view.ts";

export interface DocumentCameraOptions {
  /** `/dev/v4l/by-path/…`; a numbered name and a virtual camera are refused. */
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly background: "dark" | "light";
  /** How much of the desk the width of a picture shows: lay a ruler across. Without it A3, A4 and A5 are one. */
  readonly pictureWidthMm?: number;
}

/** Opens nothing yet. A test hands in another. */
export type MakeSource = (id: string, options: DocumentCameraOptions, clock: Clock) => Camera;

export const usbSource: MakeSource = (id, { path, width, height, fps }, clock) =>
  new V4l2Camera({ id, path, width, height, fps, production: true }, { clock });
