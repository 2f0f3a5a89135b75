import type { LocalText } from "../../../../config/language.ts";
import { no, type Reply, yes } from "../department-service.ts";
import type { LicenceQuestion } from "./application.ts";
import type { LicenceRegister } from "./register.ts";

/** Of the city's patterns (`config/catalogue/codes.json`), the one whose codes stand for a business licence. */
const LICENCE_PATTERN = "business-licence";

const WRONG_TYPE: LocalText = {
  "zh-CN": "这不是电子营业执照。请打开“电子营业执照”小程序，出示执照码。",
  en: "This is not an electronic business licence. Please open the licence in its own app and show its code.",
};
const NOT_KNOWN: LocalText = {
  "zh-CN": "没有查到这个执照码。请刷新后重新出示。",
  en: "This licence code is not known. Please refresh it and show it again.",
};
const CODE_EXPIRED: LocalText = {
  "zh-CN": "执照码已过期。请刷新后重新出示。",
  en: "This licence code has expired. Please refresh it and show it again.",
};
const NOT_IN_FORCE: LocalText = {
  "zh-CN": "这份营业执照已不在有效状态，请到窗口咨询。",
  en: "This business licence is no longer in force. Please ask at the window.",
};

/** Who stands behind a code that its holder shows. Nothing is in the code itself: only the register can tell, and it notes who asked. */
export function licenceHolder(register: LicenceRegister, question: LicenceQuestion, now: number): Reply {
  const { pattern, token } = question;
  const found = register.licenceOfCode(pattern, token);
  const refuse = (status: number, reason: string, words: LocalText) => {
    register.noteLookup(now, question, found?.licence.creditCode ?? "", reason);
    return no(status, reason, words);
  };
  if (pattern !== LICENCE_PATTERN) return refuse(403, "wrong-type", WRONG_TYPE);
  if (!found) return refuse(404, "not-known", NOT_KNOWN);
  if (found.expired) return refuse(403, "code-expired", CODE_EXPIRED);
  if (found.licence.state !== "valid") return refuse(403, "not-in-force", NOT_IN_FORCE);
  const { fullName, creditCode, operator, address, registeredOn } = found.licence;
  register.noteLookup(now, question, creditCode, "answered");
  return yes({ name: fullName, number: creditCode, legalRepresentative: operator, address, registeredOn });
}
