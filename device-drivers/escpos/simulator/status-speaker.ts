import type { PrinterProfile } from "../profile.ts";
import { answerByte, automaticBytes, fullStatusBytes, type PrinterState } from "./state-bytes.ts";

/** What a simulated unit says of its state: asked, or by itself at every change. */
export class StatusSpeaker {
  readonly #unit: PrinterProfile | undefined;
  readonly #send: (bytes: Buffer) => void;
  /** What is sent by itself; undefined while nothing is. */
  #automatic: ((state: PrinterState) => Buffer) | undefined;
  #last = "";

  constructor(unit: PrinterProfile | undefined, send: (bytes: Buffer) => void) {
    this.#unit = unit;
    this.#send = send;
  }

  /** The answer to DLE EOT `n`; nothing for a question that this unit does not know. */
  answer(n: number, state: PrinterState): Buffer {
    const presenter = this.#unit?.presenter.is ?? "none";
    if (n !== 20) return Buffer.of(answerByte(n, state, presenter === "none" ? undefined : presenter.sensor));
    return this.#knowsFullStatus ? fullStatusBytes(state) : Buffer.alloc(0);
  }

  /** GS a, GS E0: from now on by itself, and once at once; mask 0 ends it. */
  report(mask: number, form: "four bytes" | "full", state: PrinterState): void {
    if (form === "full" && !this.#knowsFullStatus) return;
    this.#automatic = mask === 0 ? undefined : form === "full" ? fullStatusBytes : automaticBytes;
    this.#last = "";
    this.changed(state);
  }

  changed(state: PrinterState): void {
    const bytes = this.#automatic?.(state);
    if (!bytes || bytes.toString("hex") === this.#last) return;
    this.#last = bytes.toString("hex");
    this.#send(bytes);
  }

  /** Power was lost: nothing by itself any more. */
  reset(): void {
    this.#automatic = undefined;
  }

  get #knowsFullStatus(): boolean {
    return this.#unit?.status.is === "DLE EOT 20";
  }
}
