import { createCanvas } from "@napi-rs/canvas";
import { columnsIn, columnsOf } from "../character-sets.ts";

/** One piece of paper between two cuts. */
export interface Paper {
  readonly id: string;
  /** Epoch ms of the cut. */
  readonly at: number;
  /** What can be read on it, a line each; `[QR …]` for a code, `[image 576×30]` for a picture. */
  readonly text: string;
  readonly qrCodes: readonly string[];
  /** PNG, in the order printed. */
  readonly images: readonly Buffer[];
}

export type Align = "left" | "center" | "right";

/** The paper that comes out: rows, pictures, codes; cuts make papers of them. */
export class PaperRoll {
  readonly papers: Paper[] = [];
  readonly #columns: number;
  #lines: string[] = [];
  #qrCodes: string[] = [];
  #images: Buffer[] = [];
  #count = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** What is printed but not cut off. */
  get uncut(): string {
    return this.#lines.join("\n");
  }

  row(text: string, align: Align, double: boolean): void {
    const columns = double ? Math.floor(this.#columns / 2) : this.#columns;
    for (const line of breakAtEdge(text, columns)) this.#lines.push(placed(line, columns, align));
  }

  feed(lines: number): void {
    for (let line = 0; line < lines; line++) this.#lines.push("");
  }

  qrCode(data: string): void {
    this.#qrCodes.push(data);
    this.#lines.push(`[QR ${data}]`);
  }

  image(widthBytes: number, height: number, bits: Uint8Array): void {
    this.#images.push(toPng(widthBytes, height, bits));
    this.#lines.push(`[image ${widthBytes * 8}×${height}]`);
  }

  cut(at: number): void {
    if (this.#lines.length === 0) return;
    this.#count += 1;
    this.papers.push({ id: `paper-${this.#count}`, at, text: this.#lines.join("\n"), qrCodes: this.#qrCodes, images: this.#images });
    this.#lines = [];
    this.#qrCodes = [];
    this.#images = [];
  }
}

// A printer breaks where the paper ends, in the middle of a word: that a driver counted columns wrongly is to be seen.
function breakAtEdge(text: string, columns: number): string[] {
  const lines = [""];
  let used = 0;
  for (const character of text) {
    if (used + columnsOf(character) > columns) {
      lines.push("");
      used = 0;
    }
    lines[lines.length - 1] += character;
    used += columnsOf(character);
  }
  return lines;
}

function placed(text: string, columns: number, align: Align): string {
  const free = Math.max(0, columns - columnsIn(text));
  const before = align === "left" ? 0 : align === "right" ? free : Math.floor(free / 2);
  return " ".repeat(before) + text;
}

function toPng(widthBytes: number, height: number, bits: Uint8Array): Buffer {
  const canvas = createCanvas(Math.max(1, widthBytes * 8), Math.max(1, height));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "#000";
  for (let at = 0; at < bits.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      if (((bits[at] ?? 0) & (0x80 >> bit)) !== 0) context.fillRect((at % widthBytes) * 8 + bit, Math.floor(at / widthBytes), 1, 1);
    }
  }
  return canvas.toBuffer("image/png");
}
