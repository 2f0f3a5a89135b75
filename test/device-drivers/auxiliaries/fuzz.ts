import {
  decodeReply,
  decodeRequest,
  encodeException,
  encodeReply,
  encodeRequest,
  MAX_FRAME_BYTES,
  type Request,
} from "../../../device-drivers/auxiliaries/modbus.ts";
import { RtuReader, replyLength, requestLength } from "../../../device-drivers/auxiliaries/rtu-reader.ts";
import type { FuzzTarget } from "../../support/fuzz.ts";

const REQUESTS: readonly Request[] = [
  { is: "read-coils", at: 0, count: 16 },
  { is: "read-inputs", at: 3, count: 9 },
  { is: "write-coil", at: 1, on: true },
  { is: "write-coils", at: 0, on: [true, false, true] },
];
const BITS = Array.from({ length: 16 }, (_, at) => at % 3 === 0);

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: "auxiliaries Modbus replies",
    seeds: REQUESTS.flatMap((one) => [encodeReply(1, one, "count" in one ? BITS.slice(0, one.count) : []), encodeException(1, one, 2)]),
    make() {
      const reader = new RtuReader(1, replyLength);
      return {
        push(bytes) {
          for (const frame of reader.push(bytes)) for (const one of REQUESTS) decodeReply(one, frame);
        },
        held: () => reader.held(),
      };
    },
    mostHeld: MAX_FRAME_BYTES,
  },
  {
    name: "auxiliaries Modbus requests",
    seeds: REQUESTS.map((one) => encodeRequest(1, one)),
    make() {
      const reader = new RtuReader(1, requestLength);
      return {
        push(bytes) {
          for (const frame of reader.push(bytes)) decodeRequest(frame);
        },
        held: () => reader.held(),
      };
    },
    mostHeld: MAX_FRAME_BYTES,
  },
];
