import { err, must, ok, type Result } from "../../../base/result.ts";
import type { CameraFailure, CameraFrame } from "../../../device-drivers/camera/camera.ts";
import type { FakeClock } from "../../support/fake-clock.ts";

/** The smallest thing that is a JPEG by its markers; `mark` tells one from another. */
export function emptyPicture(mark: number): Buffer {
  return Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 3, mark, 0xff, 0xd9]);
}

type Frames = AsyncIterable<Result<CameraFrame, CameraFailure>>;

/** The next thing a camera yields; an error once it has ended. */
export async function next<T>(from: AsyncIterator<T>): Promise<Result<T, "ended">> {
  const step = await from.next();
  return step.done ? err("ended") : ok(step.value);
}

/** The first `count` pictures, the clock moved on by `everyMs` between them. */
export async function take(frames: Frames, count: number, clock: FakeClock, everyMs: number): Promise<CameraFrame[]> {
  const taken: CameraFrame[] = [];
  const iterator = frames[Symbol.asyncIterator]();
  while (taken.length < count) {
    const coming = next(iterator);
    if (taken.length > 0) await clock.advance(everyMs);
    taken.push(must(must(await coming)));
  }
  await iterator.return?.();
  return taken;
}
