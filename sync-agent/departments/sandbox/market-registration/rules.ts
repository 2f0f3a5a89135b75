import type { LocalText } from "../../../../config/language.ts";
import type { Application } from "./application.ts";
import rules from "./rules.json" with { type: "json" };

export type FieldErrors = Partial<Record<keyof Application, LocalText>>;

/** What the rules need to know of the register. */
export interface Register {
  isNameTaken(fullName: string): boolean;
}

type Industry = { readonly word: string; readonly scope: readonly string[] };
const INDUSTRIES: Readonly<Record<string, Industry>> = rules.industries;

/** Region, trade name, trade: what stands on the licence. Null when the trade is not in the list. */
export function fullNameOf(application: Pick<Application, "tradeName" | "industry">): string | null {
  const industry = industryOf(application.industry);
  return industry ? `${rules.city}${application.tradeName}${industry.word}` : null;
}

/** The first thing wrong with each field, in words for the person; empty when nothing is. */
export function check(application: Application, register: Register): FieldErrors {
  const found: Record<string, LocalText | null> = {
    tradeName: tradeNameFault(application, register),
    industry: industryOf(application.industry) ? null : text("请从列表中选择行业。", "Choose a trade from the list."),
    scope: scopeFault(application),
    address: addressFault(application.address),
    phone: phoneFault(application.phone),
    capital: rangeFault(application.capital, rules.capitalYuan, "资金数额", "The capital", "元", "yuan"),
    employees: rangeFault(application.employees, rules.employees, "从业人数", "The number of people", "人", "people"),
  };
  return Object.fromEntries(Object.entries(found).filter(([, fault]) => fault !== null)) as FieldErrors;
}

function tradeNameFault(application: Application, register: Register): LocalText | null {
  const { tradeName } = application;
  const { min, max } = rules.tradeName;
  const length = [...tradeName].length;
  if (!/^\p{Script=Han}+$/u.test(tradeName)) return text("字号只能用汉字。", "A trade name is written in Chinese characters only.");
  if (length < min || length > max) return text(`字号应为 ${min} 到 ${max} 个汉字。`, `A trade name has ${min} to ${max} characters.`);
  const word = rules.forbiddenWords.find((one) => tradeName.includes(one));
  if (word) return text(`字号中不能含有“${word}”。`, `A trade name may not contain “${word}”.`);
  if (new Set(tradeName).size === 1) return text("字号不能只是一个字的重复。", "A trade name may not be one character repeated.");
  const fullName = fullNameOf(application);
  if (fullName && register.isNameTaken(fullName)) {
    return text(`“${fullName}”已被登记，请换一个字号。`, `“${fullName}” is registered already. Please choose another trade name.`);
  }
  return null;
}

function scopeFault({ scope, industry }: Application): LocalText | null {
  const items = scope.split(/[；;]/).map((item) => item.trim());
  if (items.some((item) => item === "")) return text("请选择经营范围。", "Choose what the business does.");
  const permit = items.find((item) => rules.permitFirst.includes(item));
  if (permit) return text(`“${permit}”须先取得许可，请到窗口办理。`, `“${permit}” needs a permit first. Please go to the window.`);
  const known = industryOf(industry);
  const stranger = known && items.find((item) => !known.scope.includes(item));
  if (known && stranger) {
    return text(`“${stranger}”与行业“${known.word}”不符。`, `“${stranger}” does not belong to the trade “${known.word}”.`);
  }
  return new Set(items).size === items.length ? null : text("经营范围有重复。", "The business scope repeats itself.");
}

function addressFault(address: string): LocalText | null {
  const { min, max } = rules.address;
  const length = [...address].length;
  if (length < min || length > max) return text(`地址应为 ${min} 到 ${max} 个字。`, `An address has ${min} to ${max} characters.`);
  if (!address.startsWith(rules.city)) return text(`经营场所应在${rules.city}内。`, "The premises must lie in this city.");
  if (!/^.{2,10}[区县市]/u.test(address.slice(rules.city.length))) return text("请写明区或县。", "Please give the district or county.");
  if (!/\d\s*[号栋幢室]/u.test(address)) return text("请写到门牌号。", "Please write it down to the door number.");
  return null;
}

function phoneFault(phone: string): LocalText | null {
  return /^1[3-9]\d{9}$/.test(phone) ? null : text("请填写 11 位手机号码。", "Please give a mobile number of 11 digits.");
}

function rangeFault(given: string | number, range: { min: number; max: number }, zh: string, en: string, unit: string, unitEn: string) {
  const value = /^\d{1,12}$/.test(String(given)) ? Number(given) : Number.NaN;
  if (value >= range.min && value <= range.max) return null;
  return text(
    `${zh}应为 ${range.min} 到 ${range.max} ${unit}的整数。`,
    `${en} is a whole number from ${range.min} to ${range.max} ${unitEn}.`,
  );
}

function industryOf(id: string): Industry | undefined {
  return Object.hasOwn(INDUSTRIES, id) ? INDUSTRIES[id] : undefined;
}

function text(zh: string, en: string): LocalText {
  return { "zh-CN": zh, en };
}
