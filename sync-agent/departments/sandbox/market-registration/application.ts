import { type Check, checker } from "../../../../base/checked.ts";

/** What a person asks to be registered. Numbers come as digits in a text, as a form gives them. */
export interface Application {
  readonly name: string;
  readonly tradeName: string;
  readonly industry: string;
  readonly scope: string;
  readonly address: string;
  readonly phone: string;
  readonly capital: string | number;
  readonly employees: string | number;
}

export interface DeliveredApplication extends Application {
  readonly caseId: string;
  readonly number: string;
  readonly idNumber: string;
}

const TEXT = { type: "string", maxLength: 500 } as const;
const DIGITS = { type: ["string", "number"], maxLength: 20 } as const;
const ID = { type: "string", minLength: 1, maxLength: 80 } as const;
const APPLICATION = {
  name: TEXT,
  tradeName: TEXT,
  industry: TEXT,
  scope: TEXT,
  address: TEXT,
  phone: TEXT,
  capital: DIGITS,
  employees: DIGITS,
} as const;

export const checkApplication = checker<Application>(needs(APPLICATION));
const checkDelivered = checker<DeliveredApplication>(needs({ ...APPLICATION, caseId: ID, number: ID, idNumber: ID }));
/** Somebody looked at what is registered: a case that asks for nothing. */
export interface DeliveredEnquiry {
  readonly caseId: string;
  readonly number: string;
  readonly purpose: "enquiry";
}
const checkEnquiry = checker<DeliveredEnquiry>(needs({ caseId: ID, number: ID, purpose: { const: "enquiry" } }));

export const checkDelivery: Check<DeliveredApplication | DeliveredEnquiry> = (value, what) => {
  const enquiry = checkEnquiry(value, what);
  return enquiry.ok ? enquiry : checkDelivered(value, what);
};
export const checkPerson = checker<{ idNumber: string; name: string }>(needs({ idNumber: ID, name: TEXT }));
export const checkCreditCode = checker<{ creditCode: string }>(needs({ creditCode: ID }));
export const checkCaseId = checker<{ caseId: string }>(needs({ caseId: ID }));

/** Which kiosk asks, and for which item, must stand in every question about a licence. */
export interface LicenceQuestion {
  readonly pattern: string;
  readonly token: string;
  readonly kiosk: string;
  readonly item: string;
  /** 实施编码 and 业务办理项编码 of the item. */
  readonly itemCode: string;
}
export const checkLicenceQuestion = checker<LicenceQuestion>(
  needs({ pattern: ID, token: { type: "string", minLength: 1, maxLength: 200 }, kiosk: ID, item: ID, itemCode: ID }),
);

function needs(properties: Record<string, object>) {
  return { type: "object", required: Object.keys(properties), properties };
}
