import type { Clock } from "../../base/clock.ts";
import type { Redactor } from "./redaction.ts";
import type { TraceEvent, TraceHeader, TraceSink, TraceStep } from "./trace-file.ts";

/** A day of a polled reader; a forgotten recording must not fill a kiosk's disk. */
export const MOST_TRACE_BYTES = 16 * 1024 * 1024;

export interface RecorderParts {
  readonly header: TraceHeader;
  readonly redactor?: (() => Redactor) | undefined;
  readonly clock: Clock;
  readonly sink: TraceSink;
  readonly mostBytes?: number;
}

/** Writes one device's trace, a line an event, until it is closed or full. */
export class Recorder {
  readonly #parts: RecorderParts;
  readonly #began: number;
  #left: number;
  #isOpen = true;
  #sessions = 0;
  #calls = 0;
  #connections = 0;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#began = parts.clock.monotonic();
    this.#left = parts.mostBytes ?? MOST_TRACE_BYTES;
    this.#write(JSON.stringify(parts.header));
  }

  /** Whether all arguments may be written down: the wire is, with them. */
  get tellsArgs(): boolean {
    return this.#parts.header.redaction === "none";
  }

  get isFull(): boolean {
    return !this.#isOpen;
  }

  nextSession(): number {
    return ++this.#sessions;
  }

  nextCall(): number {
    return ++this.#calls;
  }

  nextConnection(): number {
    return ++this.#connections;
  }

  tell(step: TraceStep): void {
    if (!this.#isOpen) return;
    const event: TraceEvent = { atMs: this.#atMs(), ...step };
    const line = JSON.stringify(event);
    if (Buffer.byteLength(line) + 1 > this.#left) this.#end("full");
    else this.#write(line);
  }

  /** Both directions of one connection, each after its redaction. */
  wire(connection: number): (way: "sent" | "received", bytes: Uint8Array) => void {
    const { header, redactor } = this.#parts;
    const redact = redactor?.();
    let trusted = header.redaction !== "lengths";
    return (way, bytes) => {
      const shown = trusted ? attempt(() => (redact ? redact[way](bytes) : bytes)) : undefined;
      // A redactor that breaks is not asked again: what it would let through nobody knows.
      if (!shown) trusted = false;
      if (!shown) this.tell({ way, connection, bytes: bytes.length });
      else if (shown.length > 0) this.tell({ way, connection, hex: Buffer.from(shown).toString("hex") });
    };
  }

  close(): void {
    this.#end("asked");
  }

  #end(why: "asked" | "full"): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#write(JSON.stringify({ atMs: this.#atMs(), way: "ended", why } satisfies TraceEvent));
    this.#parts.sink.close();
  }

  #atMs(): number {
    return Math.round((this.#parts.clock.monotonic() - this.#began) * 1_000) / 1_000;
  }

  #write(line: string): void {
    this.#left -= Buffer.byteLength(line) + 1;
    this.#parts.sink.line(line);
  }
}

function attempt(work: () => Uint8Array): Uint8Array | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
