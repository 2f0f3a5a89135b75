import { decodeAnswer, encodeAnswer, FRAME_BYTES, FrameReader } from "../../../device-drivers/locker/codec.ts";
import type { FuzzTarget } from "../../support/fuzz.ts";

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: "locker answers",
    seeds: [
      encodeAnswer({ verb: "open", board: 1, lock: 1, circuit: "open" }),
      encodeAnswer({ verb: "query", board: 2, lock: 24, circuit: "closed" }),
    ],
    mostHeld: FRAME_BYTES - 1,
    make() {
      const reader = new FrameReader(decodeAnswer);
      return { push: (bytes) => void reader.push(bytes), held: () => reader.held };
    },
  },
];
