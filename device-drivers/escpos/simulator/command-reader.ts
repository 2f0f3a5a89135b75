/** One command as the printer's firmware takes it from its buffer. `args` are the bytes after the two of the name. */
export type Command =
  | { readonly kind: "text"; readonly bytes: Buffer }
  | { readonly kind: "line-feed" }
  | { readonly kind: "command"; readonly name: string; readonly args: Buffer };

const LEADS: Readonly<Record<number, string>> = { 16: "DLE", 27: "ESC", 28: "FS", 29: "GS" };

// Bytes that follow the two of the name, for commands of one length.
const FIXED: Readonly<Record<string, number>> = {
  "DLE \x04": 1,
  "DLE \x05": 1,
  "ESC \x06": 1,
  "ESC @": 0,
  "ESC 2": 0,
  "ESC L": 0,
  "ESC S": 0,
  "ESC i": 0,
  "ESC m": 0,
  "ESC c": 2,
  "ESC p": 3,
  "ESC $": 2,
  "ESC \\": 2,
  "ESC W": 8,
  "FS &": 0,
  "FS .": 0,
  "FS S": 2,
  "GS $": 2,
  "GS \\": 2,
  "GS L": 2,
  "GS W": 2,
  "GS P": 2,
};

/** How many bytes of arguments the command at the start of `bytes` has; undefined while that cannot be seen yet. */
function argumentLength(name: string, args: Buffer): number | undefined {
  const word = (at: number) => (args.length >= at + 2 ? args.readUInt16LE(at) : undefined);
  const plus = (head: number, body: number | undefined) => (body === undefined ? undefined : head + body);
  switch (name) {
    case "DLE \x14":
      return args.length < 1 ? undefined : args[0] === 8 ? 8 : 3;
    case "GS V":
      return args.length < 1 ? undefined : [65, 66].includes(args[0] ?? 0) ? 2 : 1;
    case "GS e":
      return args.length < 1 ? undefined : args[0] === 3 ? 2 : 1;
    case "GS (":
    case "FS (":
      return plus(3, word(1));
    case "GS 8":
      return args.length < 5 ? undefined : 5 + args.readUInt32LE(1);
    case "GS v": {
      const [wide, high] = [word(2), word(4)];
      return wide === undefined || high === undefined ? undefined : 6 + wide * high;
    }
    case "GS k":
      return barcodeLength(args);
    default:
      return FIXED[name] ?? 1;
  }
}

function barcodeLength(args: Buffer): number | undefined {
  const [type, count] = args;
  if (type === undefined || count === undefined) return undefined;
  if (type >= 65) return 2 + count;
  const nul = args.indexOf(0, 1);
  return nul < 0 ? undefined : nul + 1;
}

/** Takes the first whole command off `bytes`; undefined while there is none. */
export function readCommand(bytes: Buffer): { readonly command: Command; readonly length: number } | undefined {
  const first = bytes[0];
  if (first === undefined) return undefined;
  if (first === 0x0a) return { command: { kind: "line-feed" }, length: 1 };
  const lead = LEADS[first];
  if (lead) return readNamed(lead, bytes);
  let end = 0;
  while (end < bytes.length && (bytes[end] ?? 0) >= 0x20) end++;
  // Other control characters print nothing.
  const text = end === 0 ? Buffer.alloc(0) : bytes.subarray(0, end);
  return { command: { kind: "text", bytes: text }, length: Math.max(1, end) };
}

function readNamed(lead: string, bytes: Buffer): { readonly command: Command; readonly length: number } | undefined {
  if (bytes.length < 2) return undefined;
  const name = `${lead} ${String.fromCharCode(bytes[1] ?? 0)}`;
  const length = argumentLength(name, bytes.subarray(2));
  if (length === undefined || bytes.length < 2 + length) return undefined;
  return { command: { kind: "command", name, args: bytes.subarray(2, 2 + length) }, length: 2 + length };
}

/** A real-time command found in the raw stream, whatever it stands in. */
export interface RealTime {
  readonly name: "DLE EOT" | "DLE ENQ" | "DLE DC4";
  readonly n: number;
}

const CLEAR = Buffer.from([0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8]);

/** Looks at every byte before it enters the buffer, as firmware does: image data is no shelter. */
export class RealTimeScanner {
  #seen = Buffer.alloc(0);

  push(byte: number): RealTime | undefined {
    this.#seen = Buffer.concat([this.#seen, Buffer.of(byte)]).subarray(-CLEAR.length);
    if (this.#seen.equals(CLEAR)) return { name: "DLE DC4", n: 8 };
    const [dle, kind, n = 0] = this.#seen.subarray(-3);
    if (dle === 0x10 && kind === 0x04 && ((n >= 1 && n <= 4) || n === 20)) return { name: "DLE EOT", n };
    if (dle === 0x10 && kind === 0x05 && n <= 2) return { name: "DLE ENQ", n };
    return undefined;
  }
}
