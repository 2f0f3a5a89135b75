import { fields, NOTHING, type Rules, rule, SHORT_TEXT } from "./kind.ts";

/** What a social-security card says of itself and of its holder; null where this card does not give it without a PIN, or left it empty. */
export interface SocialSecurityCard {
  /** 社会保障号码: for a citizen the ID number. As the card has it: its check digit is not vouched for. */
  readonly number: string | null;
  readonly name: string | null;
  readonly cardNumber: string;
  /** ISO dates. */
  readonly issued: string | null;
  readonly validUntil: string | null;
}

export interface SmartCardReaderCommands {
  /**
   * Waits for a card, then reads what its social-security application gives without a PIN. A card that was read is not
   * read again before it was taken out.
   */
  "read-social-security-card": { args: Record<never, never>; value: SocialSecurityCard };
  /**
   * One short APDU to the card that lies there; hex without blanks. `sw` is four hex digits. The rest of a long answer
   * (61xx) is fetched, a wrong Le (6Cxx) put right. What was selected stays so until the card is taken or another command reads it.
   */
  transmit: { args: { apdu: string }; value: { data: string; sw: string } };
  /** Waits until there is no card. */
  "await-removal": { args: Record<never, never>; value: { removed: true } };
}

const OR_NULL = { type: ["string", "null"], maxLength: 300 };
const CARD = fields({ number: OR_NULL, name: OR_NULL, cardNumber: SHORT_TEXT, issued: OR_NULL, validUntil: OR_NULL });
const ANSWER = fields({
  data: { type: "string", pattern: "^([0-9A-F]{2})*$", maxLength: 200_000 },
  sw: { type: "string", pattern: "^[0-9A-F]{4}$" },
});

export const SMART_CARD_READER: Rules<SmartCardReaderCommands> = {
  "read-social-security-card": rule(NOTHING, CARD, "answer"),
  transmit: rule(fields({ apdu: { type: "string", pattern: "^([0-9A-F]{2}){4,261}$" } }), ANSWER, "answer"),
  "await-removal": rule(NOTHING, fields({ removed: { const: true } })),
};
