import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
}

/** What a person or a program at the shell sees and types. */
export class Terminal {
  readonly #streams: Streams;
  readonly #lines: string[] = [];
  #wake: (() => void) | undefined;
  #isReading = false;
  #isOver = false;

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  /** The outcome: what `--json` makes machine-readable. */
  out(line: string): void {
    this.#streams.output.write(`${line}\n`);
  }

  /** Remarks and failures; never mixed into the outcome. */
  note(line: string): void {
    this.#streams.errors.write(`${line}\n`);
  }

  /** One typed line, trimmed; undefined at the end of the input, or when `signal` aborts. */
  async ask(question: string, signal: AbortSignal): Promise<string | undefined> {
    this.#streams.errors.write(question);
    this.#read();
    while (this.#lines.length === 0 && !this.#isOver && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    return signal.aborted ? undefined : this.#lines.shift();
  }

  // Lines typed ahead are kept: a script pipes all of its answers at once.
  #read(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    createInterface({ input: this.#streams.input })
      .on("line", (line) => {
        this.#lines.push(line.trim());
        this.#wake?.();
      })
      .on("close", () => {
        this.#isOver = true;
        this.#wake?.();
      });
  }
}
