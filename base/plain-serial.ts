// The full-width forms of the printable ASCII characters, as a Chinese keyboard types them.
const FULL_WIDTH = /[\uff01-\uff5e]/gu;
const FULL_WIDTH_OFFSET = 0xfee0;

/**
 * The number of a sheet as it is compared: `ｓｌ－０１ ` and `SL-01` are one number, by whatever keyboard it was typed. Of letters only ASCII's
 * change, as in SQLite's `upper` and `NOCASE`; the length changes at the ends alone.
 */
export function plainSerial(typed: string): string {
  return typed
    .replace(FULL_WIDTH, (letter) => String.fromCharCode(letter.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .trim()
    .replace(/[a-z]/gu, (letter) => letter.toUpperCase());
}
