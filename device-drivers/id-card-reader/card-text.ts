import { type Codec, type Field, raw, record, utf16le } from "../../base/bytes.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/unreachable.ts";
import type { ForeignerCard2017, ForeignerCard2023, IdCard, ResidencePermit, ResidentCard } from "../../config/identity/id-card.ts";

export const CARD_TEXT_BYTES = 256;
const FLAG_AT = 248;

/** Which field of a card's text cannot be right. Never the text itself: it is a person's. */
export interface CardTextError {
  readonly layout: IdCard["layout"];
  readonly field: string;
  readonly problem:
    | "wrong length"
    | "not a date"
    | "not a sex code"
    | "not a number of this card"
    | "not a code"
    | "broken character"
    | "empty";
}

/** Text whose trailing spaces count, because it goes on elsewhere. */
function part(size: number): Field<string> {
  return { ...utf16le(size), take: (from, offset) => ok(from.subarray(offset, offset + size).toString("utf16le")) };
}

const SEX = { sex: utf16le(2) };
const VALIDITY = { validFrom: utf16le(16), validTo: utf16le(16) };

const RESIDENT = record({
  ...{ name: utf16le(30), ...SEX, nation: utf16le(4), birth: utf16le(16), address: utf16le(70), number: utf16le(36), issuer: utf16le(30) },
  ...{ ...VALIDITY, reserved: raw(28), flag: utf16le(2), tail: raw(6) },
});

const RESIDENCE_PERMIT = record({
  ...{ name: utf16le(30), ...SEX, unused: raw(4), birth: utf16le(16), address: utf16le(70), number: utf16le(36), issuer: utf16le(30) },
  ...{ ...VALIDITY, permitNumber: utf16le(18), timesIssued: utf16le(4), reserved: raw(6), flag: utf16le(2), tail: raw(6) },
});

const FOREIGNER_2017 = record({
  ...{ latinName: utf16le(120), ...SEX, number: utf16le(30), nationality: utf16le(6), name: utf16le(30), ...VALIDITY },
  ...{ birth: utf16le(16), cardVersion: utf16le(4), organCode: utf16le(8), flag: utf16le(2), tail: raw(6) },
});

const FOREIGNER_2023 = record({
  ...{ name: utf16le(30), ...SEX, timesReissued: utf16le(4), birth: utf16le(16), latinHead: part(70), number: utf16le(36) },
  ...{ reserved: raw(30), ...VALIDITY, latinTail: part(22), nationality: utf16le(6), flag: utf16le(2), formerNumber: utf16le(6) },
});

const LATIN_HEAD_CHARS = 35;
const LONG_TERM = "长期";

/**
 * The 256-byte text of a card. The flag at byte 248 says which of four layouts it has; a reader that ignores it shows
 * a foreigner's English name as an address.
 */
export function decodeCardText(bytes: Uint8Array): Result<IdCard, CardTextError> {
  const layout = layoutOf(bytes);
  if (bytes.length !== CARD_TEXT_BYTES) return err({ layout, field: "", problem: "wrong length" });
  return checkedCard(read(layout, bytes));
}

/** The card, if every field of it can be what it says. */
export function checkedCard(card: IdCard): Result<IdCard, CardTextError> {
  const problem = firstProblem(card);
  return problem ? err({ layout: card.layout, ...problem }) : ok(card);
}

/** Throws when a value does not fit its field: cards are made by us only for the simulator. */
export function encodeCardText(card: IdCard): Buffer {
  const shared = {
    sex: SEX_CODES[card.sex],
    birth: compact(card.birth),
    validFrom: compact(card.validFrom),
    validTo: compact(card.validTo),
  };
  const tail = blank(6);
  switch (card.layout) {
    case "resident":
      return RESIDENT.encode({ ...card, ...shared, reserved: blank(28), flag: "", tail });
    case "residence-permit":
      return RESIDENCE_PERMIT.encode({ ...card, ...shared, unused: blank(4), reserved: blank(6), flag: "J", tail });
    case "foreigner-2017":
      return FOREIGNER_2017.encode({ ...card, ...shared, flag: "I", tail });
    case "foreigner-2023": {
      const latinHead = card.latinName.slice(0, LATIN_HEAD_CHARS);
      return FOREIGNER_2023.encode({
        ...card,
        ...shared,
        latinHead,
        latinTail: card.latinName.slice(LATIN_HEAD_CHARS),
        reserved: blank(30),
        flag: "Y",
      });
    }
    default:
      return unreachable(card);
  }
}

function layoutOf(bytes: Uint8Array): IdCard["layout"] {
  switch (Buffer.from(bytes.subarray(FLAG_AT, FLAG_AT + 2)).toString("utf16le")) {
    case "J":
      return "residence-permit";
    case "I":
      return "foreigner-2017";
    case "Y":
      return "foreigner-2023";
    default:
      return "resident";
  }
}

function read(layout: IdCard["layout"], bytes: Uint8Array): IdCard {
  switch (layout) {
    case "resident": {
      const { reserved: _, flag: __, tail: ___, ...text } = decoded(RESIDENT, bytes);
      return { layout, ...text, ...common(text) } satisfies ResidentCard;
    }
    case "residence-permit": {
      const { unused: _, reserved: __, flag: ___, tail: ____, ...text } = decoded(RESIDENCE_PERMIT, bytes);
      return { layout, ...text, ...common(text) } satisfies ResidencePermit;
    }
    case "foreigner-2017": {
      const { flag: _, tail: __, ...text } = decoded(FOREIGNER_2017, bytes);
      return { layout, ...text, ...common(text) } satisfies ForeignerCard2017;
    }
    case "foreigner-2023": {
      const { reserved: _, flag: __, latinHead, latinTail, ...text } = decoded(FOREIGNER_2023, bytes);
      return { layout, ...text, ...common(text), latinName: (latinHead + latinTail).replace(/[\s\0]+$/u, "") } satisfies ForeignerCard2023;
    }
    default:
      return unreachable(layout);
  }
}

// 256 bytes always fit and no field of these records refuses its bytes; what they say is judged afterwards.
function decoded<T>(codec: Codec<T>, bytes: Uint8Array): T {
  const value = codec.decode(bytes);
  if (!value.ok) throw new Error(`a 256-byte text that its record does not take: ${value.error.kind}`);
  return value.value;
}

const SEX_CODES = { male: "1", female: "2", unknown: "0" } as const;
// GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated.
const SEXES: Readonly<Record<string, IdCard["sex"]>> = { "0": "unknown", "1": "male", "2": "female", "9": "unknown" };

function common(text: {
  sex: string;
  birth: string;
  validFrom: string;
  validTo: string;
}): Pick<IdCard, "sex" | "birth" | "validFrom" | "validTo"> {
  return {
    // A code that is none passes through here and is refused by name in `firstProblem`.
    sex: SEXES[text.sex] ?? (text.sex as IdCard["sex"]),
    birth: dashed(text.birth),
    validFrom: dashed(text.validFrom),
    validTo: text.validTo === LONG_TERM ? "long-term" : dashed(text.validTo),
  };
}

const dashed = (date: string) => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
const compact = (date: string) => (date === "long-term" ? LONG_TERM : date.replaceAll("-", ""));
const blank = (size: number) => Buffer.from(" ".repeat(size / 2), "utf16le");

const NUMBERS: Readonly<Record<IdCard["layout"], RegExp>> = {
  resident: /^[1-9]\d{16}[\dX]$/,
  "residence-permit": /^[1-9]\d{16}[\dX]$/,
  "foreigner-2017": /^[A-Z]{3}\d{12}$/,
  "foreigner-2023": /^9\d{16}[\dX]$/,
};

function firstProblem(card: IdCard): Pick<CardTextError, "field" | "problem"> | undefined {
  for (const [field, value] of Object.entries(card) as [string, string][]) {
    if (!value.isWellFormed() || /\p{Cc}/u.test(value)) return { field, problem: "broken character" };
  }
  if (!Object.values(SEXES).includes(card.sex)) return { field: "sex", problem: "not a sex code" };
  for (const field of ["birth", "validFrom", "validTo"] as const) {
    if (!(field === "validTo" && card.validTo === "long-term") && !isDate(card[field])) return { field, problem: "not a date" };
  }
  if (!NUMBERS[card.layout].test(card.number)) return { field: "number", problem: "not a number of this card" };
  if (card.layout === "resident" && !/^\d{2}$/.test(card.nation)) return { field: "nation", problem: "not a code" };
  const called = card.layout === "foreigner-2017" || card.layout === "foreigner-2023" ? card.latinName : card.name;
  return called === "" ? { field: "name", problem: "empty" } : undefined;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
