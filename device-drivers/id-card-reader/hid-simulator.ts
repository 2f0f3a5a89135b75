import { duplexPair } from "node:stream";
import { type HidFarEnd, HidSimulator } from "../transport/hid-simulator.ts";
import { HEAD_BYTES, PREAMBLE } from "./codec.ts";
import { HID_PROFILES, type HidProfileName, LengthFirstReader, withLengths } from "./hid-profiles.ts";
import type { SamSimulator } from "./simulator.ts";

/** A reader with USB-HID in place of its serial line: the same module behind reports of `reportBytes`. */
export function samOverHid(simulator: SamSimulator, profile: HidProfileName = "whole", reportBytes = 64): HidSimulator {
  return new HidSimulator({ reportBytes, attach: (end) => join(simulator, end, profile, reportBytes) });
}

function join(simulator: SamSimulator, end: HidFarEnd, profile: HidProfileName, reportBytes: number): void {
  const [inside, outside] = duplexPair();
  simulator.attach(inside);
  const isWhole = HID_PROFILES[profile].payload === "whole";
  const lengths = new LengthFirstReader(reportBytes);
  end.onReport((report) => outside.write(isWhole ? report : lengths.push(report)));
  end.onClose(() => inside.destroy());
  const answers = new ReportFiller(isWhole ? reportBytes : reportBytes - 1, (part) => {
    end.send(isWhole ? Buffer.concat([part, Buffer.alloc(reportBytes - part.length)]) : withLengths(part, reportBytes));
  });
  outside.on("data", (bytes: Buffer) => answers.push(bytes));
}

/** Fills reports with an answer and sends the last, part-filled one when the answer has ended. */
class ReportFiller {
  readonly #room: number;
  readonly #send: (part: Buffer) => void;
  #answer: Buffer = Buffer.alloc(0);
  #sent = 0;

  constructor(room: number, send: (part: Buffer) => void) {
    this.#room = room;
    this.#send = send;
  }

  push(bytes: Buffer): void {
    // What an answer that was cut off left behind goes out before the next one begins.
    if (bytes.subarray(0, PREAMBLE.length).equals(PREAMBLE)) this.#end();
    this.#answer = Buffer.concat([this.#answer, bytes]);
    while (this.#answer.length - this.#sent >= this.#room) this.#next();
    if (this.#answer.length >= endOf(this.#answer)) this.#end();
  }

  #end(): void {
    if (this.#sent < this.#answer.length) this.#next();
    this.#answer = Buffer.alloc(0);
    this.#sent = 0;
  }

  #next(): void {
    this.#send(this.#answer.subarray(this.#sent, this.#sent + this.#room));
    this.#sent += this.#room;
  }
}

/** How many bytes an answer will have: what its length says, or for noise what there is. */
function endOf(answer: Buffer): number {
  if (!PREAMBLE.subarray(0, answer.length).equals(answer.subarray(0, PREAMBLE.length))) return answer.length;
  return answer.length < HEAD_BYTES ? HEAD_BYTES : HEAD_BYTES + answer.readUInt16BE(PREAMBLE.length);
}
