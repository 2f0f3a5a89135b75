import { createServer } from "node:net";
import type { Duplex } from "node:stream";
import iconv from "iconv-lite";
import { type Clock, every, pause, type Timer } from "../../base/clock.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { HidFarEnd } from "../transport/hid-simulator.ts";
import { decodeCommand, encodeReports, REPORT_BYTES, type ReportLayout } from "./hid-report.ts";
import type { ScannerProfile } from "./profiles.ts";

/** A code that lies before the window. */
export interface ShownCode {
  readonly aim: string;
  readonly text: string;
  /** How the code's maker wrote the text; UTF-8 unless said otherwise. */
  readonly charset?: "utf8" | "gb18030";
  /** Instead of the text: any bytes. */
  readonly bytes?: Uint8Array;
}

/** What is wrong with the scanner until it is repaired. */
export type ScannerFault = "none" | "silent" | "garbage" | "slow" | "endless" | "wrong-answer";

/** How this unit was set up, and how its line behaves. */
export interface ScannerHabits {
  readonly suffix: string;
  readonly sendsAim: boolean;
  /** A code leaves in so many pieces. */
  readonly fragments: number;
  readonly fragmentGapMs: number;
  /** The same code is sent again so often while it lies there. */
  readonly repeatMs: number | null;
}

/** One connection of a host's. */
interface Line {
  write(bytes: Buffer): void;
  end(): void;
}

type Wire = { readonly kind: "serial" } | { readonly kind: "hid"; readonly layout: ReportLayout };
type Commands = Pick<ScannerProfile, "trigger" | "acknowledgement" | "inquiry">;

/** From seeing a code to having read it. */
const DECODE_MS = 100;
const SLOW_GAP_MS = 60;
const ENDLESS_EVERY_MS = 20;
const ENDLESS_BYTES = 400;
const HABITS: ScannerHabits = { suffix: "\r", sendsAim: true, fragments: 2, fragmentGapMs: 10, repeatMs: null };
/** As from a wrong baud rate: neither CR nor LF, nor text in UTF-8 or GB 18030. As long as a report. */
const GARBAGE = Buffer.alloc(REPORT_BYTES, Buffer.from([0xff, 0xfe, 0x80, 0x9c]));

/** A code scanner on the wire, serial or HID POS; can be told to fail. */
export class ScannerSimulator {
  fault: ScannerFault = "none";
  readonly #clock: Clock;
  readonly #commands: Commands;
  readonly #wire: Wire;
  readonly #habits: ScannerHabits;
  readonly #lines = new Set<Line>();
  readonly #onTrigger: (() => void)[] = [];
  readonly #onFragment: (() => void)[] = [];
  readonly #onInquiry: (() => void)[] = [];
  #shown: ShownCode | undefined;
  #isLooking: boolean;
  #silentUntil = Number.NEGATIVE_INFINITY;
  #again: Timer | undefined;

  constructor(clock: Clock, commands: Commands, habits: Partial<ScannerHabits> = {}, wire: Wire = { kind: "serial" }) {
    this.#clock = clock;
    this.#commands = commands;
    this.#habits = { ...HABITS, ...habits };
    this.#wire = wire;
    this.#isLooking = commands.trigger.is === null;
  }

  get isLooking(): boolean {
    return this.#isLooking;
  }

  /** Lays a code before the window; it is read at once, or when the scanner is next told to look. */
  show(code: ShownCode): void {
    this.#shown = code;
    this.#look();
    const { repeatMs } = this.#habits;
    if (repeatMs !== null) this.#again ??= every(this.#clock, repeatMs, () => this.#look());
  }

  takeAway(): void {
    this.#shown = undefined;
    this.#again?.cancel();
    this.#again = undefined;
  }

  /** Sends several codes without a pause, as when a sheet of them is swept past. */
  burst(codes: readonly ShownCode[]): void {
    this.#put(Buffer.concat(codes.map((code) => this.#payload(code))));
  }

  /** Puts bytes on the line as they are. */
  say(bytes: Uint8Array): void {
    this.#put(Buffer.from(bytes));
  }

  /** Forgets that it was looking, and says and hears nothing for a while. */
  reboot(silentMs: number): void {
    this.#isLooking = this.#commands.trigger.is === null;
    this.#silentUntil = this.#clock.monotonic() + silentMs;
  }

  onTrigger(then: () => void): void {
    this.#onTrigger.push(then);
  }

  /** Called when it is asked whether it is there, before it answers or does not. */
  onInquiry(then: () => void): void {
    this.#onInquiry.push(then);
  }

  /** Called after each piece of a code but the last. */
  onFragment(then: () => void): void {
    this.#onFragment.push(then);
  }

  attach(stream: Duplex): void {
    const gone = this.#join({ write: (bytes) => void stream.write(bytes), end: () => void stream.destroy() });
    stream.on("data", (bytes: Buffer) => this.#hear(bytes));
    // A line that breaks is an ordinary event of a simulated day; `close` follows and is what counts.
    stream.on("error", gone);
    stream.on("close", gone);
  }

  attachHid(end: HidFarEnd, layout: ReportLayout): void {
    end.onClose(this.#join({ write: (report) => end.send(report), end: () => undefined }));
    end.onReport((report) => this.#hear(decodeCommand(report, layout)));
  }

  /** On TCP, for a pty of socat's. */
  async listen(port: number): Promise<{ port: number; close(): Promise<void> }> {
    const server = createServer((socket) => this.attach(socket.setNoDelay(true)));
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
    const address = server.address();
    return {
      port: typeof address === "object" && address ? address.port : port,
      close: async () => {
        for (const line of this.#lines) line.end();
        await new Promise<void>((resolve) => server.close(() => resolve()));
      },
    };
  }

  #partOfEndless(): Buffer {
    const data = Buffer.alloc(ENDLESS_BYTES, "7");
    // The first report of a long code: its flag says that more follows.
    return this.#wire.kind === "hid" ? (encodeReports({ aim: "Q1", data }, this.#wire.layout)[0] ?? data) : data;
  }

  #join(line: Line): () => void {
    this.#lines.add(line);
    const flood = every(this.#clock, ENDLESS_EVERY_MS, () => {
      if (this.fault === "endless") this.#put(this.#partOfEndless());
    });
    return () => {
      flood.cancel();
      this.#lines.delete(line);
    };
  }

  get #isDumb(): boolean {
    return this.fault === "silent" || this.#clock.monotonic() < this.#silentUntil;
  }

  // Commands are written whole and never back to back; pipes keep them so, and a tty of one short write does too.
  #hear(bytes: Buffer): void {
    const { trigger, inquiry, acknowledgement } = this.#commands;
    const isInquiry = inquiry.is !== null && bytes.equals(Buffer.from(inquiry.is.ask));
    if (isInquiry) for (const listener of this.#onInquiry) listener();
    if (this.#isDumb) return;
    if (inquiry.is && isInquiry) this.#put(this.#answer(inquiry.is.answerHas));
    if (!trigger.is) return;
    if (bytes.equals(Buffer.from(trigger.is.off))) this.#isLooking = false;
    if (!bytes.equals(Buffer.from(trigger.is.on))) return;
    this.#isLooking = true;
    if (acknowledgement.is.length > 0 && this.fault === "none") this.#put(Buffer.from(acknowledgement.is));
    for (const listener of this.#onTrigger) listener();
    this.#look();
  }

  #answer(answerHas: readonly number[]): Buffer {
    switch (this.fault) {
      case "none":
      case "slow":
      case "endless":
        return Buffer.from([0x02, 0x01, ...answerHas, 0x06, 0x3b, 0x03]);
      case "garbage":
        return GARBAGE;
      case "wrong-answer":
        return Buffer.from("\x02\x010000@ZZZ\x15;\x03", "latin1");
      case "silent":
        return Buffer.alloc(0);
      default:
        return unreachable(this.fault);
    }
  }

  #look(): void {
    this.#clock.after(DECODE_MS, () => {
      if (!this.#isLooking || !this.#shown || this.#isDumb) return;
      if (this.#commands.trigger.is) this.#isLooking = false;
      void this.#send(this.#shown);
    });
  }

  async #send(code: ShownCode): Promise<void> {
    const pieces = this.#pieces(code);
    for (const [index, piece] of pieces.entries()) {
      if (this.#isDumb) return;
      this.#put(this.fault === "garbage" ? GARBAGE : piece);
      if (index === pieces.length - 1) return;
      for (const listener of this.#onFragment) listener();
      await pause(this.#clock, this.fault === "slow" ? SLOW_GAP_MS : this.#habits.fragmentGapMs);
    }
  }

  #pieces(code: ShownCode): readonly Buffer[] {
    if (this.#wire.kind === "hid") return this.#reports(code, this.#wire.layout);
    const payload = this.#payload(code);
    const count = this.fault === "slow" ? payload.length : Math.min(this.#habits.fragments, payload.length);
    const size = Math.ceil(payload.length / count);
    return Array.from({ length: Math.ceil(payload.length / size) }, (_, index) => payload.subarray(index * size, (index + 1) * size));
  }

  #reports(code: ShownCode, layout: ReportLayout): readonly Buffer[] {
    if (layout === "aim-field") return encodeReports({ aim: this.#sendsAim ? code.aim : null, data: content(code) }, layout);
    return encodeReports({ aim: null, data: Buffer.concat([this.#prefix(code), content(code)]) }, layout);
  }

  #payload(code: ShownCode): Buffer {
    return Buffer.concat([this.#prefix(code), content(code), Buffer.from(this.#habits.suffix, "latin1")]);
  }

  get #sendsAim(): boolean {
    return this.#habits.sendsAim && this.fault !== "wrong-answer";
  }

  #prefix(code: ShownCode): Buffer {
    return Buffer.from(this.#sendsAim ? `]${code.aim}` : "", "latin1");
  }

  #put(bytes: Buffer): void {
    for (const line of this.#lines) line.write(bytes);
  }
}

function content(code: ShownCode): Buffer {
  return code.bytes ? Buffer.from(code.bytes) : iconv.encode(code.text, code.charset ?? "utf8");
}
