export interface Size {
  readonly width: number;
  readonly height: number;
}

const SOS = 0xda;
const EOI = 0xd9;
/** DHT, JPG and DAC share the frame headers' range and are none (ITU-T T.81 table B.1). */
const NO_FRAME = [0xc4, 0xc8, 0xcc];

/** The size in the frame header of a JPEG; undefined where there is none before the picture data. */
export function jpegSize(jpeg: Buffer): Size | undefined {
  for (let at = 2; at + 4 <= jpeg.length; ) {
    const marker = jpeg[at + 1] ?? 0;
    if (jpeg[at] !== 0xff || marker === SOS || marker === EOI) return undefined;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.includes(marker)) {
      return at + 9 <= jpeg.length ? { height: jpeg.readUInt16BE(at + 5), width: jpeg.readUInt16BE(at + 7) } : undefined;
    }
    const bare = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += bare ? 2 : 2 + jpeg.readUInt16BE(at + 2);
  }
  return undefined;
}
