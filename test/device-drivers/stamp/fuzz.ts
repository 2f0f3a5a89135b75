import { decodeReply, decodeRequest, encodeReply, encodeRequest, LineReader, MAX_LINE_BYTES } from "../../../device-drivers/stamp/codec.ts";
import type { FuzzTarget } from "../../support/fuzz.ts";

const lines = <T>(name: string, decode: ConstructorParameters<typeof LineReader<T>>[0], seeds: readonly Buffer[]): FuzzTarget => ({
  name,
  seeds,
  mostHeld: MAX_LINE_BYTES,
  make() {
    const reader = new LineReader(decode);
    return { push: (bytes) => void reader.push(bytes), held: () => reader.held };
  },
});

export const fuzzTargets: readonly FuzzTarget[] = [
  lines("stamp answers", decodeReply, [
    encodeReply({ number: 1, message: { verb: "READY", ink: "low", feed: 3, out: true, cover: "closed", jam: false, stamped: 1_234 } }),
    encodeReply({ number: 2, message: { verb: "FAILED", why: "jam", stamped: 1 } }),
    encodeReply({ number: 3, message: { verb: "DONE", stamped: 2 } }),
  ]),
  lines("stamp requests", decodeRequest, [encodeRequest({ number: 4, message: { verb: "STAMP", job: "件 1", sheets: 2 } })]),
];
