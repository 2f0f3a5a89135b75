import { hallDate } from "../../../../config/hall-time.ts";
import type { LocalText } from "../../../../config/language.ts";
import { no, type Reply, yes } from "../department-service.ts";
import type { LicenceRegister } from "./register.ts";
import rules from "./rules.json" with { type: "json" };

const DAY_MS = 24 * 60 * 60_000;

const NOT_KNOWN: LocalText = {
  "zh-CN": "没有查到这份营业执照，请到窗口咨询。",
  en: "This business licence was not found. Please ask at the window.",
};
const NOT_IN_FORCE: LocalText = {
  "zh-CN": "这份营业执照已不在有效状态，不能打印复制件。",
  en: "This business licence is no longer in force: no copy of it can be printed.",
};

/** What stands on a copy of a licence that the bureau itself gives out (level A). Asked again on the same day, it is the same copy. */
export function licenceCopy(register: LicenceRegister, creditCode: string, at: { now: number; verifyBase: string }): Reply {
  const licence = register.licence(creditCode);
  if (!licence) return no(404, "not-known", NOT_KNOWN);
  if (licence.state !== "valid") return no(403, "not-in-force", NOT_IN_FORCE);
  const { number, validUntil } = register.copyOf(creditCode, hallDate(at.now), hallDate(at.now + rules.copyValidDays * DAY_MS));
  const { fullName: name, operator: legalRepresentative, address, registeredOn } = licence;
  return yes({
    copyNumber: number,
    level: "A",
    provider: rules.authority,
    creditCode,
    name,
    legalRepresentative,
    address,
    registeredOn,
    validUntil,
    verifyUrl: at.verifyBase + number,
  });
}

/** Void after its last day, and together with the licence. */
export function verifyCopy(register: LicenceRegister, number: string, now: number): Reply {
  const copy = register.copy(number);
  const licence = copy && register.licence(copy.creditCode);
  if (!copy || !licence) return { status: 404, body: { reason: "unknown" } };
  const isGood = licence.state === "valid" && hallDate(now) <= copy.validUntil;
  return yes({
    state: isGood ? "valid" : "void",
    document: `电子营业执照复制件（样张）：${licence.fullName}`,
    issuedOn: copy.issuedOn,
  });
}
