import { err, type Result } from "../../../base/result.ts";
import { unreachable } from "../../../base/unreachable.ts";
import type { IdCard } from "../../../config/identity/id-card.ts";
import { checkCardNumber } from "../../../config/identity/id-number.ts";
import { NATIONS } from "../../../config/identity/nations.ts";
import { type CardTextError, checkedCard } from "../card-text.ts";
import { fieldAt, textAt } from "./place.ts";
import type { BridgeProfile, CardField } from "./profile.ts";

/** Longer than any field of a card: what is longer is not one. */
const MAX_FIELD_CHARACTERS = 60;

/**
 * The card in a service's message. It went through a stranger's program, so its number is also held against its check
 * digit, the birth date and the sex, which a card's own text, sealed by the security module, does not need.
 */
export function readCard(profile: BridgeProfile, value: object): Result<IdCard, CardTextError> {
  const layout = layoutOf(profile, value);
  const raw = (name: CardField) => {
    const place = profile.fields[name];
    return place === undefined ? "" : (fieldAt(value, place) ?? "");
  };
  for (const name of Object.keys(profile.fields) as CardField[]) {
    if (raw(name).length > MAX_FIELD_CHARACTERS) return err({ layout, field: name, problem: "wrong length" });
  }
  const card = checkedCard(assembled(layout, raw));
  if (!card.ok) return card;
  const number = checkCardNumber(card.value);
  return number.ok ? card : err({ layout, field: "number", problem: "not a number of this card" });
}

function layoutOf({ layout }: BridgeProfile, value: object): IdCard["layout"] {
  const said = layout ? textAt(value, layout.at)?.trim() : undefined;
  return (layout && said !== undefined && Object.hasOwn(layout.values, said) ? layout.values[said] : undefined) ?? "resident";
}

function assembled(layout: IdCard["layout"], raw: (name: CardField) => string): IdCard {
  const common = {
    number: raw("number").toUpperCase(),
    // A value that is none passes through and is refused by name, like every other.
    sex: SEXES.get(raw("sex")) ?? (raw("sex") as IdCard["sex"]),
    birth: dashed(raw("birth")),
    validFrom: dashed(raw("validFrom")),
    validTo: raw("validTo") === "长期" ? "long-term" : dashed(raw("validTo")),
  };
  const chinese = { name: raw("name"), address: raw("address"), issuer: raw("issuer") };
  const foreign = { name: raw("name"), latinName: raw("latinName"), nationality: raw("nationality") };
  switch (layout) {
    case "resident":
      return { layout, ...common, ...chinese, nation: nationCode(raw("nation")) };
    case "residence-permit":
      return { layout, ...common, ...chinese, permitNumber: raw("permitNumber"), timesIssued: raw("timesIssued") };
    case "foreigner-2017":
      return { layout, ...common, ...foreign, cardVersion: raw("cardVersion"), organCode: raw("organCode") };
    case "foreigner-2023":
      return { layout, ...common, ...foreign, timesReissued: raw("timesReissued"), formerNumber: raw("formerNumber") };
    default:
      return unreachable(layout);
  }
}

/** As services write it: the card's code, or the word on its face. A map, because a service may say `toString`. */
const SEXES: ReadonlyMap<string, IdCard["sex"]> = new Map([
  ...["1", "男", "M"].map((word) => [word, "male"] as const),
  ...["2", "女", "F"].map((word) => [word, "female"] as const),
  ...["0", "9", "未知"].map((word) => [word, "unknown"] as const),
]);

/** `1990-04-12`, `1990.04.12`, `1990/4/12` and `1990年4月12日` are `19900412` as a card has it. */
function dashed(date: string): string {
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(date) ?? /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/.exec(date);
  return compact ? `${compact[1]}-${compact[2]?.padStart(2, "0")}-${compact[3]?.padStart(2, "0")}` : date;
}

const CODES: ReadonlyMap<string, string> = new Map([...NATIONS].map(([code, name]) => [name, code]));

/** `01`, `1`, `汉` and `汉族` are all 01. */
function nationCode(text: string): string {
  return CODES.get(text) ?? CODES.get(text.replace(/族$/, "")) ?? (/^\d$/.test(text) ? `0${text}` : text);
}
