import { fields, NOTHING, type Rules, rule } from "./kind.ts";

/** What a social-security card says of itself and of its holder; null where this card does not give it without a PIN. */
export interface SocialSecurityCard {
  /** 社会保障号码: for a citizen the ID number. */
  readonly number: string | null;
  readonly name: string | null;
  readonly cardNumber: string;
  /** ISO dates. */
  readonly issued: string | null;
  readonly validUntil: string | null;
}

export interface SmartCardReaderCommands {
  /** Waits for a card, then reads what its social-security application gives without a PIN. */
  "read-social-security-card": { args: Record<never, never>; value: SocialSecurityCard };
  /** One APDU to the card that lies there; hex without blanks. `sw` is four hex digits. */
  transmit: { args: { apdu: string }; value: { data: string; sw: string } };
  /** Waits until there is no card. */
  "await-removal": { args: Record<never, never>; value: { removed: true } };
}

export const SMART_CARD_READER: Rules<SmartCardReaderCommands> = {
  "read-social-security-card": rule(NOTHING, true),
  transmit: rule(fields({ apdu: { type: "string", pattern: "^([0-9A-F]{2}){4,261}$" } }), true),
  "await-removal": rule(NOTHING),
};
