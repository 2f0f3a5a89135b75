import type { Clock, Timer } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import { decodeReport, type ReportLayout, type ScannedData } from "./hid-report.ts";
import { type CodeSource, type CodeSourceParts, MAX_CODE_BYTES, type RawCode } from "./raw-code.ts";
import { TORN_AFTER_MS } from "./timing.ts";

/** Codes from scanned-data reports: each chunk is one report, and "more follows" ties them together. */
export class ReportAssembler implements CodeSource {
  readonly #clock: Clock;
  readonly #layout: ReportLayout;
  readonly #parts: CodeSourceParts;
  #pieces: Buffer[] = [];
  #length = 0;
  #aim: string | null = null;
  #isWanted = false;
  #isSkipping = false;
  #noise = 0;
  #pause: Timer | undefined;

  constructor(clock: Clock, layout: ReportLayout, parts: CodeSourceParts) {
    this.#clock = clock;
    this.#layout = layout;
    this.#parts = parts;
  }

  get isFlooded(): boolean {
    return this.#isSkipping;
  }

  get noise(): number {
    return this.#noise;
  }

  held(): number {
    return this.#length;
  }

  push(bytes: Buffer): void {
    this.#pause?.cancel();
    const report = decodeReport(bytes, this.#layout);
    if (report.ok) this.#add(report.value);
    else {
      this.#noise += bytes.length;
      this.#isSkipping = false;
      if (this.#pieces.length === 0) this.#isWanted = this.#parts.isWanted();
      this.#give("garbled");
    }
    if (this.#pieces.length > 0 || this.#isSkipping) this.#pause = this.#clock.after(TORN_AFTER_MS, () => this.#tear());
  }

  close(): void {
    this.#pause?.cancel();
    this.#forget();
  }

  #add({ aim, data, more }: ScannedData): void {
    if (this.#isSkipping) {
      this.#noise += data.length;
      this.#isSkipping = more;
      return;
    }
    if (this.#pieces.length === 0) {
      this.#isWanted = this.#parts.isWanted();
      this.#aim = aim;
    }
    const isForeign = this.#pieces.length > 0 && aim !== this.#aim;
    this.#pieces.push(data);
    this.#length += data.length;
    if (this.#length > MAX_CODE_BYTES) {
      this.#isSkipping = more;
      this.#give("too-long");
    } else if (isForeign) this.#give("garbled");
    else if (!more) this.#give(null);
  }

  #tear(): void {
    if (this.#isSkipping) this.#isSkipping = false;
    else this.#give("torn");
  }

  #give(problem: RawCode["problem"]): void {
    const bytes = problem === null ? Buffer.concat(this.#pieces) : Buffer.alloc(0);
    if (problem !== null) this.#noise += this.#length;
    const code = { isWanted: this.#isWanted, problem, aim: this.#aim, bytes };
    this.#forget();
    this.#parts.onCode(code);
  }

  #forget(): void {
    for (const piece of this.#pieces) wipe(piece);
    this.#pieces = [];
    this.#length = 0;
  }
}
