/** Which characters a TrueType font has a glyph for: its `cmap` table, format 12 (ISO/IEC 14496-22 §5.2.1.3.7). */
export function fontCoverage(font: Buffer): (character: string) => boolean {
  const table = unicodeTable(font);
  const groups = font.readUInt32BE(table + 12);
  return (character) => {
    const code = character.codePointAt(0) ?? 0;
    let low = 0;
    let high = groups - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = table + 16 + middle * 12;
      if (code < font.readUInt32BE(at)) high = middle - 1;
      else if (code > font.readUInt32BE(at + 4)) low = middle + 1;
      else return true;
    }
    return false;
  };
}

function unicodeTable(font: Buffer): number {
  const cmap = tableOffset(font, "cmap");
  const count = font.readUInt16BE(cmap + 2);
  for (let record = 0; record < count; record++) {
    const table = cmap + font.readUInt32BE(cmap + 4 + record * 8 + 4);
    if (font.readUInt16BE(table) === 12) return table;
  }
  throw new Error("the font has no cmap of format 12: ship one with characters beyond the basic plane");
}

function tableOffset(font: Buffer, tag: string): number {
  const count = font.readUInt16BE(4);
  for (let record = 0; record < count; record++) {
    const at = 12 + record * 16;
    if (font.toString("latin1", at, at + 4) === tag) return font.readUInt32BE(at + 8);
  }
  throw new Error(`the font has no ${tag} table`);
}
