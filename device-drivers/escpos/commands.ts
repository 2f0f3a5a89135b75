/** ESC/POS commands this driver sends, as bytes. Numbers are those of the manuals; units are in the names. */
const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;
const DLE = 0x10;

export const LINE_FEED = Buffer.from([0x0a]);

/** ESC @: buffer and modes as after power on. Also switches automatic status off. */
export const INITIALISE = Buffer.from([ESC, 0x40]);

/** ESC R 0: some units are set to the Chinese ISO-646 set, in which `$` prints as `¥`. */
export const PLAIN_ASCII = Buffer.from([ESC, 0x52, 0]);

/** FS &: bytes from 81 up are Chinese characters. */
export const CHINESE_MODE = Buffer.from([FS, 0x26]);

/** DLE EOT 1–4: answered at once, even when the printer is busy or offline. */
export type StatusQuestion = 1 | 2 | 3 | 4;
/** DLE EOT 20: the full status of Custom, six bytes. */
export const FULL_STATUS_QUESTION = 20;
export const askStatus = (n: StatusQuestion | typeof FULL_STATUS_QUESTION) => Buffer.from([DLE, 0x04, n]);

/** DLE ENQ 2: leaves a recoverable error (cutter) and throws the buffers away. */
export const RECOVER_AND_CLEAR = Buffer.from([DLE, 0x05, 0x02]);

/** DLE DC4 8: throws receive and print buffer away in any state; answered by `37 25 00`. The seven bytes are fixed. */
export const CLEAR_BUFFERS = Buffer.from([DLE, 0x14, 8, 1, 3, 20, 1, 6, 2, 8]);

/** GS a: four status bytes now and at every change of online state, errors and paper (bits 1–3). */
export const AUTOMATIC_STATUS = Buffer.from([GS, 0x61, 0x0e]);

/** GS E0 (Custom): head, mask and the bytes of the full status at every change; bits 0–3 are its four bytes. */
export const AUTOMATIC_FULL_STATUS = Buffer.from([GS, 0xe0, 0x0f]);

/** GS r 1: paper sensor status, executed in its place among the data. */
export const BUFFERED_PAPER_STATUS = Buffer.from([GS, 0x72, 1]);

const ALIGN = { left: 0, center: 1, right: 2 } as const;
export type Align = keyof typeof ALIGN;
export const align = (where: Align) => Buffer.from([ESC, 0x61, ALIGN[where]]);
export const bold = (on: boolean) => Buffer.from([ESC, 0x45, on ? 1 : 0]);
/** GS !: width and height doubled, for ASCII and, on most units, Chinese. */
export const doubleSize = (on: boolean) => Buffer.from([GS, 0x21, on ? 0x11 : 0]);
/** FS W: Chinese characters doubled both ways; where GS ! covers them too, the last one sent counts. */
export const doubleChinese = (on: boolean) => Buffer.from([FS, 0x57, on ? 1 : 0]);
export const feedLines = (lines: number) => Buffer.from([ESC, 0x64, Math.min(255, Math.max(0, lines))]);

/** GS V 66 n: feeds to the cutter plus `n` dots, cuts all but one point. */
export const FEED_AND_CUT = Buffer.from([GS, 0x56, 66, 0]);

/** GS ( H 48: answered by `37 22 d1–d4 00` once the data before it is on paper. `id` is four printable ASCII characters. */
export function askProcessId(id: string): Buffer {
  return Buffer.concat([Buffer.from([GS, 0x28, 0x48, 6, 0, 48, 48]), Buffer.from(id, "latin1")]);
}

/** GS ( k, functions 65, 67, 69, 80, 81: model 2, module size in dots, error correction M, data, print. */
export function qrCode(ascii: string, moduleDots: number): Buffer {
  const data = Buffer.from(ascii, "latin1");
  const length = data.length + 3;
  return Buffer.concat([
    Buffer.from([GS, 0x28, 0x6b, 4, 0, 49, 65, 50, 0]),
    Buffer.from([GS, 0x28, 0x6b, 3, 0, 49, 67, moduleDots]),
    Buffer.from([GS, 0x28, 0x6b, 3, 0, 49, 69, 49]),
    Buffer.from([GS, 0x28, 0x6b, length & 0xff, length >> 8, 49, 80, 48]),
    data,
    Buffer.from([GS, 0x28, 0x6b, 3, 0, 49, 81, 48]),
  ]);
}

/** One bit a dot, rows padded to bytes, 1 is black. */
export interface Bitmap {
  readonly widthBytes: number;
  readonly height: number;
  readonly bits: Uint8Array;
}

/** GS v 0: the image as it is, from the left edge. */
export function rasterImage(image: Bitmap): Buffer {
  const { widthBytes: w, height: h } = image;
  return Buffer.concat([Buffer.from([GS, 0x76, 0x30, 0, w & 0xff, w >> 8, h & 0xff, h >> 8]), withoutRealTimeCommands(image.bits)]);
}

// Printers look for real-time commands in the raw stream, image data included: a row holding `10 14 08 …` would clear the
// buffer in the middle of a receipt. One more dot (10 → 18) is not seen by anybody and ends the sequence.
function withoutRealTimeCommands(bits: Uint8Array): Buffer {
  const safe = Buffer.from(bits);
  for (let at = 0; at + 1 < safe.length; at++) {
    const next = safe[at + 1];
    if (safe[at] === DLE && (next === 0x04 || next === 0x05 || next === 0x14)) safe[at] = 0x18;
  }
  return safe;
}
