import { createHash } from "node:crypto";
import type { ForeignerCard2017, ForeignerCard2023, IdCard, ResidencePermit, ResidentCard } from "../../config/identity/id-card.ts";
import { encodeCardText } from "./card-text.ts";
import { BASE_INFO } from "./codec.ts";

const ISSUER = "示例市公安局（样张）";

/** The citizen of the demo. */
const resident: ResidentCard = {
  layout: "resident",
  name: "林晓岚",
  sex: "female",
  nation: "01",
  birth: "1990-04-12",
  address: "示例市临江区样张路18号3幢502室",
  number: "990101199004120029",
  issuer: ISSUER,
  validFrom: "2019-05-20",
  validTo: "2039-05-20",
};

/** The second character of the given name lies outside the BMP: two UTF-16 units on the card. */
const rareName: ResidentCard = {
  layout: "resident",
  name: "张䶮𬭩",
  sex: "male",
  nation: "01",
  birth: "1948-09-23",
  address: "示例市样张县望江镇样张村6组12号",
  number: "990101194809230011",
  issuer: ISSUER,
  validFrom: "2006-03-01",
  validTo: "long-term",
};

const expired: ResidentCard = {
  layout: "resident",
  name: "周样张",
  sex: "male",
  nation: "13",
  birth: "1979-02-15",
  address: "示例市临江区样张路99号",
  number: "990101197902150036",
  issuer: ISSUER,
  validFrom: "2004-06-30",
  validTo: "2024-06-30",
};

/** Under 14 until 2034, so a guardian comes along; a child's card is valid for five years. */
const child: ResidentCard = {
  layout: "resident",
  name: "许小禾",
  sex: "male",
  nation: "01",
  birth: "2020-06-01",
  address: "示例市临江区样张路18号3幢502室",
  number: "990101202006010012",
  issuer: ISSUER,
  validFrom: "2025-09-01",
  validTo: "2030-09-01",
};

const residencePermit: ResidencePermit = {
  layout: "residence-permit",
  name: "陈样张",
  sex: "female",
  birth: "1988-11-30",
  address: "示例市临江区样张大道1号",
  number: "990101198811300048",
  issuer: ISSUER,
  validFrom: "2023-02-01",
  validTo: "2028-02-01",
  permitNumber: "H00000000",
  timesIssued: "01",
};

// Country letters from the range that ISO 3166-1 leaves to users.
const foreigner2017: ForeignerCard2017 = {
  layout: "foreigner-2017",
  latinName: "SPECIMEN, MARIA ELENA",
  name: "样玛丽",
  sex: "female",
  number: "XAA990199060101",
  nationality: "XAA",
  birth: "1990-06-01",
  validFrom: "2021-08-01",
  validTo: "2031-08-01",
  cardVersion: "01",
  organCode: "9901",
};

/** A name of more than 35 letters is split over two places of the card. */
const foreigner2023: ForeignerCard2023 = {
  layout: "foreigner-2023",
  latinName: "SPECIMEN, ALEXANDER MAXIMILIAN THEODORE",
  name: "样亚历",
  sex: "male",
  number: "99019919870601001X",
  nationality: "XAB",
  birth: "1987-06-01",
  validFrom: "2024-01-15",
  validTo: "2034-01-15",
  timesReissued: "01",
  formerNumber: "XAB",
};

/** Invented people with numbers of a region that does not exist. */
export const SAMPLE_CARDS = { resident, rareName, expired, child, residencePermit, foreigner2017, foreigner2023 } as const;

export type SampleCardName = keyof typeof SAMPLE_CARDS;

/** A stand-in for the photo block: 1024 bytes that are always the same for one card number, so `lookup` finds its BMP. */
export function samplePhotoBlock(card: Pick<IdCard, "number">): Buffer {
  const part = (index: number) => createHash("sha256").update(`sample photo ${index} of ${card.number}`).digest();
  return Buffer.concat(Array.from({ length: 32 }, (_, index) => part(index)));
}

/** What a reader gives for `read-base` after the status words. */
export function sampleBaseInfo(card: IdCard): Buffer {
  return BASE_INFO.encode({ textLength: undefined, photoLength: undefined, text: encodeCardText(card), photo: samplePhotoBlock(card) });
}
