/**
 * What a resident-ID reader says of a card, whatever its layout (facts: GA 467 text block, flag at byte 248).
 * Dates are YYYY-MM-DD.
 */
export type IdCard = ResidentCard | ResidencePermit | ForeignerCard2017 | ForeignerCard2023;

interface Common {
  readonly number: string;
  readonly sex: "male" | "female" | "unknown";
  readonly birth: string;
  readonly validFrom: string;
  /** `long-term` for 长期. */
  readonly validTo: string;
}

export interface ResidentCard extends Common {
  readonly layout: "resident";
  readonly name: string;
  /** Two digits, GB/T 3304. */
  readonly nation: string;
  readonly address: string;
  readonly issuer: string;
}

/** Residence permit for Hong Kong, Macau and Taiwan residents (flag J). */
export interface ResidencePermit extends Common {
  readonly layout: "residence-permit";
  readonly name: string;
  readonly address: string;
  readonly issuer: string;
  readonly permitNumber: string;
  readonly timesIssued: string;
}

/** Foreigner's permanent residence card, 2017 (flag I). */
export interface ForeignerCard2017 extends Common {
  readonly layout: "foreigner-2017";
  readonly latinName: string;
  /** Chinese name; may be empty. */
  readonly name: string;
  readonly nationality: string;
  readonly cardVersion: string;
  readonly organCode: string;
}

/** Foreigner's permanent residence card, 2023 (flag Y). */
export interface ForeignerCard2023 extends Common {
  readonly layout: "foreigner-2023";
  readonly latinName: string;
  readonly name: string;
  readonly nationality: string;
  readonly timesReissued: string;
  /** The old 15-character number's link, as the card gives it. */
  readonly formerNumber: string;
}
