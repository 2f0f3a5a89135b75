import type { Clock } from "../../base/clock.ts";
import { unreachable } from "../../base/unreachable.ts";
import { INQUIRY_QUIET_MS, INQUIRY_REPLY_MS } from "./timing.ts";

export type InquiryAnswer = "answered" | "silent" | "garbled" | "flooded" | "closed";

/** An answer is shorter; what floods the line is not kept. */
const MOST_KEPT = 512;

/** What is said of a scanner that does not stop sending. */
export const ENDLESS = "data without an end";

/** One question to the scanner: collects what comes until it is the answer and the line is quiet, or the time is over. */
export class Inquiry {
  readonly answer: Promise<InquiryAnswer>;
  readonly #want: Buffer;
  readonly #clock: Clock;
  #kept = Buffer.alloc(0);
  #came = 0;
  #settle: (answer: InquiryAnswer) => void = () => undefined;
  #quiet: { cancel(): void } | undefined;

  constructor(clock: Clock, answerHas: readonly number[]) {
    this.#clock = clock;
    this.#want = Buffer.from(answerHas);
    this.answer = new Promise((resolve) => {
      const overdue = clock.after(INQUIRY_REPLY_MS, () => this.#settle(this.#verdict()));
      this.#settle = (answer) => {
        overdue.cancel();
        this.#quiet?.cancel();
        this.#kept.fill(0);
        resolve(answer);
      };
    });
  }

  push(bytes: Buffer): void {
    this.#came += bytes.length;
    this.#kept = Buffer.concat([this.#kept, bytes.subarray(0, MOST_KEPT - this.#kept.length)]);
    this.#quiet?.cancel();
    if (this.#kept.includes(this.#want)) this.#quiet = this.#clock.after(INQUIRY_QUIET_MS, () => this.#settle("answered"));
  }

  close(): void {
    this.#settle("closed");
  }

  #verdict(): InquiryAnswer {
    if (this.#came === 0) return "silent";
    if (this.#came > MOST_KEPT) return "flooded";
    return this.#kept.includes(this.#want) ? "answered" : "garbled";
  }
}

/** In words for a technician; null when all is well. */
export function problemOf(answer: InquiryAnswer): string | null {
  switch (answer) {
    case "answered":
      return null;
    case "silent":
      return "no answer to the inquiry";
    case "garbled":
      return "another answer to the inquiry than this profile expects: compare baud rate and profile";
    case "flooded":
      return ENDLESS;
    case "closed":
      return "closed during the inquiry";
    default:
      return unreachable(answer);
  }
}
