import type { ForeignerCard2017, ForeignerCard2023, ResidencePermit, ResidentCard } from "../../../config/identity/id-card.ts";
import { idCheckCharacter } from "../../../config/identity/id-number.ts";

const dates = { validFrom: "2020-01-01", validTo: "2040-01-01" } as const;
export const numberOf = (first17: string) => first17 + idCheckCharacter(first17);

/** A good card of each layout; people and places are invented, the region 990101 is in no use. */
export const resident: ResidentCard = {
  layout: "resident",
  name: "周小样",
  number: numberOf("99010119900101001"),
  sex: "male",
  birth: "1990-01-01",
  nation: "01",
  address: "示例市云溪区望春路18号",
  issuer: "示例市公安局云溪分局",
  ...dates,
};
export const permit: ResidencePermit = {
  layout: "residence-permit",
  name: "何样样",
  number: numberOf("81000019850202002"),
  sex: "female",
  birth: "1985-02-02",
  address: "示例市东湖区学苑路8号",
  issuer: "示例市公安局",
  permitNumber: "H00000001",
  timesIssued: "01",
  ...dates,
};
export const old: ForeignerCard2017 = {
  layout: "foreigner-2017",
  latinName: "SAMPLE, ANNA",
  name: "",
  nationality: "XXX",
  cardVersion: "01",
  organCode: "9901",
  number: "XXX990100000001",
  sex: "female",
  birth: "1980-03-03",
  ...dates,
};
export const modern: ForeignerCard2023 = {
  layout: "foreigner-2023",
  latinName: "SAMPLE, ANNA",
  name: "安样",
  nationality: "XXX",
  timesReissued: "00",
  formerNumber: "",
  number: numberOf("91199919800303001"),
  sex: "female",
  birth: "1980-03-03",
  ...dates,
};
