import { readFileSync } from "node:fs";
import { jpegSize } from "../../../device-drivers/camera/jpeg-size.ts";
import { MjpegSplitter } from "../../../device-drivers/camera/mjpeg-splitter.ts";
import { encodeModuleRecord } from "../../../device-drivers/camera/module-codec.ts";
import { ModuleStream } from "../../../device-drivers/camera/module-stream.ts";
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
    name: "camera records of a module",
    seeds: [moduleRecord(), Buffer.concat([moduleRecord(), moduleRecord()])],
    // One record as large as a head may ask for, and what came with it in one chunk.
    mostHeld: 8_000_000,
    make() {
      const stream = new ModuleStream(null);
      return { push: (bytes) => void stream.push(bytes), held: () => stream.pendingBytes };
    },
  },
  {
    name: "camera size of a picture",
    seeds: [picture(640, 480, 1), realHead()],
    mostHeld: 0,
    make: () => ({ push: (bytes) => void jpegSize(bytes), held: () => 0 }),
  },
];

function moduleRecord(): Buffer {
  const depth = { width: 2, height: 2, mm: new Uint16Array([600, 610, 0, 620]) };
  const jpeg = picture(64, 48, 1);
  return encodeModuleRecord(
    { seq: 1, nonce: Buffer.alloc(16, 7), liveness: "live", score: 0.9, certificate: "SAMPLE-0001", jpeg, ir: jpeg, depth },
    null,
  );
}

/** Tables and headers as a real encoder writes them. */
function realHead(): Buffer {
  return readFileSync("test/fixtures/faces/nobody.mjpeg").subarray(0, 1_000);
}
