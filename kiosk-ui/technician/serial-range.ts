/** A blank's number: what stands before its last digits stays the same within a batch. */
interface Parts {
  readonly prefix: string;
  readonly value: number;
  readonly width: number;
}

function partsOf(serial: string): Parts | null {
  const found = /^([A-Za-z0-9-]{0,20}?)(\d{1,15})$/u.exec(serial);
  const [, prefix = "", digits = ""] = found ?? [];
  return found ? { prefix, value: Number(digits), width: digits.length } : null;
}

/** To be read in pieces, as one holds it against paper: the letters, then the digits by threes from the end; a single one joins its neighbour. */
export function groupsOf(serial: string): readonly string[] {
  const parts = partsOf(serial);
  if (!parts) return [serial];
  const digits = serial.slice(parts.prefix.length);
  const lead = digits.length % 3 === 1 && digits.length > 3 ? 4 : digits.length % 3 || 3;
  const groups = [digits.slice(0, lead), ...(digits.slice(lead).match(/.{3}/gu) ?? [])];
  return parts.prefix === "" ? groups : [parts.prefix, ...groups];
}

/** The letters before the digits: what a person need not type again. */
export function prefixOf(serial: string): string {
  return partsOf(serial)?.prefix ?? "";
}

/** Where `count` sheets from `first` on end; null where these are no numbers. For words only: the runtime judges. */
export function lastOf(first: string, count: number): string | null {
  const parts = partsOf(first);
  if (!parts || !Number.isInteger(count) || count < 1) return null;
  return parts.prefix + String(parts.value + count - 1).padStart(parts.width, "0");
}

/** Sheets from `first` to `last`, both included; null where the second does not follow the first. */
export function countOf(first: string, last: string): number | null {
  const [from, to] = [partsOf(first), partsOf(last)];
  if (!from || !to || from.prefix.toUpperCase() !== to.prefix.toUpperCase() || from.width !== to.width || to.value < from.value)
    return null;
  return to.value - from.value + 1;
}

/** Whether a number lies in a run. */
export function isWithin(serial: string, { first, last }: { readonly first: string; readonly last: string }): boolean {
  return countOf(first, serial) !== null && countOf(serial, last) !== null;
}
