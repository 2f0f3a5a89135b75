import { maskIdNumber } from "../../../../base/personal.ts";
import { type Insured, type Month, monthsBefore, paidMonths } from "./contributions.ts";

/** The longest period, and so the rows of the certificate's second page. */
export const MOST_MONTHS = 24;

export interface CertificateFacts {
  readonly person: Insured;
  readonly months: number;
  readonly certificateNumber: string;
  /** 2026-01-05 */
  readonly issuedOn: string;
  readonly verifyUrl: string;
}

/** What `certificate.json` is filled with. */
export function certificateData({ person, months, certificateNumber, issuedOn, verifyUrl }: CertificateFacts): Record<string, string> {
  const list = monthsBefore(issuedOn, months, person);
  const paid = list.filter((one) => one.own !== null);
  const [first = "", last = ""] = [list[0]?.month, list.at(-1)?.month];
  const since = `${chinese(person.since)}起　累计 ${paidMonths(issuedOn, person)} 个月`;
  return {
    certificateNumber,
    name: person.name,
    idNumberMasked: maskIdNumber(person.idNumber),
    personalNumber: person.personalNumber,
    employer: person.employer,
    state: person.state,
    period: `${chinese(first)}至${chinese(last)}（${months} 个月）`,
    pension: since,
    medical: since,
    unemployment: since,
    injury: since,
    total: `本期缴费 ${paid.length} 个月，个人缴费合计 ${money(paid.reduce((sum, one) => sum + (one.own ?? 0), 0))} 元`,
    issuedOn,
    verifyUrl,
    ...Object.fromEntries(Array.from({ length: MOST_MONTHS }, (_, n) => [`m${n + 1}`, row(list[n])])),
  };
}

function row(month: Month | undefined): string {
  if (!month) return "—";
  if (month.base === null || month.own === null) return `${chinese(month.month)}　未缴费`;
  return `${chinese(month.month)}　基数 ${money(month.base)}　个人 ${money(month.own)}`;
}

function money(amount: number): string {
  return amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function chinese(month: string): string {
  return `${month.slice(0, 4)}年${Number(month.slice(5, 7))}月`;
}
