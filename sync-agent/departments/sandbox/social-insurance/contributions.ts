import seed from "./seed.json" with { type: "json" };

export type Insured = (typeof seed.people)[number];

/** 养老 8 %, 医疗 2 %, 失业 0.5 %: what is taken from a month's wage. Invented rates of an invented city. */
const OWN_SHARE = 0.105;

export interface Month {
  /** 2026-01 */
  readonly month: string;
  /** Null: nothing was paid for it. */
  readonly base: number | null;
  readonly own: number | null;
}

/** The last `count` months before the one that `today` (2026-01-05) is in, oldest first: this month's are not paid yet. */
export function monthsBefore(today: string, count: number, { since, last, base }: Insured): Month[] {
  const now = indexOf(today.slice(0, 7));
  return Array.from({ length: count }, (_, n) => {
    const at = now - count + n;
    const isPaid = at >= indexOf(since) && (last === "" || at <= indexOf(last));
    return { month: nameOf(at), base: isPaid ? base : null, own: isPaid ? Math.round(base * OWN_SHARE * 100) / 100 : null };
  });
}

/** All months that were ever paid. */
export function paidMonths(today: string, { since, last }: Insured): number {
  const until = last === "" ? indexOf(today.slice(0, 7)) : indexOf(last) + 1;
  return Math.max(0, until - indexOf(since));
}

function indexOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

function nameOf(index: number): string {
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}
