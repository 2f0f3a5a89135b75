import type { IdCard } from "../../config/identity/id-card.ts";
import { fields, NOTHING, PICTURE, type Rules, rule, SHORT_TEXT } from "./kind.ts";

export interface CardReading {
  readonly card: IdCard;
  /**
   * In base64: a BMP of 102×126 from the site's photo decoder, or the JPEG or BMP that a vendor's service gives.
   * Absent where there is nothing that decodes it, or it failed: a person is served without it.
   */
  readonly photo?: string;
}

export interface IdCardReaderCommands {
  /** Waits for a card (until deadline or cancellation), then find → select → read. */
  "read-card": { args: { photo: boolean }; value: CardReading };
  /** Waits until no card is in the field, or another than the one that was read. */
  "await-removal": { args: Record<never, never>; value: { removed: true } };
}

// Which of the others a card has goes by its layout; all are words.
const CARD = {
  ...fields({
    layout: { enum: ["resident", "residence-permit", "foreigner-2017", "foreigner-2023"] },
    number: SHORT_TEXT,
    name: SHORT_TEXT,
    sex: { enum: ["male", "female", "unknown"] },
    birth: SHORT_TEXT,
    validFrom: SHORT_TEXT,
    validTo: SHORT_TEXT,
  }),
  additionalProperties: SHORT_TEXT,
};

export const ID_CARD_READER: Rules<IdCardReaderCommands> = {
  "read-card": rule(fields({ photo: { type: "boolean" } }), fields({ card: CARD, photo: PICTURE }, ["photo"]), "answer"),
  "await-removal": rule(NOTHING, fields({ removed: { const: true } })),
};
