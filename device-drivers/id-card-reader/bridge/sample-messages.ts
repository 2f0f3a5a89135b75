import { unreachable } from "../../../base/unreachable.ts";
import type { IdCard } from "../../../config/identity/id-card.ts";
import { nationName } from "../../../config/identity/nations.ts";
import { PHOTO_BMP_BYTES } from "../photo-formats.ts";

const SEXES = { male: "男", female: "女", unknown: "未知" } as const;
const dotted = (date: string) => (date === "long-term" ? "长期" : date.replaceAll("-", "."));

/** A card as `sample-ws` writes it: words for codes, dots in dates. */
export function sampleWsCard(card: IdCard): Record<string, string> {
  const common = {
    ...{ idNum: card.number, sex: SEXES[card.sex], born: dotted(card.birth), begin: dotted(card.validFrom), end: dotted(card.validTo) },
    name: card.name,
  };
  switch (card.layout) {
    case "resident":
      return { certType: "0", ...common, nation: nationName(card.nation), address: card.address, issued: card.issuer };
    case "residence-permit":
      return {
        ...{ certType: "J", ...common, address: card.address, issued: card.issuer },
        ...{ passNum: card.permitNumber, issueNum: card.timesIssued },
      };
    case "foreigner-2017":
      return {
        certType: "I",
        ...common,
        nameEn: card.latinName,
        country: card.nationality,
        version: card.cardVersion,
        organ: card.organCode,
      };
    case "foreigner-2023":
      return {
        ...{ certType: "Y", ...common, nameEn: card.latinName, country: card.nationality },
        ...{ renewNum: card.timesReissued, oldNum: card.formerNumber },
      };
    default:
      return unreachable(card);
  }
}

/** A resident's card as `sample-http` writes it: the card's own codes, and the validity as one text. */
export function sampleHttpCard(card: IdCard): Record<string, string> {
  const compact = (date: string) => (date === "long-term" ? "长期" : date.replaceAll("-", ""));
  const { nation = "", address = "", issuer = "" } = card as { nation?: string; address?: string; issuer?: string };
  return {
    ...{ Name: `${card.name}  `, Gender: card.sex === "male" ? "1" : "2", Nation: nation, Birthday: compact(card.birth), Address: address },
    ...{ CardNo: card.number, Police: issuer, Validity: `${compact(card.validFrom)}-${compact(card.validTo)}` },
  };
}

/** A grey picture in the size of a card's. */
export function sampleBmp(): Buffer {
  const bmp = Buffer.alloc(PHOTO_BMP_BYTES, 0x80);
  bmp.fill(0, 0, 54);
  bmp.write("BM", 0, "latin1");
  bmp.writeUInt32LE(PHOTO_BMP_BYTES, 2);
  bmp.writeUInt32LE(54, 10);
  bmp.writeUInt32LE(40, 14);
  bmp.writeInt32LE(102, 18);
  bmp.writeInt32LE(126, 22);
  bmp.writeUInt16LE(1, 26);
  bmp.writeUInt16LE(24, 28);
  return bmp;
}
