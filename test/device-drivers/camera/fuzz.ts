import { readFileSync } from "node:fs";
import { jpegSize } from "../../../device-drivers/camera/jpeg-size.ts";
import { MjpegSplitter } from "../../../device-drivers/camera/mjpeg-splitter.ts";
import { picture } from "../../../device-drivers/camera/simulator.ts";
import type { FuzzTarget } from "../../support/fuzz.ts";

/** Far below a camera's, so that a run meets it often. */
const CAP_BYTES = 4_096;

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: "camera pictures in a stream",
    seeds: [picture(640, 480, 1), Buffer.concat([picture(640, 480, 2), picture(640, 480, 3)]), realHead()],
    mostHeld: CAP_BYTES,
    make() {
      const splitter = new MjpegSplitter(CAP_BYTES);
      return {
        push: (bytes) => {
          for (const jpeg of splitter.push(bytes)) jpegSize(jpeg);
        },
        held: () => splitter.pendingBytes,
      };
    },
  },
  {
    name: "camera size of a picture",
    seeds: [picture(640, 480, 1), realHead()],
    mostHeld: 0,
    make: () => ({ push: (bytes) => void jpegSize(bytes), held: () => 0 }),
  },
];

/** Tables and headers as a real encoder writes them. */
function realHead(): Buffer {
  return readFileSync("test/fixtures/faces/nobody.mjpeg").subarray(0, 1_000);
}
