import type { FlowEvent } from "../../../config/service-items/flow-types.ts";
import { GOOD_VALUES, itemOf } from "./items.ts";
import { agree, card, choose, confirm, face, fetched, fill, printed, refuse, registered, sign } from "./walk.ts";

export const fund = itemOf("fund-certificate");
export const cases = itemOf("my-cases");
export const business = itemOf("business-registration");
export const joint = itemOf("joint-withdrawal");
export const child = itemOf("child-record");
export const licence = itemOf("licence-info");
export const insurance = itemOf("insurance-record");

/** 个人申报材料查询 with an ID card. */
export const byCard: FlowEvent[] = [choose("id-card"), card];

export const toAccount: FlowEvent[] = [confirm, card, agree, face];
export const toReview: FlowEvent[] = [...toAccount, fetched("provident-fund.account")];
export const toPrinted: FlowEvent[] = [...toReview, confirm, registered, printed("fund-certificate", "fund-receipt")];
export const toPassword: FlowEvent[] = [confirm, card, refuse];
export const toForm: FlowEvent[] = [confirm, card, agree, face, fetched("market-registration.prefill")];
export const toCheck: FlowEvent[] = [...toForm, fill(GOOD_VALUES)];
export const toDecision: FlowEvent[] = [...toCheck, fetched("market-registration.check"), confirm, sign, registered];
export const failed = (final = false): FlowEvent => ({ kind: "identify-failed", visit: 0, why: "no-match", final });
