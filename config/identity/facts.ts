import { unreachable } from "../../base/unreachable.ts";
import type { IdCard } from "./id-card.ts";
import { nationName } from "./nations.ts";

/**
 * What expressions see under `identity` and `persons.<person>.identity`; "" where a layout lacks it. Dates are YYYY-MM-DD, `validTo` may be
 * `long-term`. `layout`: one of an ID card, or `social-security`, `remote` (an identity service), `electronic-licence` (an organisation:
 * `name` its name, `number` its unified social credit code).
 */
export const IDENTITY_KEYS = [
  "layout",
  "name",
  "latinName",
  "number",
  "sex",
  "birth",
  "nation",
  "nationName",
  "nationality",
  "address",
  "issuer",
  "permitNumber",
  "validFrom",
  "validTo",
  "legalRepresentative",
  "registeredOn",
] as const;

export type IdentityKey = (typeof IDENTITY_KEYS)[number];
export type IdentityFacts = Readonly<Record<IdentityKey, string>>;

export const NO_IDENTITY = Object.fromEntries(IDENTITY_KEYS.map((key) => [key, ""])) as IdentityFacts;

export function identityFacts(card: IdCard): IdentityFacts {
  const { layout, number, sex, birth, validFrom, validTo } = card;
  const common = { ...NO_IDENTITY, layout, number, sex, birth, validFrom, validTo };
  switch (card.layout) {
    case "resident": {
      const { name, nation, address, issuer } = card;
      return { ...common, name, nation, nationName: nationName(nation), address, issuer };
    }
    case "residence-permit": {
      const { name, address, issuer, permitNumber } = card;
      return { ...common, name, address, issuer, permitNumber };
    }
    case "foreigner-2017":
    case "foreigner-2023":
      // A holder without a Chinese name goes by the Latin one: a document without any name helps nobody.
      return { ...common, name: card.name || card.latinName, latinName: card.latinName, nationality: card.nationality };
    default:
      return unreachable(card);
  }
}
