import {
  decodeCommand,
  decodeResponse,
  encodeCommand,
  encodeResponse,
  readRecord,
  selectApplication,
} from "../../../device-drivers/smart-card-reader/apdu.ts";
import { decodeRecord, EF05, EF06, encodeRecord, SSSE_AID } from "../../../device-drivers/smart-card-reader/records.ts";
import { SAMPLE_SOCIAL_SECURITY_CARDS } from "../../../device-drivers/smart-card-reader/sample-cards.ts";
import type { FuzzTarget } from "../../support/fuzz.ts";

const { citizen, another } = SAMPLE_SOCIAL_SECURITY_CARDS;
const ELEMENTS = [EF05.issued, EF05.validUntil, EF05.cardNumber, EF06.number, EF06.name].map(({ element }) => element);

/** What is decoded whole and kept nowhere. */
const whole = (name: string, seeds: readonly Uint8Array[], push: (bytes: Buffer) => void): FuzzTarget => ({
  ...{ name, seeds, mostHeld: 0 },
  make: () => ({ push, held: () => 0 }),
});

const records = [citizen, another].flatMap((card) => [
  encodeRecord(EF05.issued.element, card.issued),
  encodeRecord(EF05.validUntil.element, card.validUntil),
  encodeRecord(EF05.cardNumber.element, card.cardNumber),
  encodeRecord(EF06.number.element, card.number),
  encodeRecord(EF06.name.element, card.name),
]);

export const fuzzTargets: readonly FuzzTarget[] = [
  whole(
    "smart-card answers",
    records.map((data) => encodeResponse({ data, sw: 0x9000 })),
    (bytes) => void decodeResponse(bytes),
  ),
  whole(
    "smart-card commands",
    [encodeCommand(selectApplication(SSSE_AID)), encodeCommand(readRecord(5, 7, 11))],
    (bytes) => void decodeCommand(bytes),
  ),
  whole("social-security card records", records, (bytes) => {
    for (const element of ELEMENTS) decodeRecord<string>(element, bytes);
  }),
];
