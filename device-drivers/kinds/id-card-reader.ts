import type { IdCard } from "../../config/identity/id-card.ts";
import { fields, NOTHING, type Rules, rule } from "./kind.ts";

export interface CardReading {
  readonly card: IdCard;
  /** BMP 102×126 in base64, decoded by the site's photo decoder; absent when there is none. */
  readonly photo?: string;
}

export interface IdCardReaderCommands {
  /** Waits for a card (until deadline or cancellation), then find → select → read. */
  "read-card": { args: { photo: boolean }; value: CardReading };
  /** Waits until no card is in the field. */
  "await-removal": { args: Record<never, never>; value: { removed: true } };
}

export const ID_CARD_READER: Rules<IdCardReaderCommands> = {
  "read-card": rule(fields({ photo: { type: "boolean" } }), true),
  "await-removal": rule(NOTHING),
};
