const WIDTH = 102;
const HEIGHT = 126;
/** Rows of 102 × 3 bytes are padded to 308. */
export const PHOTO_BMP_BYTES = 54 + 308 * HEIGHT;
/** A service may enlarge the picture; a JPEG of a face this small has a tenth of it. */
export const MAX_PHOTO_BYTES = 256 * 1024;

/** A 24-bit BMP of 102 × 126; rows may run from the bottom (positive height) or the top. */
export function isCardPhoto(bmp: Buffer): boolean {
  return (
    bmp.length === PHOTO_BMP_BYTES &&
    bmp.toString("latin1", 0, 2) === "BM" &&
    bmp.readInt32LE(18) === WIDTH &&
    Math.abs(bmp.readInt32LE(22)) === HEIGHT &&
    bmp.readUInt16LE(28) === 24
  );
}

/** A JPEG from its first marker to its last. What lies between is for whoever shows it. */
export function isJpeg(bytes: Buffer): boolean {
  const starts = bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8 && bytes[2] === 0xff;
  return starts && bytes.length <= MAX_PHOTO_BYTES && bytes.readUInt16BE(bytes.length - 2) === 0xffd9;
}

/** What may stand in a reading as the photo. */
export function isPhoto(bytes: Buffer): boolean {
  return isCardPhoto(bytes) || isJpeg(bytes);
}
