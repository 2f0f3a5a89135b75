import type { SocialSecurityCard } from "../kinds/smart-card-reader.ts";

/** The citizen of the demo, as her social-security card knows her: an invented person of a region that does not exist. */
const citizen: SocialSecurityCard = {
  number: "990101199004120029",
  name: "林晓岚",
  cardNumber: "A00000000",
  issued: "2019-05-20",
  validUntil: "2029-05-20",
};

const another: SocialSecurityCard = {
  number: "990101194809230011",
  name: "张䶮𬭩",
  cardNumber: "A00000001",
  issued: "2021-01-04",
  validUntil: null,
};

/** A foreigner's number follows other rules. */
const foreigner: SocialSecurityCard = {
  number: "XAA990199060101",
  name: "SPECIMEN MARIA",
  cardNumber: "B00000002",
  issued: "2022-08-01",
  validUntil: "2032-08-01",
};

export const SAMPLE_SOCIAL_SECURITY_CARDS = { citizen, another, foreigner } as const;
