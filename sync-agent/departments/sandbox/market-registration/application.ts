import { checker } from "../../../../base/checked.ts";

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
export const checkDelivered = checker<DeliveredApplication>(needs({ ...APPLICATION, caseId: ID, number: ID, idNumber: ID }));
export const checkPerson = checker<{ idNumber: string; name: string }>(needs({ idNumber: ID, name: TEXT }));
export const checkCaseId = checker<{ caseId: string }>(needs({ caseId: ID }));

function needs(properties: Record<string, object>) {
  return { type: "object", required: Object.keys(properties), properties };
}
