import { createServer, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Clock } from "../../../base/clock.ts";
import type { CharacterSet } from "../character-sets.ts";
import { type Command, type RealTime, RealTimeScanner, readCommand } from "./command-reader.ts";
import { type Act, Firmware } from "./firmware.ts";
import { type Paper, PaperRoll } from "./paper-roll.ts";
import { answerByte, automaticBytes, type PrinterState, paperByte } from "./state-bytes.ts";

export type { Paper } from "./paper-roll.ts";

/** `silent`: hears nothing, does nothing. `mute`: prints, but its answers do not arrive. `offline`: switched to offline. */
export const RECEIPT_FAULTS = ["paper-low", "paper-out", "cover-open", "cutter-jam", "offline", "silent", "mute", "unplugged"] as const;
export type SimulatedFault = (typeof RECEIPT_FAULTS)[number];

export interface ReceiptSimulatorOptions {
  readonly clock: Clock;
  readonly columns?: number;
  readonly characters?: CharacterSet;
  /** Time for one row; 0 prints at once. */
  readonly rowMs?: number;
  /** Sends XOFF when so many bytes wait, XON when half of them are gone. */
  readonly bufferBytes?: number;
}

const NEAR_END_ROWS = 40;

/** A receipt printer that speaks ESC/POS over whatever it is attached to. Prints on where it stopped once it can again. */
export class ReceiptPrinterSimulator {
  readonly faults = new Set<SimulatedFault>();
  /** Rows left on the roll; at 0 it has run out, with whatever is in the middle of being printed. */
  rowsLeft = Number.POSITIVE_INFINITY;
  /** Papers drawn back because nobody took them (GS e 2). */
  retracted = 0;
  inPresenter = false;
  /** A test's own fault: is shown every command before it is obeyed; true means it has been dealt with. */
  intercept: ((command: Command) => boolean) | undefined;
  readonly #options: ReceiptSimulatorOptions;
  readonly #roll: PaperRoll;
  readonly #firmware: Firmware;
  readonly #lines = new Set<Duplex>();
  readonly #listeners: ((paper: Paper) => void)[] = [];
  #buffer = Buffer.alloc(0);
  #server: Server | undefined;
  #port = 0;
  #statusMask = 0;
  #lastStatus = "";
  #cutterError = false;
  #heldByXoff = false;
  #busy = false;

  constructor(options: ReceiptSimulatorOptions) {
    this.#options = options;
    this.#roll = new PaperRoll(options.columns ?? 48);
    this.#firmware = new Firmware(options.characters ?? "gb18030");
  }

  /** Everything cut off so far, oldest first. */
  get papers(): readonly Paper[] {
    return this.#roll.papers;
  }

  /** What hangs out of the printer, not cut. */
  get uncut(): string {
    return this.#roll.uncut;
  }

  get waitingBytes(): number {
    return this.#buffer.length;
  }

  onPaper(then: (paper: Paper) => void): void {
    this.#listeners.push(then);
  }

  async setFault(fault: SimulatedFault, on: boolean): Promise<void> {
    if (this.faults.has(fault) === on) return;
    if (on) this.faults.add(fault);
    else this.faults.delete(fault);
    if (fault === "cutter-jam" && !on) this.#cutterError = false;
    if (fault === "paper-out" && !on) this.rowsLeft = Number.POSITIVE_INFINITY;
    if (fault === "unplugged") {
      if (on) await this.#unplug();
      else if (this.#port) await this.listen(this.#port);
      return;
    }
    this.#changed();
    this.#pump();
  }

  takePaper(): void {
    this.inPresenter = false;
  }

  /** Power off and on in one moment: buffers and modes are gone, connections break, the paper stays as it is. */
  powerCut(): void {
    this.#buffer = Buffer.alloc(0);
    this.#firmware.reset();
    this.#statusMask = 0;
    this.#cutterError = false;
    for (const line of this.#lines) line.destroy();
    this.#lines.clear();
  }

  attach(line: Duplex): void {
    this.#lines.add(line);
    const scanner = new RealTimeScanner();
    line.on("data", (bytes: Buffer) => this.#receive(bytes, scanner, line));
    line.on("error", () => line.destroy());
    line.on("close", () => this.#lines.delete(line));
    line.on("end", () => line.end());
  }

  /** Answers the port. */
  async listen(port = 0, host = "127.0.0.1"): Promise<number> {
    const server = createServer((socket: Socket) => this.attach(socket.setNoDelay(true)));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
    const address = server.address();
    this.#port = typeof address === "object" && address ? address.port : port;
    return this.#port;
  }

  async close(): Promise<void> {
    await this.#unplug();
  }

  async #unplug(): Promise<void> {
    this.powerCut();
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  get #state(): PrinterState {
    const has = (fault: SimulatedFault) => this.faults.has(fault);
    const paper = has("paper-out") ? "out" : has("paper-low") || this.rowsLeft < NEAR_END_ROWS ? "low" : "full";
    const coverOpen = has("cover-open");
    return {
      coverOpen,
      cutterError: this.#cutterError,
      paper,
      offline: has("offline") || coverOpen || paper === "out" || this.#cutterError,
    };
  }

  #receive(bytes: Buffer, scanner: RealTimeScanner, line: Duplex): void {
    if (this.faults.has("silent")) return;
    let from = 0;
    for (const [at, byte] of bytes.entries()) {
      const found = scanner.push(byte);
      if (!found) continue;
      // What came before the command is in the buffer by now, what comes after it is not: a clear takes only the former.
      this.#buffer = Buffer.concat([this.#buffer, bytes.subarray(from, at + 1)]);
      from = at + 1;
      this.#realTime(found, line);
    }
    this.#buffer = Buffer.concat([this.#buffer, bytes.subarray(from)]);
    this.#pump();
    const limit = this.#options.bufferBytes;
    if (limit && this.#buffer.length >= limit && !this.#heldByXoff) {
      this.#heldByXoff = true;
      this.#send(Buffer.of(0x13));
    }
  }

  #realTime(found: RealTime, line: Duplex): void {
    switch (found.name) {
      case "DLE EOT":
        this.#send(Buffer.of(answerByte(found.n, this.#state)), line);
        return;
      case "DLE ENQ":
        // Only an error is recovered from; a printer out of paper keeps its data and prints on later.
        if (found.n !== 2 || !this.#cutterError) return;
        this.#buffer = Buffer.alloc(0);
        this.#cutterError = false;
        this.#changed();
        return;
      case "DLE DC4":
        this.#buffer = Buffer.alloc(0);
        this.#firmware.dropRow();
        this.#send(Buffer.from([0x37, 0x25, 0x00]), line);
        return;
    }
  }

  #pump(): void {
    while (!this.#busy && !this.#state.offline && !this.faults.has("silent")) {
      const next = readCommand(this.#buffer);
      if (!next) break;
      const act = this.intercept?.(next.command) ? undefined : this.#firmware.take(next.command);
      this.#buffer = this.#buffer.subarray(next.length);
      if (act) this.#perform(act);
    }
    const limit = this.#options.bufferBytes;
    if (limit && this.#heldByXoff && this.#buffer.length <= limit / 2) {
      this.#heldByXoff = false;
      this.#send(Buffer.of(0x11));
    }
  }

  #perform(act: Act): void {
    switch (act.act) {
      case "none":
        return;
      case "row":
        act.put(this.#roll);
        this.#rowDone();
        return;
      case "cut":
        this.#cut();
        return;
      case "present":
        this.inPresenter = true;
        return;
      case "retract":
        if (this.inPresenter) this.retracted += 1;
        this.inPresenter = false;
        return;
      case "reply":
        this.#send(act.bytes);
        return;
      case "paper-status":
        this.#send(Buffer.of(paperByte(this.#state)));
        return;
      case "automatic-status":
        this.#statusMask = act.mask;
        this.#lastStatus = "";
        this.#changed();
    }
  }

  #rowDone(): void {
    this.rowsLeft -= 1;
    if (this.rowsLeft <= 0) this.faults.add("paper-out");
    this.#changed();
    const rowMs = this.#options.rowMs ?? 0;
    if (rowMs === 0) return;
    this.#busy = true;
    this.#options.clock.after(rowMs, () => {
      this.#busy = false;
      this.#pump();
    });
  }

  #cut(): void {
    if (this.faults.has("cutter-jam")) {
      this.#cutterError = true;
      this.#changed();
      return;
    }
    const before = this.papers.length;
    this.#roll.cut(this.#options.clock.now());
    const paper = this.papers[before];
    if (paper) for (const listener of this.#listeners) listener(paper);
  }

  /** Automatic status: four bytes whenever they differ from the last ones. */
  #changed(): void {
    if (this.#statusMask === 0) return;
    const bytes = automaticBytes(this.#state);
    if (bytes.toString("hex") === this.#lastStatus) return;
    this.#lastStatus = bytes.toString("hex");
    this.#send(bytes);
  }

  #send(bytes: Buffer, only?: Duplex): void {
    if (this.faults.has("silent") || this.faults.has("mute")) return;
    for (const line of only ? [only] : this.#lines) if (line.writable) line.write(bytes);
  }
}
