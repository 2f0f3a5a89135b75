import { must } from "../../../base/result.ts";
import { loadCatalogue } from "../../../config/catalogue/load-catalogue.ts";
import { idCheckCharacter } from "../../../config/identity/id-number.ts";
import { creditCheckCharacter } from "../../../config/identity/social-credit-code.ts";
import { emptyFacts } from "../../../config/service-items/flow.ts";
import type { Facts } from "../../../config/service-items/flow-types.ts";
import type { ServiceItem } from "../../../config/service-items/item.ts";

export const catalogue = must(loadCatalogue(new URL("../../../config/catalogue", import.meta.url).pathname));
export const items: readonly ServiceItem[] = [...catalogue.items.values()];

export function itemOf(id: string): ServiceItem {
  const item = catalogue.items.get(id);
  if (!item) throw new Error(`no item ${id}`);
  return item;
}

/** A copy that a test may break. */
export function breakable(id: string): Broken {
  return structuredClone(itemOf(id)) as unknown as Broken;
}

// A document before any check: a test puts anything anywhere.
// biome-ignore lint/suspicious/noExplicitAny: broken on purpose
export type Broken = any;

export const facts0: Facts = emptyFacts({
  language: "zh-CN",
  startedAt: "2026-01-05T09:00:00+08:00",
  kiosk: "k-001",
  hall: "示例市政务大厅",
});

export const PERSON = {
  layout: "resident",
  name: "周小样",
  latinName: "",
  number: "990101199001010019",
  sex: "male",
  birth: "1990-01-01",
  nation: "01",
  nationName: "汉",
  nationality: "",
  address: "示例市云溪区望春路18号",
  issuer: "示例市公安局云溪分局",
  permitNumber: "",
  validFrom: "2020-01-01",
  validTo: "2040-01-01",
};

const numberOf = (first17: string) => first17 + idCheckCharacter(first17);
const other = (name: string, sex: "male" | "female", birth: string, order: string) => ({
  ...PERSON,
  name,
  sex,
  birth,
  number: numberOf(`990101${birth.replaceAll("-", "")}${order}`),
});

/** Others of a case, and another applicant; ages on the day of `facts0`, 2026-01-05. */
export const SPOUSE = other("何样样", "female", "1991-06-01", "002");
export const GUARDIAN = other("周大样", "male", "1984-09-09", "001");
/** 7 years. */
export const CHILD = other("周样样", "female", "2018-05-06", "002");
/** 14 years. */
export const TEEN = other("周中样", "male", "2011-05-06", "001");

/** An organisation, as a licence platform tells it. */
export const SHOP = {
  ...Object.fromEntries(Object.keys(PERSON).map((key) => [key, ""])),
  layout: "electronic-licence",
  name: "示例市云杉软件有限公司",
  number: `91990101MA0000002${creditCheckCharacter("91990101MA0000002")}`,
  address: "示例市云溪区望春路18号",
  legalRepresentative: "周小样",
  registeredOn: "2019-07-01",
};

export const SECRET = "482913";

/** What the departments answer; the same for every run. */
export const ANSWERS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "provident-fund.verify-password": { verified: true },
  "provident-fund.account": {
    accountNumber: "9901018800012345",
    status: "正常缴存",
    employer: "示例市云杉软件有限公司",
    monthlyBase: 12000,
    monthlyDeposit: 2880,
    balance: 86432.15,
    depositedSince: "2019-07",
    lastDeposit: "2025-12",
    certificateNumber: "SLGJJ-2026-000128",
    verifyUrl: "https://fund.shili.example/verify/SLGJJ-2026-000128",
  },
  "case-centre.cases": {
    cases: [
      { caseNumber: "A1", title: "居住证办理", department: "示例市政务服务中心", state: "办理中", submittedAt: "2025-12-20" },
      { caseNumber: "A2", title: "食品经营许可", department: "示例市市场登记局", state: "已办结", submittedAt: "2025-11-02" },
    ],
  },
  "case-centre.case": {
    caseNumber: "A1",
    title: "居住证办理",
    department: "示例市政务服务中心",
    state: "办理中",
    submittedAt: "2025-12-20",
    promiseDate: "2026-01-10",
    materials: [
      { name: "租赁合同", state: "已收" },
      { name: "照片", state: "已收" },
    ],
    progress: [{ at: "2025-12-20", event: "受理", explain: "材料齐全" }],
  },
  "social-insurance.record": {
    personalNumber: "9901201907004182",
    employer: "示例市云杉软件有限公司",
    state: "参保缴费",
    since: "2019-07",
    paidMonths: 78,
    periods: [
      { id: "12", months: 12, from: "2025-01", to: "2025-12" },
      { id: "24", months: 24, from: "2024-01", to: "2025-12" },
    ],
  },
  "market-registration.prefill": { phone: "13900000001" },
  "market-registration.licence-copy": {
    copyNumber: "SLFZ-2026-000042",
    level: "A",
    provider: "示例市市场登记局",
    creditCode: SHOP.number,
    name: SHOP.name,
    legalRepresentative: SHOP.legalRepresentative,
    address: SHOP.address,
    registeredOn: SHOP.registeredOn,
    validUntil: "2026-04-05",
    verifyUrl: "https://licence.shili.example/verify/SLFZ-2026-000042",
  },
  "market-registration.check": { fullName: "示例市云溪区晨光便利店（个体工商户）" },
  "market-registration.decision": {
    creditCode: "92990101MA0000001X",
    fullName: "示例市云溪区晨光便利店（个体工商户）",
    operator: "周小样",
    address: "示例市云溪区望春路18号",
    scope: "日用百货销售",
    capital: "伍万元整",
    registeredOn: "2026-01-05",
    authority: "示例市市场登记局",
    licenceUrl: "https://licence.shili.example/l/92990101MA0000001X",
  },
};

/** Good values for every form of the catalogue, by field. */
export const GOOD_VALUES: Readonly<Record<string, string>> = {
  password: SECRET,
  tradeName: "晨光",
  industry: "grocery",
  scope: "日用百货销售；食品销售（仅销售预包装食品）",
  address: "示例市云溪区望春路18号一层",
  phone: "13900000001",
  capital: "50000",
  employees: "2",
  name: PERSON.name,
  number: PERSON.number,
  reason: "rent",
  amount: "20000",
  cardNumber: "9901000042",
  count: "1",
  school: "示例市第一小学",
};
