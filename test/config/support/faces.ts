import type { Facts } from "../../../config/service-items/flow-types.ts";

/** Reckoned apart from the code under test: whole years by the calendar. */
export function yearsOld(birth: string, day: string): number {
  const [by = 0, bm = 0, bd = 0] = birth.split("-").map(Number);
  const [y = 0, m = 0, d = 0] = day.split("-").map(Number);
  return y - by - (m > bm || (m === bm && d >= bd) ? 0 : 1);
}

export function isAgreed(facts: Facts, consent: string, by: string | null): boolean {
  return facts.consents.some((one) => one.consent === consent && one.agreed && (one.by ?? null) === by);
}

/** Faces that stand in the facts with no right consent behind them; none ever may. */
export function bareFaces(facts: Facts): string[] {
  const people = [["", facts] as const, ...Object.entries(facts.persons)];
  return people.flatMap(([who, { identity, factors }]) =>
    factors
      .filter((factor) => factor === "face" || factor === "remote-face")
      .filter((factor) => {
        const names = factor === "face" ? ["face-verify", "face-child"] : ["face-remote"];
        const isChild = yearsOld(identity["birth"] ?? "", facts.session.startedAt.slice(0, 10)) < 14;
        const given = facts.consents.filter((one) => names.includes(one.consent) && one.agreed);
        return !given.some((one) => (isChild ? (one.by ?? "") !== who : (one.by ?? "") === who));
      })
      .map((factor) => `${who || "applicant"} ${factor}`),
  );
}
