import { unreachable } from "../../../base/unreachable.ts";
import { type CharacterSet, prints } from "../character-sets.ts";
import type { Command } from "./command-reader.ts";
import type { Align, PaperRoll } from "./paper-roll.ts";

/** What the printer's mechanism must do for a command; the printer decides whether it can. */
export type Act =
  | { readonly act: "none" }
  | { readonly act: "row"; readonly put: (roll: PaperRoll) => void }
  | { readonly act: "cut" }
  | { readonly act: "present"; readonly holds: boolean }
  | { readonly act: "retract" }
  | { readonly act: "reply"; readonly bytes: Buffer }
  | { readonly act: "paper-status" }
  | { readonly act: "automatic-status"; readonly mask: number; readonly form: "four bytes" | "full" };

const NOTHING: Act = { act: "none" };
/** GS e by its first argument: held out, or let go of. */
const EJECTOR: Readonly<Record<number, Act>> = {
  2: { act: "retract" },
  3: { act: "present", holds: true },
  5: { act: "present", holds: false },
};
const ALIGNS: readonly Align[] = ["left", "center", "right"];
const GB18030 = new TextDecoder("gb18030");

/** The modes that commands set, and what each command means in them. Knows nothing of lines, paper ends or clocks. */
export class Firmware {
  readonly #characters: CharacterSet;
  #line: Buffer[] = [];
  #align: Align = "left";
  #double = false;
  #chinese = true;
  #qr = "";

  constructor(characters: CharacterSet) {
    this.#characters = characters;
  }

  /** ESC @, and power on. */
  reset(): void {
    this.#line = [];
    this.#align = "left";
    this.#double = false;
    this.#chinese = true;
    this.#qr = "";
  }

  /** Buffers cleared: the row that is being put together goes, the modes stay. */
  dropRow(): void {
    this.#line = [];
  }

  take(command: Command): Act {
    switch (command.kind) {
      case "text":
        this.#line.push(Buffer.from(command.bytes));
        return NOTHING;
      case "line-feed":
        return this.#endRow();
      case "command":
        return this.#obey(command.name, command.args);
      default:
        return unreachable(command);
    }
  }

  #endRow(): Act {
    const text = this.#decode(Buffer.concat(this.#line));
    const [align, double] = [this.#align, this.#double];
    this.#line = [];
    return { act: "row", put: (roll) => roll.row(text, align, double) };
  }

  #obey(name: string, args: Buffer): Act {
    const [n = 0] = args;
    switch (name) {
      case "ESC @":
        this.reset();
        return { act: "automatic-status", mask: 0, form: "four bytes" };
      case "ESC a":
        this.#align = ALIGNS[n % 48] ?? "left";
        return NOTHING;
      case "GS !":
        this.#double = n !== 0;
        return NOTHING;
      case "FS &":
      case "FS .":
        this.#chinese = name === "FS &";
        return NOTHING;
      case "ESC d":
        return { act: "row", put: (roll) => roll.feed(n) };
      case "GS v":
        return imageRow(args);
      case "GS (":
        return this.#extended(args);
      case "GS V":
      case "ESC i":
      case "ESC m":
        return { act: "cut" };
      case "GS e":
        return EJECTOR[n] ?? NOTHING;
      case "GS a":
        return { act: "automatic-status", mask: n, form: "four bytes" };
      case "GS \xe0":
        return { act: "automatic-status", mask: n, form: "full" };
      case "GS r":
        return { act: "paper-status" };
      case "GS I":
        return { act: "reply", bytes: identity(n) };
      default:
        return NOTHING;
    }
  }

  /** GS ( k: codes; GS ( H: process ID. */
  #extended(args: Buffer): Act {
    const [kind, , , first, fn] = args;
    if (kind === 0x48 && fn === 48) {
      return { act: "reply", bytes: Buffer.concat([Buffer.from([0x37, 0x22]), args.subarray(5, 9), Buffer.of(0)]) };
    }
    if (kind !== 0x6b || first !== 49) return NOTHING;
    if (fn === 80) this.#qr = args.subarray(6).toString("latin1");
    const data = this.#qr;
    return fn === 81 ? { act: "row", put: (roll) => roll.qrCode(data) } : NOTHING;
  }

  #decode(bytes: Buffer): string {
    if (!this.#chinese) return bytes.toString("latin1");
    // A code without a glyph prints as an empty box, as on the real thing.
    return [...GB18030.decode(bytes)].map((character) => (prints(this.#characters, character) ? character : "□")).join("");
  }
}

function imageRow(args: Buffer): Act {
  const bits = Buffer.from(args.subarray(6));
  const [widthBytes, height] = [args.readUInt16LE(2), args.readUInt16LE(4)];
  return { act: "row", put: (roll) => roll.image(widthBytes, height, bits) };
}

function identity(n: number): Buffer {
  const block = (text: string) => Buffer.from(`_${text}\0`, "latin1");
  if (n === 65) return block("1.00");
  if (n === 66) return block("ZIZHU");
  if (n === 67) return block("SIMULATOR-80");
  if (n === 68) return block("000001");
  return Buffer.of(0x02);
}
