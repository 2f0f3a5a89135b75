import type { Duplex } from "node:stream";
import type { Clock } from "../../../base/clock.ts";
import { unreachable } from "../../../base/unreachable.ts";
import type { CharacterSet } from "../character-sets.ts";
import type { PrinterProfile } from "../profile.ts";
import { type Command, type RealTime, RealTimeScanner } from "./command-reader.ts";
import { Connections } from "./connections.ts";
import { type Act, Firmware } from "./firmware.ts";
import { Output } from "./output.ts";
import { type Paper, PaperRoll } from "./paper-roll.ts";
import { type BufferParts, ReceiveBuffer } from "./receive-buffer.ts";
import { type PrinterState, paperByte } from "./state-bytes.ts";
import { StatusSpeaker } from "./status-speaker.ts";

export type { Paper } from "./paper-roll.ts";

/** `silent`: hears nothing, does nothing. `mute`: prints, but its answers do not arrive. `offline`: switched to offline. */
export const RECEIPT_FAULTS = ["paper-low", "paper-out", "cover-open", "cutter-jam", "offline", "silent", "mute", "unplugged"] as const;
export type SimulatedFault = (typeof RECEIPT_FAULTS)[number];

export interface ReceiptSimulatorOptions {
  readonly clock: Clock;
  readonly columns?: number;
  readonly characters?: CharacterSet;
  /** The unit has what this profile says and nothing more; without it, all of Epson's. */
  readonly unit?: PrinterProfile;
  /** Time for one row; 0 prints at once. */
  readonly rowMs?: number;
  /** So many bytes wait at most; see `flow`. */
  readonly bufferBytes?: number;
  readonly flow?: BufferParts["flow"];
  /** Takes bytes off its line no faster than this. */
  readonly baud?: number;
}

const NEAR_END_ROWS = 40;

/** A receipt printer that speaks ESC/POS over whatever it is attached to. Prints on where it stopped once it can again. */
export class ReceiptPrinterSimulator {
  readonly faults = new Set<SimulatedFault>();
  /** Rows left on the roll; at 0 it has run out, with whatever is in the middle of being printed. */
  rowsLeft = Number.POSITIVE_INFINITY;
  rowMs: number;
  readonly output = new Output();
  readonly buffer: ReceiveBuffer;
  /** A test's own fault: is shown every command before it is obeyed; true means it has been dealt with. */
  intercept: ((command: Command) => boolean) | undefined;
  /** A test's own fault: what leaves instead of these bytes. */
  mangle: ((bytes: Buffer) => Buffer) | undefined;
  /** A test's eyes on the wire: bytes as they are taken in. */
  onReceived: ((bytes: Buffer) => void) | undefined;
  readonly #options: ReceiptSimulatorOptions;
  readonly #roll: PaperRoll;
  readonly #firmware: Firmware;
  readonly #connections: Connections;
  readonly #listeners: ((paper: Paper) => void)[] = [];
  readonly #speaker: StatusSpeaker;
  #cutterError = false;
  #jammed = false;
  #isOff = false;
  #busy = false;

  constructor(options: ReceiptSimulatorOptions) {
    this.#options = options;
    this.rowMs = options.rowMs ?? 0;
    this.#roll = new PaperRoll(options.columns ?? 48);
    this.#firmware = new Firmware(options.characters ?? options.unit?.characters.is ?? "gb18030");
    const { bufferBytes: limit, flow = "xon-xoff" } = options;
    this.buffer = new ReceiveBuffer({ limit, flow, say: (byte) => this.#send(Buffer.of(byte)) });
    this.#speaker = new StatusSpeaker(options.unit, (bytes) => this.#send(bytes));
    this.#connections = new Connections({
      ...{ clock: options.clock, baud: options.baud ?? 0 },
      onLine: (line) => {
        const scanner = new RealTimeScanner();
        return (bytes) => this.#receive(bytes, scanner, line);
      },
    });
  }

  /** Everything cut off so far, oldest first. */
  get papers(): readonly Paper[] {
    return this.#roll.papers;
  }

  /** What hangs out of the printer, not cut. */
  get uncut(): string {
    return this.#roll.uncut;
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
      if (on) await this.close();
      else await this.#connections.listenAgain();
      return;
    }
    this.#changed();
    this.#pump();
  }

  /** Paper crumples inside; taking it out lets the printer go on where it stopped. */
  jam(on: boolean): void {
    this.#jammed = on;
    this.#changed();
    this.#pump();
  }

  takePaper(): void {
    this.output.holds = false;
    this.#changed();
  }

  /** Power off and on in one moment: buffers and modes are gone, connections break, the paper stays as it is. */
  powerCut(): void {
    this.restart();
    this.#connections.break();
  }

  /** The same on a serial line, which stays as it is: nobody is told, except that the buffer has room again. */
  restart(): void {
    this.powerOff();
    this.powerOn();
    this.buffer.relieve();
  }

  powerOff(): void {
    this.#isOff = true;
    this.buffer.drop();
    this.#firmware.reset();
    this.#speaker.reset();
    this.#cutterError = false;
  }

  powerOn(): void {
    this.#isOff = false;
  }

  /** Bytes that nobody asked for. */
  babble(bytes: Buffer): void {
    this.#send(bytes);
  }

  attach(line: Duplex): void {
    this.#connections.attach(line);
  }

  /** Answers the port. */
  listen(port = 0, host = "127.0.0.1"): Promise<number> {
    return this.#connections.listen(port, host);
  }

  async close(): Promise<void> {
    this.powerCut();
    await this.#connections.close();
  }

  get #state(): PrinterState {
    const has = (fault: SimulatedFault) => this.faults.has(fault);
    const paper = has("paper-out") ? "out" : has("paper-low") || this.rowsLeft < NEAR_END_ROWS ? "low" : "full";
    const coverOpen = has("cover-open");
    return {
      ...{ coverOpen, paper, cutterError: this.#cutterError, jammed: this.#jammed, inPresenter: this.output.holds },
      offline: has("offline") || coverOpen || paper === "out" || this.#cutterError || this.#jammed,
    };
  }

  #receive(bytes: Buffer, scanner: RealTimeScanner, line: Duplex): void {
    if (this.faults.has("silent") || this.#isOff) return;
    let from = 0;
    for (const [at, byte] of bytes.entries()) {
      const found = scanner.push(byte);
      if (!found) continue;
      // What came before the command is in the buffer by now, what comes after it is not: a clear takes only the former.
      this.buffer.put(bytes.subarray(from, at + 1));
      from = at + 1;
      this.#realTime(found, line);
    }
    this.buffer.put(bytes.subarray(from));
    this.onReceived?.(bytes);
    this.#pump();
  }

  #realTime(found: RealTime, line: Duplex): void {
    const { unit } = this.#options;
    switch (found.name) {
      case "DLE EOT":
        this.#send(this.#speaker.answer(found.n, this.#state), line);
        return;
      case "DLE ENQ":
        // Only an error is recovered from; a printer out of paper keeps its data and prints on later.
        if (found.n !== 2 || !(this.#cutterError || this.#jammed)) return;
        this.buffer.drop();
        this.#cutterError = false;
        this.#changed();
        return;
      case "DLE DC4":
        if (unit && unit.clears.is !== "always") return;
        this.buffer.drop();
        this.#firmware.dropRow();
        this.#send(Buffer.from([0x37, 0x25, 0x00]), line);
        return;
      default:
        unreachable(found.name);
    }
  }

  #pump(): void {
    while (!this.#busy && !this.#state.offline && !this.faults.has("silent") && !this.#isOff) {
      const next = this.buffer.next();
      if (!next) break;
      const act = this.intercept?.(next.command) ? undefined : this.#firmware.take(next.command);
      this.buffer.drop(next.length);
      if (act) this.#perform(act);
    }
    this.buffer.relieve();
  }

  #perform(act: Act): void {
    const { unit } = this.#options;
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
        this.#present(act.holds);
        return;
      case "retract":
        this.output.retract();
        this.#changed();
        return;
      case "reply":
        // Only the units that have it know GS ( H.
        if (act.bytes[0] !== 0x37 || !unit || unit.proof.is === "process-id") this.#send(act.bytes);
        return;
      case "paper-status":
        this.#send(Buffer.of(paperByte(this.#state)));
        return;
      case "automatic-status":
        this.#speaker.report(act.mask, act.form, this.#state);
        return;
      default:
        unreachable(act);
    }
  }

  #rowDone(): void {
    this.rowsLeft -= 1;
    if (this.rowsLeft <= 0) this.faults.add("paper-out");
    this.#changed();
    if (this.rowMs === 0) return;
    this.#busy = true;
    this.#options.clock.after(this.rowMs, () => {
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
    if (!paper) return;
    for (const listener of this.#listeners) listener(paper);
    const presenter = this.#options.unit?.presenter.is ?? "none";
    if (presenter !== "none" && presenter.present === "") this.#present(true);
  }

  #present(isHeld: boolean): void {
    this.output.present(isHeld && this.papers.length > 0);
    this.#changed();
  }

  #changed(): void {
    this.#speaker.changed(this.#state);
  }

  #send(bytes: Buffer, only?: Duplex): void {
    if (this.faults.has("silent") || this.faults.has("mute") || this.#isOff) return;
    this.#connections.send(this.mangle?.(bytes) ?? bytes, only);
  }
}
