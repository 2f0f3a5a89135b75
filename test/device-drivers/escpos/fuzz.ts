import { PassThrough } from "node:stream";
import { FULL_STATUS, fromFullStatus } from "../../../device-drivers/escpos/full-status.ts";
import { profileNamed } from "../../../device-drivers/escpos/profiles.ts";
import { MAX_BLOCK_BYTES, type Reply, ReplyParser } from "../../../device-drivers/escpos/reply-parser.ts";
import { RealTimeScanner } from "../../../device-drivers/escpos/simulator/command-reader.ts";
import { ReceiptPrinterSimulator } from "../../../device-drivers/escpos/simulator/simulator.ts";
import { automaticBytes, fullStatusBytes, type PrinterState } from "../../../device-drivers/escpos/simulator/state-bytes.ts";
import { fromAutomatic, NOTHING_KNOWN, withAnswer } from "../../../device-drivers/escpos/status.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import type { FuzzTarget } from "../../support/fuzz.ts";

const STATE: PrinterState = { offline: true, coverOpen: true, cutterError: true, jammed: true, paper: "out", inPresenter: true };
const REPLIES = [
  Buffer.from([0x12, 0x16, 0x12, 0x1e]),
  automaticBytes(STATE),
  Buffer.from('7"a1b2\0', "latin1"),
  Buffer.from([0x37, 0x25, 0]),
  Buffer.from("_SIMULATOR-80\0", "latin1"),
  Buffer.from([0x13, 0x00, 0x11]),
];

/** The parser, and what is made of each thing it finds. */
function replies(profile: string, seeds: readonly Buffer[], mostHeld: number): FuzzTarget {
  const unit = profileNamed(profile);
  return {
    name: `${profile} replies and their status bytes`,
    seeds,
    mostHeld,
    make() {
      const parser = new ReplyParser(unit.status.is);
      const use = (reply: Reply) => {
        if (reply.kind === "real-time") for (const question of [1, 2, 3, 4] as const) withAnswer(NOTHING_KNOWN, question, reply.byte, unit);
        if (reply.kind === "automatic") fromAutomatic(reply.bytes, unit);
        if (reply.kind === "full") fromFullStatus(reply.bytes);
      };
      return { push: (bytes) => parser.push(bytes).forEach(use), held: () => parser.held };
    },
  };
}

/** What a host sends is cut off by no length of ours: a picture may take any; only the buffer's size bounds it. */
const BUFFER_BYTES = 4_096;

export const fuzzTargets: readonly FuzzTarget[] = [
  replies("epson-t88", REPLIES, MAX_BLOCK_BYTES),
  replies("custom", [fullStatusBytes(STATE), ...REPLIES], MAX_BLOCK_BYTES),
  {
    name: "custom full status, any length",
    seeds: [fullStatusBytes(STATE), FULL_STATUS.encode({ head: undefined, paper: 0x20, user: 0, recoverable: 0, unrecoverable: 0 })],
    mostHeld: 0,
    make: () => ({ push: (bytes) => void fromFullStatus(bytes), held: () => 0 }),
  },
  {
    name: "escpos simulator: what hosts send",
    seeds: [
      Buffer.from([0x1b, 0x40, 0x1c, 0x26, 0xd1, 0xf9, 0xd5, 0xc5, 0x0a, 0x1d, 0x56, 66, 0]),
      Buffer.from([0x1d, 0x76, 0x30, 0, 2, 0, 2, 0, 1, 2, 3, 4, 0x1d, 0x72, 1]),
      Buffer.from([0x10, 4, 20, 0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8, 0x1d, 0x65, 3, 12, 0x1d, 0xe0, 15]),
      Buffer.from([0x1d, 0x28, 0x6b, 4, 0, 49, 80, 48, 65, 0x1d, 0x28, 0x6b, 3, 0, 49, 81, 48]),
    ],
    mostHeld: BUFFER_BYTES,
    make() {
      const simulator = new ReceiptPrinterSimulator({
        ...{ clock: new FakeClock(), unit: profileNamed("custom") },
        ...{ bufferBytes: BUFFER_BYTES, flow: "none" },
      });
      const line = new PassThrough();
      simulator.attach(line);
      return { push: (bytes) => void line.emit("data", bytes), held: () => simulator.buffer.length };
    },
  },
  {
    name: "escpos simulator: real-time commands in the stream",
    seeds: [Buffer.from([0x10, 4, 1, 0x10, 5, 2, 0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8])],
    mostHeld: 0,
    make() {
      const scanner = new RealTimeScanner();
      const scan = (byte: number) => void scanner.push(byte);
      return { push: (bytes) => bytes.forEach(scan), held: () => 0 };
    },
  },
];
