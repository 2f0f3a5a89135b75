import type { Facts, ProvedPerson } from "./flow-types.ts";

/** `null` for the applicant, whose facts stand at the top. */
export type Person = string | null;

const NOBODY: ProvedPerson = { identity: {}, factors: [] };

/** What somebody of the case has proved so far; nothing when they have not. */
export function provedBy(facts: Facts, person: Person): ProvedPerson {
  if (person === null) return { identity: facts.identity, factors: facts.factors };
  return (Object.hasOwn(facts.persons, person) ? facts.persons[person] : undefined) ?? NOBODY;
}

export function withProved(facts: Facts, person: Person, proved: ProvedPerson): Facts {
  return person === null ? { ...facts, ...proved } : { ...facts, persons: { ...facts.persons, [person]: proved } };
}

/** The numbers of everybody of the case but `except`: none of them may be proved a second time as somebody else. */
export function knownNumbers(facts: Facts, except: Person): ReadonlySet<string> {
  const everybody: Person[] = [null, ...Object.keys(facts.persons)];
  const numbers = everybody.filter((one) => one !== except).map((one) => provedBy(facts, one).identity["number"] ?? "");
  return new Set(numbers.filter((number) => number !== ""));
}
